"""`cryptotracker keys`, as those who run an installation use it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.service import started

NOBODY = "00000000-0000-7000-8000-00000000abcd"


def run(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cryptotracker", *arguments],
        env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(data_dir)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def listed(data_dir: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        run(data_dir, "keys", "status", "--format=json").stdout
    )
    return found


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Give an installation that was started once."""
    with started(tmp_path / "data", "serve", "--port", "0") as running:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(timeout=20)
    return tmp_path / "data"


def test_a_key_is_replaced_and_taken_out(data_dir: Path) -> None:
    (old,) = [each["key"] for each in listed(data_dir) if each["ring"] == "master"]

    needed = run(data_dir, "keys", "retire", old)
    rotated = run(data_dir, "keys", "rotate-kek")
    resealed = run(data_dir, "keys", "rotate-dek", "installation")
    retired = run(data_dir, "keys", "retire", old)
    again = run(data_dir, "keys", "retire", old)

    (new,) = [each for each in listed(data_dir) if each["ring"] == "master"]
    assert (needed.returncode, needed.stderr) == (
        2,
        f"error: key {old}: it is the one that seals; rotate first\n",
    )
    assert rotated.stdout == f"{new['key']} seals from now on; it wraps 1 more data keys.\n"
    assert resealed.stdout.splitlines()[0] == "master: 1 secrets are sealed anew."
    assert retired.stdout == f"{old} is no longer in {data_dir}.key.\n"
    assert (again.returncode, f"KEY '{old}' does not exist" in again.stderr) == (2, True)
    assert (new["state"], new["data_keys"]) == ("seals", 1)
    assert run(data_dir, "doctor").returncode == 0


def test_a_key_is_added_before_it_is_used(data_dir: Path) -> None:
    added = run(data_dir, "keys", "rotate-kek", "--ring=front", "--only-add")
    key = added.stdout.split()[0]

    before = {each["key"]: each["state"] for each in listed(data_dir)}
    rotated = run(data_dir, "keys", "rotate-kek", "--ring=front")

    assert before[key] == "not used yet"
    assert rotated.stdout.startswith(f"{key} seals from now on")


def test_a_lost_key_is_named_and_given_up_only_when_told(data_dir: Path) -> None:
    (old,) = [each["key"] for each in listed(data_dir) if each["ring"] == "master"]
    kept = run(data_dir, "keys", "abandon", old, "--yes")
    data_dir.with_name("data.key").unlink()

    refused = run(data_dir, "serve", "--port", "0")
    status = {each["key"]: each["state"] for each in listed(data_dir)}
    asked = run(data_dir, "keys", "abandon", old)
    given_up = run(data_dir, "keys", "abandon", old, "--yes")

    assert (kept.returncode, "it is not lost" in kept.stderr) == (2, True)
    assert refused.returncode == 2
    assert f"is missing; this database needs {old}" in refused.stderr
    assert (status[old], asked.returncode) == ("missing", 1)
    assert given_up.stdout == f"{old} is given up, and with it 1 data keys.\n"
    with started(data_dir, "serve", "--port", "0") as running:
        assert running.address.startswith("http://")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rotate-dek", "me"), "USER 'me': the id of a user, or the word installation"),
        (("rotate-kek",), "there is no master key yet"),
        (("retire", "k1"), "KEY 'k1' does not exist"),
        (("abandon", "k1", "--yes"), "KEY 'k1' does not exist"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(tmp_path / "data", "keys", *arguments)

    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
    assert said in done.stderr


def test_nothing_is_sealed_for_one_who_keeps_no_secret(data_dir: Path) -> None:
    done = run(data_dir, "keys", "rotate-dek", NOBODY, "--ring", "front")

    assert (done.returncode, done.stdout) == (0, "front: 0 secrets are sealed anew.\n")


def test_a_server_whose_workers_are_apart_does_without_their_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRYPTOTRACKER_WORKER", "apart")
    master, front = tmp_path / "data.key", tmp_path / "data.front.key"

    with started(tmp_path / "data", "serve", "--port", "0") as running:
        assert running.address.startswith("http://")
        assert (master.exists(), front.exists()) == (False, True)
    front.rename(tmp_path / "elsewhere")
    with started(tmp_path / "data", "worker") as running:
        assert "serves queues" in running.address
        assert (master.exists(), front.exists()) == (True, False)
    master.rename(tmp_path / "with the workers")
    (tmp_path / "elsewhere").rename(front)
    with started(tmp_path / "data", "serve", "--port", "0") as running:
        assert running.address.startswith("http://")
    assert not master.exists()
    assert "workers have it" in run(tmp_path / "data", "doctor").stdout
