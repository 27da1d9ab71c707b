"""Prices, elections, pools, and what is held at a moment."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.calculating import Answer, Calculate, row

GIFT = row("2025-01-10T12:00:00Z", "gift_in", received="2 BTC")
BUY = row("2025-01-01", "buy", received="1 BTC", value="100", id="b")
LATER = row("2025-01-02", "buy", received="1 BTC", value="300", id="c")
SALE = row("2025-01-03", "sell", sent="1 BTC", value="400", id="s")


def cost(answer: Answer) -> Any:
    return answer.document["holdings"][0]["cost_basis"]


@pytest.mark.parametrize(
    ("prices", "worth"),
    [
        ("2025-01-10,BTC,EUR,50\n", "100"),
        ("2025-01-10T12:00:00Z,BTC,EUR,50\n", "100"),
        ("2025-01-10T12:00:01Z,BTC,EUR,50\n", None),
        ("2025-01-03T12:00:00Z,BTC,EUR,50\n", "100"),
        ("2025-01-03T11:59:59Z,BTC,EUR,50\n", None),
        ("2025-01-03,BTC,EUR,50\n", "100"),
        ("2025-01-02,BTC,EUR,50\n", None),
        ("2025-01-11,BTC,EUR,50\n", None),
        ("2025-01-09,BTC,EUR,50\n2025-01-08,BTC,EUR,40\n", "100"),
        ("2025-01-10,EUR,BTC,0.02\n", "100"),
        ("2025-01-10,btc,EUR,50\n", None),
        ("2025-01-10,BTC,USD,50\n", None),
    ],
)
def test_a_price_counts_from_its_moment_for_seven_days(
    calculate: Calculate, prices: str, worth: str | None
) -> None:
    answer = calculate([GIFT], prices=prices)

    assert cost(answer) == worth
    assert answer.codes == ([] if worth else ["unpriced"])


def test_other_money_is_converted_at_the_events_time(calculate: Calculate) -> None:
    bought = row("2025-01-10", "buy", sent="100 USD", received="1 BTC", fee="10 USD")
    prices = "2025-01-09,USD,EUR,0.9\n2025-01-11,USD,EUR,0.5\n"

    answer = calculate([bought], prices=prices)

    assert cost(answer) == "99"


def test_money_without_a_rate_is_unknown(calculate: Calculate) -> None:
    bought = row("2025-01-10", "buy", sent="100 USD", received="1 BTC")

    answer = calculate([bought])

    assert (cost(answer), answer.code, answer.codes) == (None, 1, ["unpriced"])


@pytest.mark.parametrize(
    ("cells", "worth"),
    [
        ({"sent": "7 EUR", "value": "8"}, "7"),
        ({"sent": "1 ETH", "value": "8"}, "8"),
        ({"sent": "1 ETH"}, "50"),
        ({"sent": "1 ETH", "received": "1 X"}, "30"),
    ],
)
def test_worth_is_money_else_value_else_the_price_of_what_came_else_of_what_went(
    calculate: Calculate, cells: dict[str, str], worth: str
) -> None:
    event = row("2025-01-10", "swap", **{"received": "1 BTC"} | cells)

    answer = calculate([event], prices="2025-01-10,BTC,EUR,50\n2025-01-10,ETH,EUR,30\n")

    assert cost(answer) == worth


def elect(path: Path, lines: str) -> str:
    file = path / "elections.csv"
    file.write_text("disposal,acquired,quantity\n" + lines)
    return str(file)


@pytest.mark.parametrize(
    ("lines", "matches", "codes"),
    [
        ("s,c,1\n", [("1", "300", "specific")], []),
        ("s,c,0.4\n", [("0.4", "120", "specific"), ("0.6", "60", "fifo")], []),
        ("s,c,5\n", [("1", "300", "specific")], ["unmet_election"]),
        ("s,absent,1\n", [("1", "100", "fifo")], ["unmet_election"]),
        ("", [("1", "100", "fifo")], []),
    ],
)
def test_an_election_picks_lots_and_the_oldest_fill_the_rest(
    calculate: Calculate,
    tmp_path: Path,
    lines: str,
    matches: list[tuple[str, str, str]],
    codes: list[str],
) -> None:
    chosen = elect(tmp_path, lines)

    answer = calculate([BUY, LATER, SALE], "--method", "specific", "--elections", chosen)

    found = answer.document["disposals"][0]["matches"]
    assert [(m["quantity"], m["cost_basis"], m["rule"]) for m in found] == matches
    assert answer.codes == codes


def test_a_lot_that_was_sold_cannot_be_elected_again(calculate: Calculate, tmp_path: Path) -> None:
    again = row("2025-01-04", "sell", sent="1 BTC", value="400", id="t")
    chosen = elect(tmp_path, "t,b,1\n")

    answer = calculate([BUY, LATER, SALE, again], "--method", "specific", "--elections", chosen)

    assert answer.disposals("cost_basis") == [("100",), ("300",)]
    assert answer.codes == ["unmet_election"]


def test_a_pool_is_one_lot_without_a_date(calculate: Calculate) -> None:
    answer = calculate([BUY, LATER, SALE], "--method", "average")

    assert answer.document["holdings"][0]["lots"] == [
        {"quantity": "1", "unit_cost": "200", "cost_basis": "200"}
    ]
    assert answer.document["disposals"][0]["matches"][0]["acquired"] is None
    assert answer.disposals("cost_basis", "gain") == [("200", "200")]


@pytest.mark.parametrize(
    ("at", "quantity", "cost_basis"),
    [
        ("2025-01-01", "1", "100"),
        ("2025-01-02", "2", "400"),
        ("2025-01-02T23:59:59Z", "2", "400"),
        ("2025-01-03", "1", "300"),
        ("2025-01-03T00:00:00Z", "1", "300"),
    ],
)
def test_holdings_include_the_day_and_the_instant(
    calculate: Calculate, at: str, quantity: str, cost_basis: str
) -> None:
    answer = calculate([BUY, LATER, SALE], "--at", at, command="holdings")

    held = answer.document["assets"][0]
    assert (held["quantity"], held["cost_basis"]) == (quantity, cost_basis)
    assert [held[name] for name in ("price", "value", "unrealised_gain")] == [None] * 3


def test_holdings_are_valued_at_the_latest_price(calculate: Calculate) -> None:
    prices = "2025-01-03,BTC,EUR,500\n"

    answer = calculate([BUY, LATER, SALE], command="holdings", prices=prices)

    document = answer.document
    assert document["assets"] == [
        {
            "asset": "BTC",
            "quantity": "1",
            "cost_basis": "300",
            "basis": "known",
            "price": "500",
            "price_time": "2025-01-03T00:00:00Z",
            "value": "500",
            "unrealised_gain": "200",
        }
    ]
    assert document["accounts"] == [
        {"account": "main", "asset": "BTC", "quantity": "1", "value": "500"}
    ]


def test_a_rate_the_other_way_round_is_a_price_too(calculate: Calculate) -> None:
    answer = calculate([BUY], command="holdings", prices="2025-01-01,EUR,BTC,0.002\n")

    held = answer.document["assets"][0]
    assert (held["price"], held["value"], held["unrealised_gain"]) == ("500", "500", "400")
    assert answer.document["accounts"][0]["value"] == "500"


def test_nothing_is_held_before_the_first_event(calculate: Calculate) -> None:
    answer = calculate([BUY], "--at", "2024-12-31", command="holdings")

    assert (answer.code, answer.document["assets"], answer.document["accounts"]) == (0, [], [])


@pytest.mark.parametrize("at", ["soon", "2025-13-01", "2025-01-01T99:00:00Z"])
def test_a_moment_that_is_none_exits_2(calculate: Calculate, at: str) -> None:
    answer = calculate([BUY], "--at", at, command="holdings")

    assert (answer.code, answer.stdout) == (2, "")
    assert at in answer.stderr
