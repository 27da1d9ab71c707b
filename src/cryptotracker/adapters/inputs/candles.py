"""Candle files as CSV."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cryptotracker.adapters.inputs.reading import Cells, number, rows, validity
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.market.candles import Candle, candle_fault
from cryptotracker.ports.formats import Rejection

PRICES: Final = ("open", "high", "low", "close")


def read_candles(path: Path) -> Iterator[Candle | Rejection]:
    """Read `time` (or `date`)`,open,high,low,close,volume`; a volume may be missing."""
    return rows(path, PRICES, candle)


def candle(cells: Cells) -> Candle:
    start, _ = validity(cells.get("time", cells.get("date", "")).strip())
    volume = cells.get("volume", "").strip()
    found = Candle(
        start=start,
        open=number(cells, "open"),
        high=number(cells, "high"),
        low=number(cells, "low"),
        close=number(cells, "close"),
        volume=number(cells, "volume") if volume else None,
    )
    if fault := candle_fault(found):
        raise InvalidValueError(column="high", value=cells["high"], reason=fault)
    return found
