"""Read schedules as cron writes them, in UTC: minute, hour, day of month, month, day of week.

>>> from datetime import UTC, datetime
>>> nightly = Cron.read("30 3 * * *")
>>> print(nightly.last(datetime(2026, 5, 1, 3, 29, tzinfo=UTC)))
2026-04-30 03:30:00+00:00
>>> print(Cron.read("*/15 * * * mon-fri").last(datetime(2026, 5, 4, 0, 0, 7, tzinfo=UTC)))
2026-05-04 00:00:00+00:00
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NoReturn

from attrs import frozen

from cryptotracker.domain.errors import InvalidValueError

RANGES: Final = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
NAMES: Final = dict(zip("sun mon tue wed thu fri sat".split(), map(str, range(7)), strict=True))
SUNDAY: Final = 7
DAYS_LONGEST: Final = 366 * 8
"""A 29 February is never further away."""


@frozen(kw_only=True)
class Cron:
    """The minutes at which something is due."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool

    @classmethod
    def read(cls, text: str) -> "Cron":
        parts = text.lower().split()
        if len(parts) != len(RANGES):
            refuse(text, "has five parts: minute, hour, day of month, month, day of week")
        try:
            sets = [
                frozenset(values(part, *ends)) for part, ends in zip(parts, RANGES, strict=True)
            ]
        except ValueError:
            refuse(text, "has parts like *, */15, 1-5 or 0,30, each within its range")
        minutes, hours, days, months, weekdays = sets
        return cls(
            minutes=minutes,
            hours=hours,
            days=days,
            months=months,
            weekdays=frozenset(each % SUNDAY for each in weekdays),
            either="*" not in (parts[2][0], parts[4][0]),
        )

    def last(self, now: datetime) -> datetime | None:
        """Return when it was last due; None if its date, like 31 February, does not exist."""
        for back in range(DAYS_LONGEST):
            day = now.date() - timedelta(days=back)
            if self._holds(day):
                for moment in self._latest_first(day):
                    if moment <= now:
                        return moment
        return None

    def _holds(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        on_day, on_weekday = day.day in self.days, day.isoweekday() % SUNDAY in self.weekdays
        # Where both are given, cron takes a day that either names.
        return (on_day or on_weekday) if self.either else (on_day and on_weekday)

    def _latest_first(self, day: date) -> Iterator[datetime]:
        for hour in sorted(self.hours, reverse=True):
            for minute in sorted(self.minutes, reverse=True):
                yield datetime.combine(day, time(hour, minute), UTC)


def values(part: str, first: int, last: int) -> Iterator[int]:
    for each in part.split(","):
        span, _, step = each.partition("/")
        start, dash, end = span.partition("-")
        low = first if span == "*" else number(start)
        high = last if span == "*" or (step and not dash) else number(end) if dash else low
        if not first <= low <= high <= last:
            raise ValueError
        yield from range(low, high + 1, number(step) if step else 1)


def number(text: str) -> int:
    digits = NAMES.get(text, text)
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError
    return int(digits)


def refuse(text: str, reason: str) -> NoReturn:
    raise InvalidValueError(column="schedule", value=text, reason=reason)
