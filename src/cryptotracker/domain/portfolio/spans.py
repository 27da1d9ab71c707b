"""The days and hours of a calendar, as long as they were where it hangs.

A day lasts from one midnight to the next, which is 23 or 25 hours where clocks are changed. Its
hours are counted from its midnight; the last of a day is cut off with it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from cryptotracker.domain.records import record

DAY: Final = "day"
HOUR: Final = "hour"
STEPS: Final = (DAY, HOUR)

ONE_DAY: Final = timedelta(days=1)
ONE_HOUR: Final = timedelta(hours=1)
TICK: Final = timedelta(microseconds=1)


@record
class Span:
    """A stretch of time from one instant up to another, which is the next one's.

    Attributes:
        date: the day that it lies in.
        partial: it is not over yet, and ends now.
    """

    date: date
    since: datetime
    until: datetime
    partial: bool = False

    @property
    def last(self) -> datetime:
        """The last instant in it."""
        return self.until - TICK


def spans(first: date, last: date, step: str, zone: tzinfo, now: datetime) -> Iterator[Span]:
    """Yield the days of a calendar, or their hours, as far as they have begun."""
    day, since = first, midnight(first, zone)
    while day <= last and since <= now:
        until = midnight(day + ONE_DAY, zone)
        for begin, end in within(since, until, step):
            if end > now:
                yield Span(day, begin, now + TICK, partial=True)
                return
            yield Span(day, begin, end)
        day, since = day + ONE_DAY, until


def within(since: datetime, until: datetime, step: str) -> Iterator[tuple[datetime, datetime]]:
    if step == DAY:
        yield since, until
        return
    while since < until:
        end = min(since + ONE_HOUR, until)
        yield since, end
        since = end


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return a day's first instant, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
