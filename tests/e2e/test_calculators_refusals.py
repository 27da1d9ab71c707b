"""What a calculator is told twice, or in vain, it says so."""

from pathlib import Path

import pytest

from tests.e2e.calculating import Calculate, row

BOUGHT = row("2025-01-01", "buy", received="1 BTC", value="100", id="b")
SOLD = row("2025-02-01", "sell", sent="1 BTC", value="150", id="s")


def test_a_transfers_fee_named_beside_the_difference_is_one_fee(calculate: Calculate) -> None:
    """Edge case 10: net and gross in one row."""
    moved = row(
        "2025-02-01", "transfer", sent="1 BTC", received="0.9 BTC", fee="0.1 BTC", to_account="cold"
    )

    answer = calculate([BOUGHT, moved], prices="2025-02-01,BTC,EUR,200\n")

    assert answer.disposals("quantity", "proceeds", "gain") == [("0.1", "20", "10")]
    assert answer.totals["fees"] == "20"


def test_an_election_for_nothing_is_an_issue(calculate: Calculate, tmp_path: Path) -> None:
    elections = tmp_path / "elections.csv"
    elections.write_text("disposal,acquired,quantity\nnosuch,b,1\n")

    answer = calculate([BOUGHT, SOLD], "--method", "specific", "--elections", str(elections))

    assert answer.codes == ["unmet_election"]
    assert answer.disposals("gain") == [("50",)]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--elections", "e.csv"], "--method specific"),
        (["--currency", "eur"], "EUR"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    calculate: Calculate, options: list[str], reason: str
) -> None:
    answer = calculate([BOUGHT], *options)

    assert (answer.code, answer.stdout) == (2, "")
    assert reason in answer.stderr
