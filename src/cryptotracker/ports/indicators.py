"""Where indicators are computed."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.indicators.definition import Asked

Value: TypeAlias = float | None
Row: TypeAlias = tuple[Value, ...]
"""The values of an indicator's columns at one candle."""


class Following(Protocol):
    """An indicator on its way along the candles of a series.

    - however the candles are dealt out to calls, the values are the same;
    - what a candle's value is depends on no candle after it.
    """

    def add(self, candles: Sequence[Candle]) -> Sequence[Row]:
        """Take the next candles; give a row for each."""
        ...


class Indicators(Protocol):
    """Computes indicators as their definitions say.

    - what is not defined yet, or cannot be, is None: never 0 and never NaN;
    - a candle that lacks an input has no value, and the one after it is as the first;
    - a candle that is left out is left out: the ones on both sides of a gap are neighbours.
    """

    def follow(self, asked: Asked) -> Following: ...
