"""Candles to compute with, and values beside them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cryptotracker.adapters.indicators.computing import TalibIndicators
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.indicators.table import ask

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
Values = Sequence[float | None]


def candle(at: int, high: object, low: object, close: object, volume: object = None) -> Candle:
    return Candle(
        start=BEGIN + at * timedelta(days=1),
        open=Decimal(str(close)),
        high=Decimal(str(high)),
        low=Decimal(str(low)),
        close=Decimal(str(close)),
        volume=None if volume is None else Decimal(str(volume)),
    )


def of_closes(*closes: object) -> list[Candle]:
    return [candle(at, each, each, each, 1) for at, each in enumerate(closes)]


def columns(asked: str, candles: Sequence[Candle]) -> Mapping[str, Values]:
    """Compute an indicator; its columns by the names of its outputs."""
    found = ask(asked)
    rows = TalibIndicators().follow(found).add(candles)
    names = [output.name for output in found.indicator.outputs]
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
