"""What a ledger was worth at the end of each day, against what it had cost.

The way to the last event is long and, once gone, does not change: `trail` keeps what it led to.
From there on only prices move.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby

from attrs import field, frozen

from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import EXACT, total
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.report import Sum
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.tallies import Tally
from cryptotracker.domain.portfolio.transactions import Transaction


@frozen(kw_only=True)
class NetWorthPoint:
    """One day's end, in UTC.

    Attributes:
        value: None on a day when something held had no price.
        cost_basis: None while the cost of something held is unknown.
        known_cost: of the lots whose cost is known.
    """

    date: date
    value: Decimal | None
    cost_basis: Decimal | None
    known_cost: Decimal


@frozen(kw_only=True)
class NetWorth:
    currency: str
    points: Sequence[NetWorthPoint]


@frozen(kw_only=True)
class Held:
    """What is open of one asset; the cost of its lots, known and in all."""

    quantity: Decimal
    known_cost: Decimal
    unknown: bool

    @classmethod
    def of(cls, tally: Tally) -> "Held":
        return cls(
            quantity=tally.quantity, known_cost=tally.known_cost, unknown=bool(tally.unknown)
        )


@frozen(kw_only=True)
class Trail:
    """How a ledger came to the day of its last event.

    Attributes:
        points: of the days before.
        day: None if nothing has happened.
        held: by asset, since that day.
    """

    currency: str
    points: Sequence[NetWorthPoint] = ()
    day: date | None = None
    held: Mapping[str, Held] = field(factory=dict)


def trail(events: Sequence[Transaction], rules: Rules, prices: PriceBook, until: date) -> Trail:
    """Follow the events up to a day, that day included."""
    tallies = defaultdict[str, Tally](Tally)
    accounting = Accounting(rules, prices, tallies)
    held: dict[str, Held] = {}
    points: list[NetWorthPoint] = []
    day: date | None = None
    for next_day, happened in groupby(events, key=lambda event: event.time.date()):
        if next_day > until:
            break
        if day is not None:
            points += _days(held, rules.currency, prices, day, next_day)
        day, todays = next_day, list(happened)
        for _ in accounting.run(todays):
            pass
        _refresh(held, tallies, touched(todays))
    return Trail(currency=rules.currency, points=points, day=day, held=held)


def net_worth(followed: Trail, prices: PriceBook, since: date, until: date) -> NetWorth:
    """Return a point a day, both days included."""
    points = [point for point in followed.points if since <= point.date <= until]
    if followed.day is not None:
        first, end = max(followed.day, since), until + timedelta(days=1)
        points += _days(followed.held, followed.currency, prices, first, end)
    return NetWorth(currency=followed.currency, points=points)


def touched(events: list[Transaction]) -> set[str]:
    legs = (leg for event in events for leg in (event.sent, event.received, *event.fees))
    return {leg.asset for leg in legs if leg is not None}


def _refresh(held: dict[str, Held], tallies: defaultdict[str, Tally], assets: set[str]) -> None:
    """Look again at the assets that a day has touched; the others are as they were."""
    for asset in assets:
        tally = tallies[asset]
        if tally.quantity:
            held[asset] = Held.of(tally)
        else:
            held.pop(asset, None)


def _days(
    held: Mapping[str, Held], currency: str, prices: PriceBook, first: date, end: date
) -> Iterator[NetWorthPoint]:
    known = total(each.known_cost for each in held.values())
    cost = None if any(each.unknown for each in held.values()) else known
    for offset in range((end - first).days):
        day = first + timedelta(days=offset)
        closing = datetime.combine(day, time(23, 59, 59), UTC)
        value = Sum()
        for asset, each in held.items():
            price = prices.at(asset, currency, closing)
            value.add(None if price is None else EXACT.multiply(each.quantity, price.price))
        yield NetWorthPoint(date=day, value=value.amount, cost_basis=cost, known_cost=known)
