"""Candles of the made-up market: what a price did between two instants, told from its course.

Between two quarters of an hour a price goes straight on, so that what it reached in a span is what
it was at the span's ends and at the quarters between. Nobody trades in it: there is no volume.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from attrs import frozen

from cryptotracker.adapters.prices.walks import Course, price
from cryptotracker.domain.market.candles import Candle, start_of

QUARTER: Final = timedelta(minutes=15)
DAYS_KEPT: Final = 2048


@frozen
class Pair:
    """An asset's course, and that of the currency it is counted in."""

    asset: Course
    currency: Course

    def candles(
        self, span: timedelta, since: datetime, until: datetime, now: datetime
    ) -> Iterator[Candle]:
        """Give the candles that begin in a time; the one under way goes as far as now."""
        start = since + (start_of(since, span) - since) % span
        while start < min(until, now):
            levels = [self.at(moment) for moment in moments(start, min(start + span, now))]
            known = [level for level in levels if level is not None]
            if len(known) == len(levels):
                yield candle(start, known)
            start += span

    def at(self, moment: datetime) -> int | None:
        level, counted = level_at(self.asset, moment), level_at(self.currency, moment)
        return None if level is None or counted is None else level - counted


def moments(start: datetime, end: datetime) -> Iterator[datetime]:
    """Give the two ends of a span, and the quarters of an hour between them."""
    yield start
    quarter = start_of(start, QUARTER) + QUARTER
    while quarter < end:
        yield quarter
        quarter += QUARTER
    yield end


def candle(start: datetime, levels: list[int]) -> Candle:
    return Candle(
        start=start,
        open=price(levels[0]),
        high=price(max(levels)),
        low=price(min(levels)),
        close=price(levels[-1]),
    )


def level_at(course: Course, moment: datetime) -> int | None:
    """Give a course's logarithm, by way of its whole day if that is worth it."""
    midnight = datetime.combine(moment.date(), time(), UTC)
    quarter, rest = divmod(moment - midnight, QUARTER)
    if rest:
        return course.at(moment)
    found = quarters(course, moment.date())
    return None if found is None else found[quarter]


@lru_cache(maxsize=DAYS_KEPT)
def quarters(course: Course, day: date) -> list[int] | None:
    return course.quarters(day)
