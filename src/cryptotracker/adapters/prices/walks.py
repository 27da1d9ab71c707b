"""Make up how prices move: from anchors half a year apart, by walks that a hash decides.

Everything is a natural logarithm in whole trillionths, so that no machine rounds differently, and
every walk is known by its name, so that any day can be had without the days before it.

>>> walk("an example", 4)
(0, -282, -272, -26, 0)
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from hashlib import shake_128
from itertools import accumulate
from typing import Final

from attrs import frozen

from cryptotracker.domain.numbers import ZERO

FIRST_YEAR: Final = 2017
JULY: Final = 7
UNIT: Final = 12
"""A logarithm is kept in steps of 10 to the minus this."""

SPREAD: Final = 148
"""The standard deviation of one step of a walk."""

_POINT: Final = 10**UNIT // 10_000
_LONG: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)
_PRICE: Final = Context(prec=7, rounding=ROUND_HALF_EVEN)

QUARTERS: Final = 96
"""Of an hour, in a day."""

_QUARTER_SECONDS: Final = 900


@frozen(kw_only=True)
class Course:
    """How one asset's worth in dollars moves.

    Attributes:
        leader: the course it multiplies: a token for a staked coin follows the coin.
        with_market: whether most of its movement is that of all.
        volatility: the spread of a day's movement, in hundredths of a percent.
        anchors: the logarithm at the beginning of each half-year; None before it was listed.
    """

    name: str
    leader: "Course | None" = None
    with_market: bool = False
    volatility: int
    anchors: tuple[int | None, ...]

    def daily(self, since: date, until: date) -> Iterator[tuple[date, int]]:
        """Give the logarithm at the midnight with which each day begins, from its listing on."""
        day = since
        while day <= until:
            half = half_of(day)
            path = daily_path(self, half)
            first, after = start_of(half), start_of(half + 1)
            stop = min(after, until + timedelta(days=1))
            while day < stop:
                if path is not None:
                    yield day, path[(day - first).days]
                day += timedelta(days=1)

    def at(self, moment: datetime) -> int | None:
        """Give the logarithm at an instant, which between two midnights moves every second."""
        today = moment.astimezone(UTC).date()
        midnight = datetime.combine(today, time(), UTC)
        seconds = int((moment - midnight).total_seconds())
        match [level for _, level in self.daily(today, today + timedelta(days=1))]:
            case [start, end]:
                line = between(start, end, seconds, QUARTERS * _QUARTER_SECONDS)
                return line + self.flutter(today, seconds)
            case _:
                return None  # it is listed tomorrow, or later

    def quarters(self, today: date) -> list[int] | None:
        """Give the logarithm at each quarter of an hour of a day, all at once."""
        match [level for _, level in self.daily(today, today + timedelta(days=1))]:
            case [start, end]:
                off = self.flutters(today)
                return [between(start, end, at, QUARTERS) + off[at] for at in range(QUARTERS)]
            case _:
                return None

    def flutters(self, today: date) -> list[int]:
        own = [step // 10 for step in steps_of(self, today)[:QUARTERS]]
        if self.leader is None:
            return own
        return [a + b for a, b in zip(own, self.leader.flutters(today), strict=True)]

    def flutter(self, today: date, seconds: int) -> int:
        """Give what an instant of a day is off the line from midnight to midnight."""
        quarter, rest = divmod(seconds, _QUARTER_SECONDS)
        steps = steps_of(self, today)
        # A day's spread is that of its 96 steps, each a root of 96 smaller: ten, nearly.
        own = between(steps[quarter], steps[quarter + 1], rest, _QUARTER_SECONDS) // 10
        return own + (self.leader.flutter(today, seconds) if self.leader else 0)


def price(level: int) -> Decimal:
    """Turn a logarithm into a price of seven digits.

    >>> price(0), price(11 * 10**UNIT)
    (Decimal('1'), Decimal('59874.14'))
    """
    # The sum takes away the exponent of what has more than seven digits before its point.
    return _LONG.add(_PRICE.exp(_LONG.scaleb(Decimal(level), -UNIT)), ZERO)


def level_of(text: str) -> int:
    """Turn a price into a logarithm.

    >>> level_of("2")
    693147180560
    """
    return int(_LONG.scaleb(_LONG.ln(Decimal(text)), UNIT).to_integral_value(ROUND_HALF_EVEN))


def half_of(day: date) -> int:
    """Count the half-years since the made-up market opened."""
    return (day.year - FIRST_YEAR) * 2 + (day.month >= JULY)


def start_of(half: int) -> date:
    return date(FIRST_YEAR + half // 2, JULY if half % 2 else 1, 1)


@lru_cache(maxsize=1024)
def daily_path(course: Course, half: int) -> tuple[int, ...] | None:
    """Give the logarithm at every midnight of a half-year; None while the course is not listed."""
    start, end = anchor(course, half), anchor(course, half + 1)
    lead = daily_path(course.leader, half) if course.leader else None
    if start is None or end is None or (course.leader and lead is None):
        return None
    days = (start_of(half + 1) - start_of(half)).days
    path = (
        between(start, end, day, days) + off
        for day, off in enumerate(wobble(course, str(half), days))
    )
    return tuple(path if lead is None else map(int.__add__, path, lead))


def anchor(course: Course, half: int) -> int | None:
    """Give a half-year's first logarithm; after the last one known it varies about that one."""
    if half < 0:
        return None
    if half < len(course.anchors):
        return course.anchors[half]
    last = course.anchors[-1]
    if last is None:
        return None
    drift = draw(course.name, half)
    if course.with_market:
        drift = (3 * drift + 4 * draw("the market", half)) // 5
    # Half a year is 182 days; its spread is a day's times the root of that: 13, nearly.
    return last + drift * 13 * course.volatility * _POINT // SPREAD


def draw(name: str, half: int) -> int:
    """Draw one step, with the spread of a walk's."""
    return sum(shake_128(f"{name}:anchor:{half}".encode()).digest(4)) - 510


@lru_cache(maxsize=256)
def steps_of(course: Course, day: date) -> list[int]:
    """Give the movement of a day off its line: that of its quarters of an hour."""
    return wobble(course, day.isoformat(), QUARTERS)


def wobble(course: Course, span: str, steps: int) -> list[int]:
    """Give the movement off the line between two anchors."""
    size = course.volatility * _POINT
    own = walk(f"{course.name}:{span}", steps)
    if not course.with_market:
        return [each * size // SPREAD for each in own]
    # Three and four fifths, because the squares add up to one: the spread stays the same.
    shared = walk(f"the market:{span}", steps)
    return [(3 * a + 4 * b) * size // (5 * SPREAD) for a, b in zip(own, shared, strict=True)]


@lru_cache(maxsize=1024)
def walk(name: str, steps: int) -> tuple[int, ...]:
    """Walk at random, from nought back to nought; the same name always walks the same way."""
    drawn = shake_128(name.encode()).digest(4 * steps)
    path = [0, *accumulate(sum(drawn[at : at + 4]) - 510 for at in range(0, 4 * steps, 4))]
    return tuple(place - path[-1] * step // steps for step, place in enumerate(path))


def between(start: int, end: int, part: int, of: int) -> int:
    return start + (end - start) * part // of
