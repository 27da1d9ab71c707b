"""How an asset did in each month of the year, and on each day of the week, in UTC.

A month's return is from the price with which it began to that with which the next one began; a
day's likewise. Months and days of which either price is unknown are left out, and so is the month
that has not ended. A pattern in the past is none for the future.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.daily import DAY, Daily
from cryptotracker.domain.market.statistics import PLACES
from cryptotracker.domain.numbers import ratio, total

FEWEST_MONTHS: Final = 3
FEWEST_DAYS: Final = 20
MONTHS: Final = range(1, 13)
WEEKDAYS: Final = range(1, 8)
"""As ISO 8601 counts them: Monday is 1."""


@frozen(kw_only=True)
class Season:
    """The returns of one month, or of one day of the week, over the years.

    Attributes:
        median: None, like the others, of fewer samples than are enough.
        rising: the share of the samples that rose.
    """

    samples: int
    median: Decimal | None
    mean: Decimal | None
    rising: Decimal | None


@frozen(kw_only=True)
class Seasonality:
    """The seasons of an asset.

    Attributes:
        since: the first day whose price is known, and `until` the last; None if none is.
    """

    since: date | None
    until: date | None
    months: Mapping[int, Season]
    weekdays: Mapping[int, Season]


def seasonality(course: Daily) -> Seasonality:
    known = dict(course.known())
    of_months: defaultdict[int, list[Decimal]] = defaultdict(list)
    of_weekdays: defaultdict[int, list[Decimal]] = defaultdict(list)
    for day, price in known.items():
        if day.day == 1 and (after := known.get(next_month(day))) is not None:
            of_months[day.month].append(grown(price, after))
        if (after := known.get(day + DAY)) is not None:
            of_weekdays[day.isoweekday()].append(grown(price, after))
    return Seasonality(
        since=min(known, default=None),
        until=max(known, default=None),
        months={each: season(of_months[each], FEWEST_MONTHS) for each in MONTHS},
        weekdays={each: season(of_weekdays[each], FEWEST_DAYS) for each in WEEKDAYS},
    )


def next_month(day: date) -> date:
    """Return the first day of the month after.

    >>> next_month(date(2026, 12, 1)).isoformat()
    '2027-01-01'
    """
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def grown(before: Decimal, after: Decimal) -> Decimal:
    return ratio(after - before, before)


def season(returns: Sequence[Decimal], fewest: int) -> Season:
    """Sum up returns, if there are enough of them.

    >>> season([Decimal(each) for each in ("0.10", "-0.05", "0.01")], 3)
    ... # doctest: +NORMALIZE_WHITESPACE
    Season(samples=3, median=Decimal('0.01000000'), mean=Decimal('0.02000000'),
           rising=Decimal('0.66666667'))
    """
    many = len(returns)
    if many < fewest:
        return Season(samples=many, median=None, mean=None, rising=None)
    count = Decimal(many)
    rising = Decimal(sum(each > 0 for each in returns))
    return Season(
        samples=many,
        median=Decimal(median(returns)).quantize(PLACES),
        mean=ratio(total(returns), count).quantize(PLACES),
        rising=ratio(rising, count).quantize(PLACES),
    )
