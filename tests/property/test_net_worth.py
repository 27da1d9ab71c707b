"""Net worth by running totals is what looking at every open lot each day says."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.market.prices import Price, PriceBook
from cryptotracker.domain.portfolio.history import history
from cryptotracker.domain.portfolio.net_worth import NetWorthPoint, net_worth, trail
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed
from tests.property.naive_net_worth import naive_points
from tests.property.strategies import RULES, SCOPES, START, ledgers, quantities, values

ENDS: Final = st.integers(-2, 20).map(lambda days: START.date() + timedelta(days=days))
SELDOM_DRAWN: Final = {"gift_in": ("gift_in", "deposit"), "swap": ("swap", "wrap", "split")}


@st.composite
def wide_ledgers(draw: st.DrawFn) -> list[Transaction]:
    """Draw ledgers in which some units come from nowhere, and some change their name or count."""
    return [
        become(event, draw(st.sampled_from(SELDOM_DRAWN.get(event.type, (event.type,)))))
        for event in draw(ledgers())
    ]


def become(event: Transaction, kind: str) -> Transaction:
    if kind == "split" and event.sent is not None and event.received is not None:
        received = Amount(event.sent.asset, event.received.quantity)
        return changed(event, type=kind, received=received)
    return changed(event, type=kind)


@st.composite
def price_books(draw: st.DrawFn) -> PriceBook:
    """Draw prices for some days; weeks without one leave days without a value."""
    moments = st.integers(-3, 20).map(lambda days: START + timedelta(days=days))
    return PriceBook.of(
        Price(asset=asset, currency="EUR", price=draw(values), since=moment, until=moment)
        for asset in ("BTC", "ETH", "SOL")
        for moment in draw(st.lists(moments, unique=True, max_size=6))
    )


def points(
    events: list[Transaction], rules: Rules, prices: PriceBook, until: date
) -> list[NetWorthPoint]:
    followed = trail(events, rules, prices, until)
    return list(net_worth(followed, prices, events[0].time.date(), until).points)


@pytest.mark.parametrize("rules", RULES, ids=[f"{each.method}-{each.scope}" for each in RULES])
@given(drawn=wide_ledgers(), prices=price_books(), until=ENDS)
def test_running_totals_are_what_the_open_lots_add_up_to(
    rules: Rules, drawn: list[Transaction], prices: PriceBook, until: date
) -> None:
    events = history([drawn]).events

    found = points(events, rules, prices, until)

    assert found == naive_points(events, rules, prices, until)


@pytest.mark.parametrize("scope", SCOPES)
@given(drawn=wide_ledgers(), prices=price_books(), data=st.data())
def test_running_totals_know_what_owners_elect(
    scope: str, drawn: list[Transaction], prices: PriceBook, data: st.DataObject
) -> None:
    ids = st.sampled_from([event.id for event in drawn])
    chosen = data.draw(st.dictionaries(ids, st.lists(st.tuples(ids, quantities), max_size=3)))
    rules = Rules(currency="EUR", method="specific", scope=scope, elections=chosen)
    events, until = history([drawn]).events, START.date() + timedelta(days=15)

    found = points(events, rules, prices, until)

    assert found == naive_points(events, rules, prices, until)


@given(drawn=wide_ledgers(), precision=st.integers(1, 9))
def test_no_running_total_depends_on_the_callers_context(
    drawn: list[Transaction], precision: int
) -> None:
    events, until = history([drawn]).events, START.date() + timedelta(days=15)
    rules = Rules(currency="EUR", method="average")
    expected = points(events, rules, PriceBook(), until)

    with localcontext(prec=precision):
        found = points(events, rules, PriceBook(), until)

    assert found == expected


@pytest.mark.parametrize("rules", RULES, ids=[f"{each.method}-{each.scope}" for each in RULES])
def test_an_unknown_part_is_told_until_it_has_gone(rules: Rules) -> None:
    bought = Transaction(
        time=START,
        type="buy",
        received=Amount("BTC", Decimal(1)),
        value=Decimal(100),
        value_currency="EUR",
        id="1",
    )
    found = Transaction(
        time=START + timedelta(days=1),
        type="deposit",
        received=Amount("BTC", Decimal(2)),
        id="2",
    )
    left = Transaction(
        time=START + timedelta(days=2), type="withdrawal", sent=Amount("BTC", Decimal(3)), id="3"
    )

    told = points([bought, found, left], rules, PriceBook(), START.date() + timedelta(days=2))

    assert [(each.value, each.cost_basis, each.known_cost) for each in told] == [
        (None, Decimal(100), Decimal(100)),
        (None, None, Decimal(100)),
        (Decimal(0), Decimal(0), Decimal(0)),
    ]
