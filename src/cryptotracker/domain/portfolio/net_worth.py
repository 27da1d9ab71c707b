"""What a ledger was worth at the end of each day or hour, had cost by then, and was given in it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from attrs import frozen

from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import EXACT, ZERO, total
from cryptotracker.domain.portfolio.spans import Span
from cryptotracker.domain.portfolio.trail import NOTHING, Standing, Trail
from cryptotracker.domain.records import record


@record
class Carried:
    """A price that counts on, though it is of an earlier day."""

    asset: str
    since: datetime


@record
class Reading:
    """What everything held was worth at a moment.

    Attributes:
        value: None while something held has no price.
        unpriced: what that is.
        carried: what is valued by a price of before.
    """

    value: Decimal | None
    unpriced: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()


@record
class NetWorthPoint:
    """Where a ledger stood at the end of a day or an hour, or stands now.

    Attributes:
        date: the day, in the calendar of the portfolio.
        at: when it ended; of one that is not over, now.
        value: None when something held had no price.
        cost_basis: of what was held; None while some of it is unknown.
        paid_in: what came in from outside meanwhile; None if some of that has no price.
        paid_out: what went out, likewise.
    """

    date: date
    at: datetime
    value: Decimal | None
    cost_basis: Decimal | None
    paid_in: Decimal | None
    paid_out: Decimal | None
    unpriced: tuple[str, ...]
    carried: tuple[Carried, ...]
    partial: bool


@frozen(kw_only=True)
class NetWorth:
    """A series; its points are made as they are read, once: there may be a hundred thousand."""

    currency: str
    step: str
    time_zone: str
    points: Iterable[NetWorthPoint]


def reading(followed: Trail, prices: PriceBook, moment: datetime) -> Reading:
    """Value what was held at a moment by what was known of prices then: a week old at most."""
    worths, unpriced, carried = [], [], []
    for asset in sorted(followed.stocks):
        quantity = followed.stocks[asset].at(moment)
        if not quantity:
            continue
        price = prices.at(asset, followed.currency, moment)
        if price is None:
            unpriced.append(asset)
            continue
        if price.is_carried(moment):
            carried.append(Carried(asset, price.since))
        worths.append(EXACT.multiply(quantity, price.price))
    value = None if unpriced else total(worths)
    return Reading(value, tuple(unpriced), tuple(carried))


def points(
    followed: Trail, readings: Iterable[Reading], spans: Sequence[Span]
) -> Iterator[NetWorthPoint]:
    """Put beside each reading what it had cost by then, and what was paid in and out meanwhile.

    The spans follow each other without a gap.
    """
    moments, standings, end = followed.moments, followed.standings, len(followed.moments)
    place = bisect_left(moments, spans[0].since) if spans else 0
    before = standings[place - 1] if place else NOTHING
    for span, found in zip(spans, readings, strict=True):
        until = span.until
        while place < end and moments[place] < until:
            place += 1
        now = standings[place - 1] if place else NOTHING
        paid_in, paid_out = (ZERO, ZERO) if now is before else paid(before, now)
        yield NetWorthPoint(
            span.date,
            span.last if span.partial else until,
            found.value,
            None if now.costs_unknown else now.known_cost,
            paid_in,
            paid_out,
            found.unpriced,
            found.carried,
            span.partial,
        )
        before = now


def paid(before: Standing, now: Standing) -> tuple[Decimal | None, Decimal | None]:
    """Return what came in and went out between two standings; None where that is unknown."""
    paid_in = paid_out = None
    if now.ins_unknown == before.ins_unknown:
        paid_in = EXACT.subtract(now.paid_in, before.paid_in)
    if now.outs_unknown == before.outs_unknown:
        paid_out = EXACT.subtract(now.paid_out, before.paid_out)
    return paid_in, paid_out
