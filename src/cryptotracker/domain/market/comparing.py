"""Put the courses of assets beside each other: each is 100 on the first day that all are known.

>>> two = {"a": Daily(since=date(2026, 11, 1), prices=(None, Decimal(50), Decimal(55))),
...     "b": Daily(since=date(2026, 11, 1), prices=(Decimal(8), Decimal(10), None))}
>>> found = compared(two)
>>> found.start.isoformat(), found.lines["a"].values, found.lines["b"].missing
('2026-11-02', (Decimal('100.00000000'), Decimal('110.00000000')), (datetime.date(2026, 11, 3),))
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.daily import DAY, Daily
from cryptotracker.domain.market.statistics import PLACES
from cryptotracker.domain.numbers import ratio

YEARS: Final = 10
DEEPEST: Final = timedelta(days=YEARS * 366)
BASE: Final = Decimal(100)


@frozen(kw_only=True)
class Line:
    """The course of an asset, day for day from the common start on.

    Attributes:
        values: None on a day whose price nobody knows; those days are `missing`.
        change: from the start to the last day that is known, as a share.
    """

    values: Sequence[Decimal | None]
    missing: Sequence[date]
    change: Decimal


@frozen(kw_only=True)
class Compared:
    """Courses beside each other.

    Attributes:
        start: None if there is no day on which all of them are known.
        unknown: the assets without any price, which are left out.
    """

    start: date | None
    lines: Mapping[str, Line]
    unknown: Sequence[str]


def span_fault(since: date, until: date, today: date) -> str:
    """Say why nothing can be compared between two days; an empty text says that it can."""
    if since >= until:
        return "must be before the last day, which is past"
    if since < today - DEEPEST:
        return f"must be within {YEARS} years; days before that are not kept"
    return ""


def compared(courses: Mapping[str, Daily]) -> Compared:
    """Compare courses that begin on the same day and are as long."""
    known = {name: each for name, each in courses.items() if any(each.prices)}
    unknown = [name for name in courses if name not in known]
    rows = list(zip(*(each.prices for each in known.values()), strict=True))
    first = next((at for at, row in enumerate(rows) if None not in row), None)
    if first is None:
        return Compared(start=None, lines={}, unknown=unknown)
    start = next(iter(known.values())).since + first * DAY
    lines = {name: rebased(each.prices[first:], start) for name, each in known.items()}
    return Compared(start=start, lines=lines, unknown=unknown)


def rebased(prices: Sequence[Decimal | None], start: date) -> Line:
    """Make the first price 100, and the others in proportion."""
    base = prices[0]
    assert base is not None
    values = tuple(
        None if price is None else ratio(price * BASE, base).quantize(PLACES) for price in prices
    )
    last = next(price for price in reversed(prices) if price is not None)
    return Line(
        values=values,
        missing=tuple(start + at * DAY for at, each in enumerate(values) if each is None),
        change=ratio(last - base, base).quantize(PLACES),
    )
