"""`cryptotracker share` and `comments`, as whoever runs the service uses them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def command(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cryptotracker", *words],
            env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(tmp_path)},
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_shares_are_made_listed_and_revoked(run: Run) -> None:
    run("portfolios", "create", "Mine")

    person = run("share", "create", "Mine", "--with", "bob@example.org", "--scope", "accountant")
    link = run("share", "create", "Mine", "--passcode", "--days", "7", said="open sesame\n")
    public = run("share", "create", "Mine", "--public")
    listed = json.loads(run("share", "list", "Mine", "--format", "json").stdout)
    revoked = run("share", "revoke", "Mine", listed[0]["share"])
    left = json.loads(run("share", "list", "Mine", "--format", "json").stdout)

    assert "No server takes letters" in person.stderr
    assert [each.stdout.startswith("http://127.0.0.1:8000/link#") for each in (link, public)] == [
        True,
        True,
    ]
    assert [(each["kind"], each["scope"], each["passcode"]) for each in listed] == [
        ("person", "comment", "no"),
        ("link", "totals", "yes"),
        ("public", "percentages", "no"),
    ]
    assert (revoked.returncode, left) == (0, listed[1:])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create", "Mine", "--public", "--scope", "totals"), "of this kind one of percentages"),
        (("create", "Mine", "--days", "366"), "from 1 to 365 days"),
        (("create", "Other"), "there is no portfolio 'Other'"),
        (("revoke", "Mine", "01a208a5-afd2-7000-b71f-78e8e552dfb7"), "there is no such share"),
    ],
)
def test_what_cannot_be_shared_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    run("portfolios", "create", "Mine")

    done = run("share", *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_what_is_said_is_listed_and_settled(run: Run) -> None:
    run("portfolios", "create", "Mine")

    said = run("comments", "add", "Mine", "It was a gift.", "--about", "asset:BTC").stdout.strip()
    settled = run("comments", "resolve", "Mine", said)
    listed = run("comments", "list", "Mine", "--about", "asset:BTC", "--format", "json").stdout
    wrong = run("comments", "add", "Mine", "?", "--about", "wallet:1")

    (comment,) = json.loads(listed)
    assert (comment["text"], comment["comment"]) == ("It was a gift.", said)
    assert (settled.stderr, comment["resolved_at"] is None) == ("Resolved.\n", False)
    assert (wrong.returncode, "portfolio, transaction, asset, figure" in wrong.stderr) == (2, True)
