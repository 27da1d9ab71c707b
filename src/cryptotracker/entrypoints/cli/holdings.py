"""`cryptotracker holdings`: balances, cost, value and unrealised gain of some ledgers."""

from typing import Annotated

import typer

from cryptotracker.application.calculators import Files
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.valued import Valued
from cryptotracker.entrypoints.cli.options import (
    CurrencyCode,
    Ledgers,
    Method,
    MethodOption,
    Output,
    OutputFormat,
    Prices,
    Scope,
    ScopeOption,
    TimeZone,
    last_instant,
)
from cryptotracker.entrypoints.cli.output import finish, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.progress import watched_calculators
from cryptotracker.entrypoints.documents.holdings import HoldingsDocument, PositionView

COLUMNS = ("asset", "quantity", "cost_basis", "price", "value", "unrealised_gain")

At = Annotated[
    str | None,
    typer.Option("--at", help="A time or a whole day; else the latest the files speak of."),
]


def holdings(
    ledgers: Ledgers,
    *,
    at: At = None,
    prices: Prices = None,
    method: MethodOption = Method.fifo,
    scope: ScopeOption = Scope.universal,
    currency: CurrencyCode = "USD",
    time_zone: TimeZone = None,
    output: Output = OutputFormat.table,
) -> None:
    """Say what ledger files hold, what it cost and what it is worth.

    Example: cryptotracker holdings ledger.csv --at 2025-12-31 --prices prices.csv
    """
    rules = Rules.of(currency=currency, method=method, scope=scope, time_zone=time_zone)
    files = Files(ledgers=ledgers, prices=prices or (), time_zone=time_zone)
    moment = None if at is None else last_instant(at, rules.zone)
    found = watched_calculators().holdings(files, rules, moment)
    show(found, output)
    finish(found.issues)


def show(found: Valued, output: OutputFormat) -> None:
    if output is OutputFormat.json:
        write_json(HoldingsDocument.of(found))
        return
    views = (PositionView.of(each) for each in found.positions)
    rows = [[getattr(view, column) for column in COLUMNS] for view in views]
    if output is OutputFormat.csv:
        write_csv(COLUMNS, rows)
    else:
        write_table(f"Holdings, {found.at:%Y-%m-%d %H:%M} UTC", COLUMNS, rows)
