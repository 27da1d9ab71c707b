"""`cryptotracker users`, and a service that people sign in to, as their users start them."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.e2e.streaming import listening
from tests.people import EMAIL, OTHER, OTHER_WORDS, SITE, WORDS, bearer
from tests.service import API, started

PROGRAM: Final = (sys.executable, "-m", "cryptotracker", "users")
Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
SIGNED_OUT: Final = 3000
REMEDY: Final = "first let somebody else do so, with cryptotracker users role EMAIL admin"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    environment = os.environ | {"CRYPTOTRACKER_DATA_DIR": str(tmp_path)}

    def command(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PROGRAM, *words],
            env=environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def users(run: Run, *words: str, said: str = "") -> list[dict[str, Any]]:
    done = run(*words, "--format", "json", said=said)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_users_are_made_listed_and_kept_out(run: Run) -> None:
    (first,) = users(run, "create", EMAIL, "--name", "Ada", said=WORDS + "\n")
    users(run, "create", OTHER, "--role", "support", said=OTHER_WORDS + "\n")

    (disabled,) = users(run, "disable", OTHER)
    (enabled,) = users(run, "enable", OTHER)
    listed = users(run, "list")

    assert (first["email"], first["name"], first["role"]) == (EMAIL, "Ada", "admin")
    assert (bool(disabled["disabled_at"]), enabled["disabled_at"]) == (True, "")
    assert [(each["email"], each["role"]) for each in listed] == [
        (EMAIL, "admin"),
        (OTHER, "support"),
    ]
    assert users(run, "sessions", EMAIL) == []


@pytest.mark.parametrize(
    ("words", "said", "reason"),
    [
        (("create", EMAIL), "password\n", "most common"),
        (("create", EMAIL), "", "fewer than 8"),
        (("create", "ada"), WORDS, "email 'ada': an e-mail address"),
        (("create", EMAIL, "--role", "king"), WORDS, "--role 'king' does not exist"),
        (("disable", EMAIL), "", "there is no user"),
        (("role", EMAIL, "king"), "", "ROLE 'king' does not exist"),
        (("invite", "ada"), "", "email 'ada': an e-mail address"),
        (("reset-mfa", "ada"), "", "email 'ada': an e-mail address"),
        (("reset-mfa", EMAIL, "--yes"), "", "there is no user"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    run: Run, words: tuple[str, ...], said: str, reason: str
) -> None:
    done = run(*words, said=said)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert reason in done.stderr


def test_second_factors_are_taken_from_whoever_has_lost_them(run: Run) -> None:
    users(run, "create", EMAIL, said=WORDS + "\n")

    unsure, no = run("reset-mfa", EMAIL), run("reset-mfa", EMAIL, said="n\n")
    done = [run("reset-mfa", EMAIL, said="y\n"), run("reset-mfa", EMAIL, "--yes")]

    assert (unsure.returncode, no.returncode) == (1, 1)
    assert [each.returncode for each in done] == [0, 0]
    assert "signs in by password alone" in done[0].stdout
    assert "all second factors of a user were taken away" in done[1].stderr


def test_an_address_is_taken_once(run: Run) -> None:
    users(run, "create", EMAIL, said=WORDS + "\n")

    done = run("create", EMAIL.upper(), said=WORDS + "\n")

    assert (done.returncode, done.stderr) == (
        2,
        f"error: there is a user {EMAIL.upper()} already\n",
    )


def test_what_was_done_to_users_is_listed_and_verified(run: Run, tmp_path: Path) -> None:
    users(run, "create", EMAIL, said=WORDS + "\n")
    users(run, "role", EMAIL, "admin")

    listed = users(run, "audit", EMAIL)
    whole = run("audit", "verify")
    told = json.loads(run("audit", "verify", "--format", "json").stdout)
    with sqlite3.connect(tmp_path / "cryptotracker.db") as database:
        database.execute("DROP TRIGGER audit_records_unchanged")
        database.execute("UPDATE audit_records SET what = 'nothing' WHERE number = 2")
    broken = run("audit", "verify")

    assert [each["what"] for each in listed] == ["role_changed", "registered"]
    assert (whole.returncode, whole.stderr) == (0, "2 records of 1 user: all are what they were.\n")
    assert told == {"users": 1, "records": 2, "faults": []}
    assert broken.returncode == 1
    assert "record 2 was changed, or one before it was" in broken.stderr


def test_who_is_to_be_deleted_is_shut_out_and_can_be_brought_back(run: Run) -> None:
    users(run, "create", EMAIL, said=WORDS + "\n")
    users(run, "create", OTHER, said=OTHER_WORDS + "\n")

    done = run("delete", OTHER)
    refused = [run(*words) for words in (("delete", EMAIL), ("disable", EMAIL))]
    refused.append(run("role", EMAIL, "user"))
    listed = {each["email"]: bool(each["disabled_at"]) for each in users(run, "list")}

    assert [done.returncode, *(each.returncode for each in refused)] == [0, 2, 2, 2]
    assert f"{OTHER} is shut out, and will be deleted by a worker from" in done.stderr
    assert {each.stderr for each in refused} == {
        f"error: nobody but {EMAIL} runs this place; {REMEDY}\n"
    }
    assert listed == {EMAIL: False, OTHER: True}
    assert users(run, "enable", OTHER)[0]["disabled_at"] == ""


@pytest.fixture
def site(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve where people know it by its name; the first user is there already."""
    users(run, "create", EMAIL, said=WORDS + "\n")
    monkeypatch.setenv("CRYPTOTRACKER_PUBLIC_URL", SITE)
    with started(tmp_path) as running:
        yield running.address


async def test_who_is_invited_registers_by_the_link(site: str, run: Run) -> None:
    link = run("invite", OTHER).stdout.strip()
    body = {"email": OTHER, "password": OTHER_WORDS, "name": "Bob"}

    async with httpx.AsyncClient(base_url=f"{site}{API}") as client:
        answer = await client.post(
            "/auth/register", json=body | {"invitation": link.partition("#")[2]}
        )
        signed_in = await client.post(
            "/auth/login", json={"email": OTHER, "password": OTHER_WORDS, "client": "api"}
        )

    assert (answer.status_code, signed_in.status_code) == (202, 200)


async def test_a_listener_whose_session_ends_is_let_go_within_five_seconds(site: str) -> None:
    async with httpx.AsyncClient(base_url=f"{site}{API}") as client:
        body = {"email": EMAIL, "password": WORDS, "client": "api"}
        tokens = (await client.post("/auth/login", json=body)).json()
        with pytest.raises(InvalidStatus, match="401"):
            async with listening(site):
                pass
        async with listening(site, headers=bearer(tokens)) as listener:
            await listener.say(op="subscribe", topic="portfolio")
            await listener.hear()

            await client.post("/auth/logout", json={}, headers=bearer(tokens))

            async with asyncio.timeout(5):
                assert await listener.closed() == SIGNED_OUT


def test_a_public_place_without_users_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRYPTOTRACKER_PUBLIC_URL", SITE)

    with started(tmp_path) as running:
        answer = httpx.get(f"{running.address}{API}/portfolios")

    assert answer.status_code == 401
    assert "cryptotracker users create" in capfd.readouterr().err
