"""The `indicators` document: one row a candle, with the values beside it."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from cryptotracker.application.indicators import Table
from cryptotracker.domain.market.candles import Candle
from cryptotracker.entrypoints.documents.gains import IssueView
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.ports.indicators import Value

Row: TypeAlias = Mapping[str, str | Value]
CANDLE: Final = ("time", "open", "high", "low", "close", "volume")


class IndicatorsDocument(Struct, frozen=True):
    rows: list[Row]
    issues: list[IssueView]

    @classmethod
    def of(cls, table: Table) -> "IndicatorsDocument":
        return cls(rows=list_rows(table), issues=[IssueView.of(each) for each in table.issues])


def list_rows(table: Table) -> list[Row]:
    """Write prices as the exact texts they are, and indicators as numbers, null until defined."""
    pairs = zip(table.candles, table.rows, strict=True)
    columns = (*CANDLE, *table.columns)
    return [dict(zip(columns, (*cells(candle), *row), strict=True)) for candle, row in pairs]


def cells(candle: Candle) -> Sequence[str | None]:
    prices = (candle.open, candle.high, candle.low, candle.close)
    return [instant(candle.start), *map(number, prices), number(candle.volume)]
