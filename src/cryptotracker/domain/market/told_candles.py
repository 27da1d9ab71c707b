"""What sources say of candles, and whether it can be believed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.candles import Candle, candle_fault, start_of
from cryptotracker.domain.market.checks import (
    JUMP,
    far,
    in_milliseconds,
    number_said,
    out_of_range,
    time_said,
)
from cryptotracker.domain.market.observations import Refusal, cut
from cryptotracker.domain.numbers import ZERO

BESIDE: Final = 2
"""With so many candles on either side each is compared; most of them have to be near."""


@frozen(kw_only=True)
class ToldCandle:
    """A candle as its source told of it: nothing of it is believed yet.

    Attributes:
        time: of its start: seconds since 1970, or a text, or whatever stood in its place.
        volume: None where the source counts none.
    """

    time: object
    open: object
    high: object
    low: object
    close: object
    volume: object = None


@frozen(kw_only=True)
class Wanted:
    """Which candles were asked for, and what they are held against.

    Attributes:
        last: a price of about then that was believed, if there is one.
    """

    source: str
    asset: str
    currency: str
    span: timedelta
    since: datetime
    until: datetime
    now: datetime
    last: Decimal | None = None


def examine_candles(
    told: Iterable[ToldCandle], wanted: Wanted
) -> tuple[Sequence[Candle], Sequence[Refusal]]:
    """Believe candles, the oldest first, or say why not; of two for one start the later told.

    Those of times that were not asked for are left out: many sources give more than they must.
    """
    believed: dict[datetime, Candle] = {}
    refused = []
    for each in told:
        candle = read(each, wanted)
        if isinstance(candle, Candle):
            if wanted.since <= candle.start < wanted.until and candle.start <= wanted.now:
                believed[candle.start] = candle
        else:
            refused.append(refusal(each, candle, wanted))
    ordered = [believed[start] for start in sorted(believed)]
    leapt = leaps(ordered, wanted.last)
    refused += [refusal_of(each, wanted) for each in leapt]
    return [each for each in ordered if each not in leapt], refused


def read(told: ToldCandle, wanted: Wanted) -> Candle | str:
    """Read a candle, or say why it can be none."""
    if in_milliseconds(told.time):
        return "wrong_time_unit"
    start = time_said(told.time)
    if start is None or start != start_of(start, wanted.span):
        return "no_time"
    figures = [number_said(each) for each in (told.open, told.high, told.low, told.close)]
    volume = None if told.volume is None else number_said(told.volume)
    known = [each for each in figures if each is not None]
    if len(known) < len(figures) or (volume is None) != (told.volume is None):
        return "not_a_number"
    if any(each <= ZERO for each in known):
        return "not_positive"
    if any(map(out_of_range, known)) or (volume and out_of_range(volume)):
        return "out_of_range"
    first, high, low, last = known
    candle = Candle(start=start, open=first, high=high, low=low, close=last, volume=volume)
    return "impossible" if candle_fault(candle) else candle


def leaps(candles: Sequence[Candle], last: Decimal | None) -> list[Candle]:
    """Return those that are ten times what they ought to be: the last price, or their neighbours.

    A price that goes so far within one candle leaps as well.
    """
    found = []
    for index, each in enumerate(candles):
        beside = [
            *candles[max(index - BESIDE, 0) : index],
            *candles[index + 1 : index + 1 + BESIDE],
        ]
        known = [last] if last is not None else [other.close for other in beside]
        away = sum(far(each.close, price, JUMP) for price in known)
        if far(each.low, each.high, JUMP) or 2 * away > len(known):
            found.append(each)
    return found


def refusal(told: ToldCandle, reason: str, wanted: Wanted) -> Refusal:
    of_time = reason in {"no_time", "wrong_time_unit"}
    return Refusal(
        source=wanted.source,
        reason=reason,
        at=wanted.now,
        asset=wanted.asset,
        currency=wanted.currency,
        said=cut(told.time if of_time else told.close),
    )


def refusal_of(candle: Candle, wanted: Wanted) -> Refusal:
    return Refusal(
        source=wanted.source,
        reason="jumped",
        at=wanted.now,
        asset=wanted.asset,
        currency=wanted.currency,
        said=cut(candle.close),
    )
