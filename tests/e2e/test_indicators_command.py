"""`cryptotracker indicators`, as users run it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.calculating import RunCommand

HEADER = "time,open,high,low,close,volume\n"
CANDLES = "2026-01-02,2,4,2,3,5\n2026-01-01,1,2,1,1.50,0.1\n2026-01-03T00:00:00+00:00,3,5,1,4,\n"


@pytest.fixture
def candles(tmp_path: Path) -> Path:
    path = tmp_path / "candles.csv"
    path.write_text(HEADER + CANDLES)
    return path


def test_columns_stand_beside_the_candles_and_are_null_until_defined(
    run_command: RunCommand, candles: Path
) -> None:
    answer = run_command(
        "indicators", candles, "--with", "sma:2", "--with", "obv", "--format", "json"
    )

    assert answer.code == 0
    assert answer.document["rows"] == [
        {
            "time": "2026-01-01T00:00:00Z",
            "open": "1",
            "high": "2",
            "low": "1",
            "close": "1.5",
            "volume": "0.1",
            "sma_2": None,
            "obv": 0.1,
        },
        {
            "time": "2026-01-02T00:00:00Z",
            "open": "2",
            "high": "4",
            "low": "2",
            "close": "3",
            "volume": "5",
            "sma_2": 2.25,
            "obv": 5.1,
        },
        {
            "time": "2026-01-03T00:00:00Z",
            "open": "3",
            "high": "5",
            "low": "1",
            "close": "4",
            "volume": None,
            "sma_2": 3.5,
            "obv": None,
        },
    ]


def test_a_row_that_cannot_be_read_is_left_out_and_said(
    run_command: RunCommand, candles: Path
) -> None:
    wrong = "2026-01-04,3,2,1,2,5\n2026-01-05,1,x,1,1,1\n2026-01-01,9,9,9,9,9\n"
    candles.write_text(HEADER + CANDLES + wrong)

    answer = run_command("indicators", candles, "--with", "sma:2", "--format", "json")

    assert answer.code == 1
    assert answer.codes == ["rejected_row", "rejected_row", "duplicate"]
    assert [(each["line"], each["column"]) for each in answer.document["issues"][:2]] == [
        (5, "high"),
        (6, "high"),
    ]
    assert len(answer.document["rows"]) == 3


def test_dates_may_be_called_so_and_volumes_left_out(
    run_command: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / "candles.csv"
    path.write_text("close,low,high,open,date\n1,1,1,1,2026-01-01\n0.00000002,0,1,1,2026-01-02\n")

    answer = run_command("indicators", path, "--with", "sma:2", "--format", "csv")

    assert answer.stdout.splitlines()[1:] == [
        "2026-01-01T00:00:00Z,1,1,1,1,,",
        "2026-01-02T00:00:00Z,1,1,0,0.00000002,,0.50000001",
    ]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("rsx:14", "there is no indicator 'rsx'; there are adx"),
        ("rsi:1", "period must be from 2 to 500"),
        ("rsi:2.5", "period must be a whole number"),
        ("rsi:14,3", "rsi takes period; 2 values were given"),
        ("rsi:-3", "'-3' is no number"),
        ("macd:26,12", "fast must be below slow"),
    ],
)
def test_what_nobody_can_compute_is_wrong_usage(
    run_command: RunCommand, candles: Path, asked: str, reason: str
) -> None:
    answer = run_command("indicators", candles, "--with", asked)

    assert (answer.code, answer.stdout) == (2, "")
    assert f"with {asked!r}: {reason}" in answer.stderr


def test_other_files_are_refused(run_command: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("time,asset,currency,price\n")

    answer = run_command("indicators", path, "--with", "rsi")

    assert (answer.code, answer.stdout) == (2, "")


@pytest.mark.parametrize(
    "module", ["cryptotracker.entrypoints.cli.indicators", "cryptotracker.entrypoints.serve"]
)
def test_nothing_heavy_is_loaded_before_an_indicator_is_wanted(module: str) -> None:
    heavy = f"import sys, {module}; print({{'numpy', 'talib'}} & set(sys.modules))"

    found = subprocess.run(
        [sys.executable, "-c", heavy], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "set()"
