"""`cryptotracker backup` and `restore`, as their users run them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


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


@pytest.fixture
def passphrase(tmp_path: Path) -> str:
    path = tmp_path / "passphrase"
    path.write_text("correct horse\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    assert run(tmp_path / "here", "demo").returncode == 0
    return tmp_path / "here"


def test_a_portfolio_moves_to_another_data_directory(
    here: Path, tmp_path: Path, passphrase: str
) -> None:
    there, sealed = tmp_path / "there", ("--passphrase-file", passphrase)
    made = run(here, "backup", "--to", str(tmp_path / "kept"), *sealed, "--format", "json")
    told = json.loads(made.stdout)
    restored = run(there, "restore", told["backup"], *sealed)
    again = run(there, "restore", told["backup"], *sealed)

    assert (made.returncode, restored.returncode, again.returncode) == (0, 0, 2)
    assert (told["tables"]["transactions"]["rows"], told["files"]) == (552, 5)
    assert "The master key and the front key are never in a backup" in made.stderr
    assert restored.stdout == "Restored 563 rows and 5 files, all as they were.\n"
    assert "the database is not empty" in again.stderr
    shown = [
        run(place, "portfolios", "gains", "Demo", "--format", "json") for place in (here, there)
    ]
    assert shown[0].stdout == shown[1].stdout != ""


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "a passphrase or a key seals the backup"),
        (("--passphrase-file", "/nowhere"), "/nowhere cannot be read: No such file"),
        (("--passphrase-file", "/dev/null"), "a passphrase is not empty"),
        (("--key-file", "/dev/null"), "a key has at least 32 bytes"),
        (("--key-file", "a", "--passphrase-file", "b"), "not both"),
    ],
)
def test_a_backup_wants_a_secret(tmp_path: Path, arguments: tuple[str, ...], reason: str) -> None:
    done = run(tmp_path, "backup", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


@pytest.mark.parametrize("source", ["/nowhere", __file__])
def test_what_is_no_backup_is_not_restored(tmp_path: Path, passphrase: str, source: str) -> None:
    done = run(tmp_path, "restore", source, "--passphrase-file", passphrase)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "cannot be" in done.stderr
