"""`cryptotracker preferences`, and what else reads them, at the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.service import LEDGER

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cryptotracker", *words],
            env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_a_portfolio_that_is_made_is_as_its_owner_prefers(run: Run, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_bytes(LEDGER)
    preferred = ("base_currency=CHF", "time_zone=Europe/Zurich", "hide_amounts=yes")

    changed = json.loads(run("preferences", "set", *preferred, "--format", "json").stdout)
    run("portfolios", "create", "Made")
    run("import", str(ledger), "--portfolio", "Imported")
    back = run("preferences", "set", "time_zone=", "theme=dark", "--format", "csv")
    made = json.loads(run("portfolios", "list", "--format", "json").stdout)

    assert changed == {
        "base_currency": "CHF",
        "time_zone": "Europe/Zurich",
        "country": None,
        "locale": None,
        "week_start": "mon",
        "hide_amounts": True,
        "theme": "system",
    }
    assert [(each["name"], each["currency"], each["time_zone"]) for each in made] == [
        ("Made", "CHF", "Europe/Zurich"),
        ("Imported", "CHF", "Europe/Zurich"),
    ]
    assert "time_zone,\n" in back.stdout
    assert "theme,dark\n" in back.stdout


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("country=UK", "not a country's code, like DE"),
        ("colour=red", "base_currency, time_zone, country"),
        ("hide_amounts=perhaps", "yes, no"),
        ("theme=", "one of system, light, dark"),
    ],
)
def test_what_cannot_be_meant_is_said(run: Run, choice: str, said: str) -> None:
    done = run("preferences", "set", choice)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
