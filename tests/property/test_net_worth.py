"""A series added up by columns is what looking at every open lot each time says."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal, localcontext
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.adapters.valuing.sums import NumpyValuing
from cryptotracker.domain.market.prices import TICK, Price, PriceBook
from cryptotracker.domain.portfolio.history import history
from cryptotracker.domain.portfolio.net_worth import NetWorthPoint, points
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.spans import DAY, HOUR, ONE_DAY, Span, spans
from cryptotracker.domain.portfolio.trail import trail
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed
from tests.property.naive_net_worth import naive_point
from tests.property.strategies import RULES, SCOPES, START, ledgers, quantities, values

LATER: Final = datetime(2030, 1, 1, tzinfo=UTC)
ZONES: Final = ("UTC", "Asia/Kathmandu", "America/St_Johns")
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


def followed(
    events: list[Transaction], rules: Rules, prices: PriceBook, asked: list[Span]
) -> list[NetWorthPoint]:
    on_the_way = trail(events, rules, prices)
    course = NumpyValuing().follow(on_the_way, prices)
    readings = course.readings([span.last for span in asked])
    return list(points(on_the_way, readings, asked))


def days(last: int, step: str = DAY, zone: str = "UTC") -> list[Span]:
    """Lay out days from before the first event on."""
    first = START.date() - ONE_DAY
    return list(spans(first, START.date() + last * ONE_DAY, step, ZoneInfo(zone), LATER))


@pytest.mark.parametrize("rules", RULES, ids=[f"{each.method}-{each.scope}" for each in RULES])
@given(drawn=wide_ledgers(), prices=price_books(), last=st.integers(-2, 20))
def test_a_series_is_what_the_open_lots_add_up_to_at_each_days_end(
    rules: Rules, drawn: list[Transaction], prices: PriceBook, last: int
) -> None:
    events, asked = history([drawn]).events, days(last)

    found = followed(events, rules, prices, asked)

    assert found == [naive_point(events, rules, prices, span) for span in asked]


@given(drawn=wide_ledgers(), prices=price_books(), zone=st.sampled_from(ZONES), data=st.data())
def test_a_series_by_the_hour_is_the_same_in_every_zone(
    drawn: list[Transaction], prices: PriceBook, zone: str, data: st.DataObject
) -> None:
    events, rules = history([drawn]).events, Rules(currency="EUR", method="fifo")
    by_hour = days(12, HOUR, zone)
    begin = data.draw(st.integers(0, len(by_hour) - 5))
    asked = by_hour[begin : begin + 5]

    found = followed(events, rules, prices, asked)

    assert found == [naive_point(events, rules, prices, span) for span in asked]


@pytest.mark.parametrize("scope", SCOPES)
@given(drawn=wide_ledgers(), prices=price_books(), data=st.data())
def test_a_series_knows_what_owners_elect(
    scope: str, drawn: list[Transaction], prices: PriceBook, data: st.DataObject
) -> None:
    ids = st.sampled_from([event.id for event in drawn])
    chosen = data.draw(st.dictionaries(ids, st.lists(st.tuples(ids, quantities), max_size=3)))
    rules = Rules(currency="EUR", method="specific", scope=scope, elections=chosen)
    events, asked = history([drawn]).events, days(15)

    found = followed(events, rules, prices, asked)

    assert found == [naive_point(events, rules, prices, span) for span in asked]


@given(drawn=wide_ledgers(), precision=st.integers(1, 9))
def test_no_figure_of_a_series_depends_on_the_callers_context(
    drawn: list[Transaction], precision: int
) -> None:
    events, rules = history([drawn]).events, Rules(currency="EUR", method="average")
    expected = followed(events, rules, PriceBook(), days(15))

    with localcontext(prec=precision):
        found = followed(events, rules, PriceBook(), days(15))

    assert found == expected


@given(prices=price_books(), asset=st.sampled_from(["BTC", "EUR"]))
def test_between_two_turns_a_price_is_the_same(prices: PriceBook, asset: str) -> None:
    other = "EUR" if asset == "BTC" else "BTC"
    turns = list(prices.turns(asset, other))

    told = [(price, price and price.is_carried(moment)) for moment, price in turns]

    ends = [moment - TICK for moment, _ in turns[1:]]
    later = [(prices.at(asset, other, end), end) for end in ends]
    assert [(price, price and price.is_carried(end)) for price, end in later] == told[:-1]


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

    told = followed([bought, found, left], rules, PriceBook(), days(2)[1:])

    assert [
        (each.value, each.cost_basis, each.paid_in, each.paid_out, each.unpriced) for each in told
    ] == [
        (None, Decimal(100), Decimal(100), Decimal(0), ("BTC",)),
        (None, None, None, Decimal(0), ("BTC",)),
        (Decimal(0), Decimal(0), Decimal(0), None, ()),
    ]
