"""`cryptotracker indicators`: the columns of indicators beside the candles of a file."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from cryptotracker.application.indicators import Table
from cryptotracker.domain.numbers import plain
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import finish, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.progress import watched_calculators
from cryptotracker.entrypoints.documents.indicators import CANDLE, IndicatorsDocument, cells

Candles = Annotated[
    Path, typer.Argument(metavar="CANDLES", help="CSV of time,open,high,low,close,volume.")
]
With = Annotated[
    list[str], typer.Option("--with", help="A name and its values, as rsi:14; may be repeated.")
]


def indicators(candles: Candles, *, wanted: With, output: Output = OutputFormat.table) -> None:
    """Compute indicators beside their candles.

    Example: cryptotracker indicators candles.csv --with rsi:14 --with macd:12,26,9 --format json
    """
    found = watched_calculators().indicators(candles, wanted)
    if output is OutputFormat.json:
        write_json(IndicatorsDocument.of(found))
    elif output is OutputFormat.csv:
        write_csv([*CANDLE, *found.columns], rows(found, ""))
    else:
        write_table("Indicators", ["time", "close", *found.columns], shown(found))
    finish(found.issues)


def rows(table: Table, missing: str) -> Iterator[list[str | None]]:
    for candle, row in zip(table.candles, table.rows, strict=True):
        values = [missing if each is None else plain(Decimal(str(each))) for each in row]
        yield [*cells(candle), *values]


def shown(table: Table) -> Iterator[list[str | None]]:
    """Leave out of a row what a narrow screen has no place for."""
    for time, _, _, _, close, _, *values in rows(table, "-"):
        yield [time, close, *values]
