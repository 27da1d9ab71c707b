"""`cryptotracker performance`: how ledgers did from one moment to another."""

from collections.abc import Iterator
from typing import Annotated

import typer

from cryptotracker.application.calculators import Files
from cryptotracker.application.performance import Performed, Stretch
from cryptotracker.domain.numbers import plain
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.entrypoints.cli.options import (
    CurrencyCode,
    Ledgers,
    Output,
    OutputFormat,
    Prices,
    TimeZone,
    first_instant,
    last_instant,
)
from cryptotracker.entrypoints.cli.output import finish, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.progress import watched_calculators
from cryptotracker.entrypoints.documents.performance import PerformanceDocument

COLUMNS = ("figure", "value", "note")
VALUES = ("start_value", "end_value", "net_flow")
RATES = ("twr", "xirr", "simple_return", "modified_dietz", "volatility", "sharpe", "sortino")

From = Annotated[str, typer.Option("--from", help="A time, or a day from its first instant.")]
To = Annotated[str, typer.Option("--to", help="A time, or a day to its last instant.")]
Against = Annotated[str | None, typer.Option("--benchmark", help="An asset to compare with.")]


def performance(
    ledgers: Ledgers,
    *,
    since: From,
    until: To,
    prices: Prices = None,
    benchmark: Against = None,
    currency: CurrencyCode = "USD",
    time_zone: TimeZone = None,
    output: Output = OutputFormat.table,
) -> None:
    """Compute returns, drawdown and risk of ledgers; a rate of 0.1 is 10 %.

    Example: cryptotracker performance l.csv --prices p.csv --from 2025-01-01 --to 2025-06-30
    """
    rules = Rules.of(currency=currency, time_zone=time_zone)
    files = Files(ledgers=ledgers, prices=prices or (), time_zone=time_zone)
    stretch = Stretch(since=first_instant(since, rules.zone), until=last_instant(until, rules.zone))
    found = watched_calculators().performance(files, rules, stretch, benchmark)
    if output is OutputFormat.json:
        write_json(PerformanceDocument.of(found))
    elif output is OutputFormat.csv:
        write_csv(COLUMNS, rows(found, ""))
    else:
        write_table("Performance", COLUMNS, rows(found, "-"))
    finish(found.issues)


def rows(found: Performed, missing: str) -> Iterator[list[str]]:
    """List the figures, the days that stand out, and what each asset had in the gain."""
    whole, why = found.whole, found.whole.unavailable
    for name in (*VALUES, *RATES):
        value = getattr(whole, name)
        yield [name, missing if value is None else plain(value), why.get(name, missing)]
    if fall := whole.max_drawdown:
        note = f"{fall.peak} to {fall.trough}, recovered {fall.recovered or 'not yet'}"
        yield ["max_drawdown", plain(fall.value), note]
    for name, day in (("best", whole.best), ("worst", whole.worst)):
        if day:
            yield [name, plain(day.told), day.day.isoformat()]
    for asset, part in found.by_asset.items():
        yield [f"contribution of {asset}", missing if part is None else plain(part), missing]
    if found.benchmark:
        for name in ("twr", "relative"):
            value = getattr(found.benchmark, name)
            told = missing if value is None else plain(value)
            yield [f"{name} against {found.benchmark.asset}", told, missing]
