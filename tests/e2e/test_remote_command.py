"""`cryptotracker login` and `remote`: a server elsewhere is asked by a token."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import pytest
from attrs import frozen

from tests.people import EMAIL, SITE, WORDS, bearer
from tests.service import API, LEDGER, started

PROGRAM: Final = (sys.executable, "-m", "cryptotracker")
Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@frozen
class Elsewhere:
    """A server that knows one user, and tokens of theirs."""

    address: str
    reader: str
    writer: str


def ran(
    data_dir: Path, *words: str, said: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *words],
        env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(data_dir)} | more,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    there = tmp_path / "there"
    ran(there, "users", "create", EMAIL, said=WORDS + "\n")
    with monkeypatch.context() as patch:
        patch.setenv("CRYPTOTRACKER_PUBLIC_URL", SITE)
        with started(there) as running, httpx.Client(base_url=running.address + API) as client:
            body = {"email": EMAIL, "password": WORDS, "client": "api"}
            headers = bearer(client.post("/auth/login", json=body).json())
            reader, writer = (
                client.post(
                    "/me/tokens", json={"name": "x", "scopes": scopes, "days": 1}, headers=headers
                ).json()["token"]
                for scopes in (["read"], ["read", "write"])
            )
            patch.delenv("CRYPTOTRACKER_PUBLIC_URL")
            yield Elsewhere(running.address, reader, writer)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def command(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return ran(tmp_path / "here", *words, **more)

    return command


def told(run: Run, *words: str, **more: str) -> Any:
    done = run(*words, "--format", "json", **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_who_has_signed_in_asks_the_server_there(
    elsewhere: Elsewhere, run: Run, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_bytes(LEDGER)

    (me,) = told(run, "login", elsewhere.address, said=elsewhere.writer + "\n")
    told(run, "remote", "create", "Main", "--currency", "EUR")
    (imported,) = told(run, "remote", "import", str(ledger), "--portfolio", "Main")
    gains = told(run, "remote", "gains", "Main", "--year", "2024")
    holdings = run("remote", "holdings", "Main", "--format", "csv")
    listed = told(run, "remote", "portfolios")

    assert (me["server"], me["email"]) == (elsewhere.address, EMAIL)
    assert told(run, "whoami") == [me]
    assert (imported["added"], imported["rejected_count"]) == (4, 0)
    assert [each["gain"] for each in gains["disposals"]] == ["85", "-5"]
    assert holdings.stdout.splitlines()[1].startswith("BTC,0.5,30,")
    assert ("Main", 4) in [(each["name"], each["transactions"]) for each in listed]


def test_the_token_is_for_its_owner_alone(elsewhere: Elsewhere, run: Run, tmp_path: Path) -> None:
    done = run("login", elsewhere.address, said=elsewhere.reader + "\n")
    kept = tmp_path / "here" / "sign-in.json"

    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert elsewhere.reader not in done.stdout + done.stderr
    kept.chmod(0o644)
    assert "can be read by others" in run("whoami").stderr
    run("logout")
    assert not kept.exists()
    assert "cryptotracker login" in run("whoami").stderr


def test_the_environment_says_whom_to_ask_too(elsewhere: Elsewhere, run: Run) -> None:
    given = {"CRYPTOTRACKER_SERVER": elsewhere.address, "CRYPTOTRACKER_TOKEN": elsewhere.reader}
    proxy = {"HTTP_PROXY": "http://127.0.0.1:9"}  # it would read the token

    (me,) = told(run, "whoami", **given, **proxy)
    refused = run("remote", "create", "Main", **given)
    half = run("whoami", CRYPTOTRACKER_SERVER=elsewhere.address)

    assert me["email"] == EMAIL
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "The token lacks the scope write." in refused.stderr
    assert "CRYPTOTRACKER_TOKEN is missing" in half.stderr


UNKNOWN: Final = "ct_pat_NaBy5qxeMTSNyrwm2dTVWgEASOrO3Zh0aK3Uto3nRae2qqAnj"


@pytest.mark.parametrize(
    ("server", "token", "reason"),
    [
        ("http://tracker.example.org", UNKNOWN, "begins with https://"),
        ("tracker.example.org", UNKNOWN, "is an address such as"),
        ("http://127.0.0.1:9", UNKNOWN, "it cannot be reached: ConnectError"),
        ("http://127.0.0.1:9", "password", "a token is ct_pat_"),
    ],
)
def test_where_nobody_can_sign_in_nothing_is_kept(
    run: Run, tmp_path: Path, server: str, token: str, reason: str
) -> None:
    done = run("login", server, said=token + "\n")

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert reason in done.stderr
    assert token not in done.stderr
    assert not (tmp_path / "here" / "sign-in.json").exists()


def test_a_token_that_does_not_hold_is_not_kept(
    elsewhere: Elsewhere, run: Run, tmp_path: Path
) -> None:
    done = run("login", elsewhere.address, said=UNKNOWN + "\n")
    missing = run(
        "remote",
        "gains",
        "Main",
        CRYPTOTRACKER_SERVER=elsewhere.address,
        CRYPTOTRACKER_TOKEN=elsewhere.reader,
    )

    assert (done.returncode, "Sign-in is needed" in done.stderr) == (2, True)
    assert not (tmp_path / "here" / "sign-in.json").exists()
    assert "there is no portfolio 'Main'" in missing.stderr
