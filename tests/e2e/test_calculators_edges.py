"""What bit other programs: each case is a row of a list of them."""

import pytest

from tests.e2e.calculating import Calculate, RunCommand, row, text

BUY = row("2025-01-01", "buy", received="1 BTC", value="100", account="a", id="b")
SALE = row("2025-01-05", "sell", sent="1 BTC", value="150", account="z", id="s")


def test_coins_in_transit_are_sold_where_they_will_arrive(calculate: Calculate) -> None:
    """Edge case 6: they left before the sale and are known to arrive after it."""
    out = row("2025-01-04", "withdrawal", sent="1 BTC", account="a", txid="t")
    back = row("2025-01-06", "deposit", received="1 BTC", account="z", txid="t")

    answer = calculate([BUY, out, SALE, back], "--scope", "wallet")

    assert (answer.codes, answer.disposals("gain")) == ([], [("50",)])


@pytest.mark.parametrize("kind", ["deposit", "income", "buy", "gift_in", "fork"])
def test_an_amount_of_nothing_is_nothing(calculate: Calculate, kind: str) -> None:
    """Edge case 27."""
    answer = calculate([row("2025-01-01", kind, received="0 X", value="0")])

    assert (answer.code, answer.codes) == (0, [])
    assert (answer.document["holdings"], answer.document["income"]) == ([], [])


def test_a_balance_below_zero_is_told_once_with_what_is_missing(calculate: Calculate) -> None:
    """Edge case 33."""
    rows = [row(f"2025-01-0{day}", "withdrawal", sent="0.00000001 BTC") for day in (1, 2, 3)]

    answer = calculate(rows)

    told = [each for each in answer.document["issues"] if each["code"] == "negative_balance"]
    assert [(each["quantity"], each["severity"]) for each in told] == [("0.00000001", "warning")]


def test_one_bad_event_stops_nothing_after_it(calculate: Calculate) -> None:
    """Edge cases 34 and 67."""
    rows = [
        row("2025-01-01", "sell", sent="3 ETH", value="9"),
        row("2025-01-02", "dance", sent="3 ETH"),
        BUY,
        {**SALE, "account": "a"},
    ]

    answer = calculate(rows)

    assert answer.codes == ["rejected_row", "negative_balance", "missing_basis"]
    assert answer.disposals("asset", "gain") == [("BTC", "50"), ("ETH", None)][::-1]


def test_thirds_leave_no_ghost_behind(calculate: Calculate) -> None:
    """Edge case 37."""
    rows = [
        row("2025-01-01", "buy", received="0.333333333333333333 X", value="1"),
        row("2025-01-02", "buy", received="0.666666666666666667 X", value="1"),
        row("2025-01-03", "sell", sent="1 X", value="3"),
    ]

    answer = calculate(rows, "--method", "average")

    assert (answer.document["holdings"], answer.totals["gain"]) == ([], "1")


def test_rows_that_differ_in_time_alone_are_two_events(calculate: Calculate) -> None:
    """Edge cases 39 and 40."""
    rows = [
        row(f"2025-01-01T00:00:0{second}Z", "sell", sent="1 X", value="1") for second in (1, 1, 2)
    ]

    answer = calculate(rows)

    assert len({event for (event,) in answer.disposals("event")}) == 3


def test_a_note_does_not_make_another_event(
    run_command: RunCommand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Edge case 44: a comment that is empty in one file and absent in the other."""
    folder = tmp_path_factory.mktemp("ledgers")
    (folder / "one.csv").write_text(text([BUY]))
    (folder / "two.csv").write_text(
        "time,type,account,received_asset,received_quantity,value,id\n"
        "2025-01-01T00:00:00Z,buy,a,BTC,1,100,b\n"
    )

    answer = run_command("gains", folder / "one.csv", folder / "two.csv", "--format", "json")

    assert answer.codes == ["duplicate"]


def test_figures_have_no_more_digits_than_they_need(calculate: Calculate) -> None:
    """Edge case 60: a tiny amount at a tiny price is not nothing."""
    rows = [
        row("2025-01-01", "income", received="0.000000000000000001 SHIB", subtype="airdrop"),
    ]

    answer = calculate(rows, prices="2025-01-01,SHIB,EUR,0.000000000000001\n")

    assert answer.totals["income"] == "0.000000000000000000000000000000001"


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_the_ends_of_the_calendar_are_days_too(calculate: Calculate, zone: str) -> None:
    rows = [
        row("0001-01-01", "buy", received="1 X", value="1"),
        row("9999-12-31T23:59:59Z", "sell", sent="1 X", value="2"),
    ]

    answer = calculate(rows, "--long-term-days", "365", "--time-zone", zone)

    assert answer.disposals("gain") == [("1",)]
    assert answer.totals["long_term_gain"] == "1"
