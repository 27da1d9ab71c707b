"""What an asset's price did within a span of time: where it began, how far it went, where it ended.

A candle is made of what was seen; where nothing was seen there is none, and that gap is marked.
Prices are exact.

>>> from datetime import UTC
>>> noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
>>> ticks = [Tick(noon + timedelta(seconds=at), Decimal(price)) for at, price in
...     ((5, "10"), (20, "12"), (59, "11"), (125, "9"))]
>>> for candle in from_ticks(ticks, INTERVALS["1m"]):
...     print(candle.start.minute, candle.open, candle.high, candle.low, candle.close)
0 10 12 10 11
2 9 9 9 9
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from itertools import groupby
from typing import Final, NamedTuple

from cryptotracker.domain.numbers import ZERO, total
from cryptotracker.domain.records import record

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
INTERVALS: Final[Mapping[str, timedelta]] = {
    "1m": timedelta(minutes=1),
    "5m": timedelta(minutes=5),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
}
"""How long a candle may last; each begins at a multiple of its length, a day at midnight in UTC."""

KEPT: Final[Mapping[str, timedelta]] = {
    "1m": timedelta(days=30),
    "5m": timedelta(days=180),
    "1h": timedelta(days=5 * 365),
}
"""How long candles are kept at least, before only the next longer ones are; days are for good."""


class Grade(IntEnum):
    """How much can be relied on a candle; a higher grade corrects a lower one, or its own."""

    PARTIAL = 1
    """Parts of it are missing: shorter candles, or what was said while nobody could listen."""
    BUILT = 2
    """It was made of what was seen here."""
    OFFICIAL = 3
    """It is what the market itself says."""


class Tick(NamedTuple):
    """A price that was seen at a moment, and the quantity that changed hands, if anybody says."""

    time: datetime
    price: Decimal
    quantity: Decimal | None = None


class Gap(NamedTuple):
    """A time without candles: from the start of the first missing one to the end of the last."""

    since: datetime
    until: datetime


@record
class Candle:
    """The first, highest, lowest and last price of a span, and how much was traded in it.

    Attributes:
        start: the first instant of the span, in UTC.
        volume: in units of the asset; None where nobody counted, which is not zero.
    """

    start: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal | None = None


@record
class Graded:
    """A candle, and how much it can be relied on."""

    candle: Candle
    grade: Grade


def candle_fault(candle: Candle) -> str:
    """Say which of a candle's figures cannot be; an empty text says that all can."""
    prices = (candle.open, candle.high, candle.low, candle.close)
    if not all(price.is_finite() and price >= ZERO for price in prices):
        return "a price is a number of at least 0"
    if candle.high < max(prices):
        return "high is below another price of its candle"
    if candle.low > min(prices):
        return "low is above another price of its candle"
    if candle.volume is not None and not (candle.volume.is_finite() and candle.volume >= ZERO):
        return "a volume is a number of at least 0"
    return ""


def start_of(moment: datetime, span: timedelta) -> datetime:
    """Return the start of the candle that a moment belongs to."""
    return moment - (moment - EPOCH) % span


def from_ticks(ticks: Iterable[Tick], span: timedelta) -> Iterator[Candle]:
    """Make candles of what was seen, in any order; at one moment the later told is the later."""
    ordered = sorted(ticks, key=lambda tick: tick.time)
    for start, group in groupby(ordered, key=lambda tick: start_of(tick.time, span)):
        seen = list(group)
        prices = [tick.price for tick in seen]
        yield Candle(
            start=start,
            open=prices[0],
            high=max(prices),
            low=min(prices),
            close=prices[-1],
            volume=summed(tick.quantity for tick in seen),
        )


def joined(earlier: Candle, later: Candle) -> Candle:
    """Make one candle of two of the same span, of which one tells of what was seen first."""
    return Candle(
        start=earlier.start,
        open=earlier.open,
        high=max(earlier.high, later.high),
        low=min(earlier.low, later.low),
        close=later.close,
        volume=summed((earlier.volume, later.volume)),
    )


def rolled_up(candles: Iterable[Graded], parts: timedelta, span: timedelta) -> Iterator[Graded]:
    """Make longer candles of shorter ones in their order; where some are missing it says so."""
    for start, group in groupby(candles, key=lambda each: start_of(each.candle.start, span)):
        found = list(group)
        seen = [each.candle for each in found]
        candle = Candle(
            start=start,
            open=seen[0].open,
            high=max(each.high for each in seen),
            low=min(each.low for each in seen),
            close=seen[-1].close,
            volume=summed(each.volume for each in seen),
        )
        whole = len(found) == span // parts and all(each.grade > Grade.PARTIAL for each in found)
        yield Graded(candle, Grade.BUILT if whole else Grade.PARTIAL)


def summed(volumes: Iterable[Decimal | None]) -> Decimal | None:
    """Add volumes up; one that is unknown makes the sum unknown."""
    known = list(volumes)
    told = [each for each in known if each is not None]
    return total(told) if len(told) == len(known) else None


def gaps(
    starts: Sequence[datetime], since: datetime, until: datetime, span: timedelta
) -> list[Gap]:
    """List the times without candles, from the first instant on to the one that is too late.

    >>> noon, hour = datetime(2026, 11, 20, 12, tzinfo=UTC), timedelta(hours=1)
    >>> [(gap.since.hour, gap.until.hour) for gap in
    ...     gaps([noon, noon + 3 * hour], noon, noon + 5 * hour, hour)]
    [(13, 15), (16, 17)]
    """
    found, at = [], since
    for start in (*starts, until):
        if start > at:
            found.append(Gap(at, start))
        at = start + span
    return found
