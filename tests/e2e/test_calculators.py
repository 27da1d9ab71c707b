"""Calculators read files and print figures: their usage, their rows, their lists."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.calculating import Calculate, RunCommand, row, text

BUY = row("2025-01-01", "buy", received="1 BTC", value="100", id="b")
SELL = row("2025-01-02", "sell", sent="1 BTC", value="150", id="s")


def test_stdout_is_one_document_and_nothing_else(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(text([BUY, SELL]))

    done = subprocess.run(
        [Path(sys.executable).with_name("cryptotracker"), "gains", ledger, "--format", "json"],
        capture_output=True,
        timeout=60,
        text=True,
        check=True,
    )

    assert done.stdout[0] == "{"
    assert done.stdout[-2:] == "}\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--method", "best"], "best"),
        (["--scope", "house"], "house"),
        (["--country", "atlantis"], "atlantis"),
        (["--year", "soon"], "soon"),
        (["--time-zone", "Mars/Olympus"], "Mars/Olympus"),
        (["--long-term-days", "-1"], "-1"),
        (["--format", "xml"], "xml"),
        (["--colour"], "--colour"),
    ],
)
def test_wrong_usage_exits_2_says_why_and_prints_nothing(
    calculate: Calculate, wrong: list[str], said: str
) -> None:
    answer = calculate([BUY], *wrong)

    assert (answer.code, answer.stdout) == (2, "")
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "content", ["", "a,b,c\n1,2,3\n", "\x00\xff", "time,type,time,sent_asset\n"]
)
def test_a_file_that_is_no_ledger_exits_2(
    run_command: RunCommand, tmp_path: Path, content: str
) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_bytes(content.encode("latin-1"))

    answer = run_command("gains", ledger, "--format", "json")

    assert (answer.code, answer.stdout) == (2, "")
    assert "ledger.csv" in answer.stderr


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_what_cannot_be_opened_exits_2(run_command: RunCommand, tmp_path: Path, name: str) -> None:
    answer = run_command("gains", tmp_path / name, "--format", "json")

    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("error: ")


def test_a_bad_row_is_left_out_and_named(calculate: Calculate) -> None:
    bad = row("2025-01-01", "buy", received="-1 BTC", value="100")

    answer = calculate([BUY, bad, SELL])

    issue = answer.document["issues"][0]
    assert answer.code == 1
    assert {key: issue[key] for key in ("code", "severity", "line", "column", "value")} == {
        "code": "rejected_row",
        "severity": "error",
        "line": 3,
        "column": "received_quantity",
        "value": "-1",
    }
    assert issue["file"].endswith("ledger.csv")
    assert issue["reason"] == "a number carries no sign here"
    assert answer.totals["gain"] == "50"


def test_a_warning_leaves_the_exit_code_0(calculate: Calculate) -> None:
    answer = calculate([row("2025-01-01", "deposit", received="1 BTC")])

    assert (answer.code, answer.codes) == (0, ["unmatched_transfer"])
    assert "unmatched_transfer" in answer.stderr


def test_equal_rows_count_as_often_as_in_the_file_that_holds_most(
    run_command: RunCommand, tmp_path: Path
) -> None:
    """Edge cases 39 to 45: partial fills stay, an overlap does not, offsets are one instant."""
    fill = row("2025-01-01T12:00:00Z", "buy", received="1 BTC", value="100")
    same = row("2025-01-01T14:00:00+02:00", "buy", received="1.0 BTC", value="100.00", note="x")
    other = row("2025-01-01T12:00:00Z", "buy", received="1 BTC", value="100", account="second")
    (tmp_path / "two.csv").write_text(text([fill, fill]))
    (tmp_path / "three.csv").write_text(text([same, same, same, other]))

    answer = run_command(
        *("gains", tmp_path / "two.csv", tmp_path / "three.csv"),
        *("--currency", "USD", "--format", "json"),
    )

    assert answer.document["holdings"][0]["quantity"] == "4"
    assert answer.codes == ["duplicate", "duplicate"]
    assert answer.code == 0


def test_a_duplicate_names_the_event_that_counts(run_command: RunCommand, tmp_path: Path) -> None:
    buy = row("2025-01-01", "buy", received="2 BTC", value="100")
    sell = row("2025-01-02", "sell", sent="1 BTC", value="100")
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(text([buy, sell]))

    answer = run_command("gains", tmp_path / "one.csv", tmp_path / "two.csv", "--format", "json")

    assert answer.document["issues"][1]["event"] == answer.document["disposals"][0]["event"]


def test_at_one_instant_purchases_come_before_sales(calculate: Calculate) -> None:
    """Edge case 49."""
    sell = row("2025-01-01", "sell", sent="1 BTC", value="150", account="a")
    buy = row("2025-01-01", "buy", received="1 BTC", value="100", account="z")

    answer = calculate([sell, buy])

    assert (answer.codes, answer.totals["gain"]) == (["negative_balance"], "50")


def test_at_one_instant_account_asset_quantity_and_id_decide(calculate: Calculate) -> None:
    sales = [("b", "1 ETH", "4"), ("a", "2 ETH", "3"), ("a", "1 ETH", "2"), ("a", "1 BTC", "9")]
    rows = [
        row("2025-01-01", "sell", account=account, sent=sent, value="1", id=name)
        for account, sent, name in [*sales, ("a", "1 ETH", "1")]
    ]

    answer = calculate(rows)

    assert answer.disposals("event") == [("9",), ("1",), ("2",), ("3",), ("4",)]


@pytest.mark.parametrize("method", ["hifo", "lofo"])
def test_of_equally_dear_lots_the_oldest_goes_first(calculate: Calculate, method: str) -> None:
    rows = [
        row("2025-01-01", "buy", received="3 BTC", value="100", account="a"),
        row("2025-01-02", "buy", received="6 BTC", value="200", account="b"),
        row("2025-01-03", "transfer", sent="0.001 BTC", account="a", to_account="b"),
        row("2025-01-04", "sell", sent="0.001 BTC", value="1", account="b"),
    ]

    answer = calculate(rows, "--method", method, "--scope", "wallet")

    match = answer.document["disposals"][0]["matches"][0]
    assert (match["acquired"], match["account"]) == ("2025-01-01T00:00:00Z", "a")


@pytest.mark.parametrize(
    ("year", "gains", "held", "income"),
    [("2024", ["20"], "3", "9"), ("2025", ["30"], "2", "0"), ("2026", [], "2", "0")],
)
def test_a_year_lists_its_own_and_holds_what_is_left(
    calculate: Calculate, year: str, gains: list[str], held: str, income: str
) -> None:
    rows = [
        row("2023-05-01", "buy", received="4 BTC", value="400"),
        row("2024-05-01", "sell", sent="1 BTC", value="120"),
        row("2024-06-01", "income", received="9 ADA", value="9", subtype="staking"),
        row("2024-12-31T23:30:00Z", "sell", sent="1 BTC", value="130"),
    ]

    answer = calculate(rows, "--year", year, "--time-zone", "Europe/Berlin")

    assert answer.disposals("gain") == [(gain,) for gain in gains]
    assert answer.totals["income"] == income
    assert {each["asset"]: each["quantity"] for each in answer.document["holdings"]}["BTC"] == held


@pytest.mark.parametrize(("zone", "term"), [("UTC", "short"), ("Asia/Tokyo", "long")])
def test_days_are_counted_in_the_time_zone(calculate: Calculate, zone: str, term: str) -> None:
    rows = [
        row("2024-03-01T10:00:00Z", "buy", received="1 BTC", value="100"),
        row("2025-03-01T20:00:00Z", "sell", sent="1 BTC", value="130"),
    ]

    answer = calculate(rows, "--long-term-days", "365", "--time-zone", zone)

    assert answer.document["disposals"][0]["matches"][0]["term"] == term
    assert answer.totals[f"{term}_term_gain"] == "30"


def test_without_long_term_days_there_is_no_term(calculate: Calculate) -> None:
    answer = calculate([BUY, SELL])

    assert answer.document["disposals"][0]["matches"][0]["term"] is None


def test_a_time_without_zone_is_read_in_the_zone_that_is_given(calculate: Calculate) -> None:
    local = row("2025-01-01T01:00:00", "buy", received="1 BTC", value="100")

    refused = calculate([local])
    read = calculate([local], "--time-zone", "Europe/Berlin")

    assert (refused.code, refused.codes) == (1, ["rejected_row"])
    assert read.document["holdings"][0]["lots"][0]["acquired"] == "2025-01-01T00:00:00Z"


def test_numbers_are_exact_and_plain(calculate: Calculate) -> None:
    """Edge case 60: more digits than any float, and fewer zeros than any exponent."""
    rows = [
        row("2025-01-01", "buy", received="100000000000000000000.000000000000000001 X", value="3"),
        row("2025-01-02", "sell", sent="0.00000000000000000100 X", value="0.0000000010"),
    ]

    answer = calculate(rows)

    assert answer.document["holdings"][0]["quantity"] == "100000000000000000000"
    assert answer.disposals("quantity", "proceeds") == [("0.000000000000000001", "0.000000001")]
