"""`cryptotracker market` and `cryptotracker watchlists`, as their users call them."""

import csv
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
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cryptotracker", *words],
            env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_the_market_is_told_and_said_to_be_made_up(run: Run) -> None:
    overview = run("market", "overview", "--currency", "EUR", "--format", "json")
    screener = run(
        "market", "screener", "--where", "from_high<0", "--limit", "3", "--format", "csv"
    )
    compared = run("market", "compare", "BTC", "ETH", "--format", "json")
    seasons = run("market", "seasonality", "BTC")

    assert [each.returncode for each in (overview, screener, compared, seasons)] == [0, 0, 0, 0]
    assert json.loads(overview.stdout)["assets"] == 100
    rows = list(csv.DictReader(screener.stdout.splitlines()))
    assert len(rows) == 3
    assert rows[0]["from_high"].startswith("-0.")
    lines = json.loads(compared.stdout)["lines"]
    assert [(each["asset"]["symbol"], each["values"][0]) for each in lines] == [
        ("BTC", "100"),
        ("ETH", "100"),
    ]
    assert "January" in seasons.stdout
    for each in (overview, screener, compared, seasons):
        assert "Made up: this is a simulated market." in each.stderr


def test_watch_lists_are_kept(run: Run) -> None:
    run("watchlists", "create", "Majors", "BTC", "ETH")
    run("watchlists", "add", "Majors", "solana")
    edited = run("watchlists", "drop", "Majors", "ETH", "--format", "json")
    starred = run("watchlists", "star", "BTC", "--format", "json")
    listed = run("watchlists", "list", "--format", "csv")

    assert [each["symbol"] for each in json.loads(edited.stdout)["assets"]] == ["BTC", "SOL"]
    assert [each["id"] for each in json.loads(starred.stdout)] == ["bitcoin"]
    assert listed.stdout.splitlines()[1].startswith("Majors,BTC SOL,3,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("market", "screener", "--where", "rsi<30"), "there is no figure 'rsi'"),
        (("market", "seasonality", "nothing"), "nobody knows the asset 'nothing'"),
        (("watchlists", "show", "Majors"), "there is no watch-list 'Majors'"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(run: Run, words: tuple[str, ...], said: str) -> None:
    found = run(*words)

    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
