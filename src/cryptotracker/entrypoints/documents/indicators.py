"""The `indicators` document: one row a candle, with the values beside it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from cryptotracker.application.indicators import Table
from cryptotracker.domain.market.candles import Candle
from cryptotracker.entrypoints.documents.gains import IssueView
from cryptotracker.entrypoints.documents.text import instant, number

CANDLE = ("time", "open", "high", "low", "close", "volume")


class IndicatorsDocument(Struct, frozen=True):
    rows: list[Mapping[str, object]]
    issues: list[IssueView]

    @classmethod
    def of(cls, table: Table) -> "IndicatorsDocument":
        return cls(rows=list_rows(table), issues=[IssueView.of(each) for each in table.issues])


def list_rows(table: Table) -> list[Mapping[str, object]]:
    """Write prices as the exact texts they are, and indicators as numbers, null until defined."""
    pairs = zip(table.candles, table.rows, strict=True)
    return [
        dict(zip(CANDLE, cells(candle), strict=True)) | dict(zip(table.columns, row, strict=True))
        for candle, row in pairs
    ]


def cells(candle: Candle) -> Sequence[str | None]:
    prices = (candle.open, candle.high, candle.low, candle.close)
    return [instant(candle.start), *map(number, prices), number(candle.volume)]
