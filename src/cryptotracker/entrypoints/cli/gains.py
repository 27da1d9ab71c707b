"""`cryptotracker gains`: disposals, income, holdings, totals and issues of some ledgers."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from cryptotracker.application.calculators import Files, Gains
from cryptotracker.domain.portfolio.disposals import Disposal
from cryptotracker.domain.portfolio.report import Period
from cryptotracker.domain.portfolio.rules import Rules
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
)
from cryptotracker.entrypoints.cli.output import finish, write, write_csv, write_table
from cryptotracker.entrypoints.cli.progress import watched_calculators
from cryptotracker.entrypoints.documents.gains import DisposalView, TotalsView, gains_document

GENERIC = "generic"
COLUMNS = ("time", "event", "account", "asset", "quantity", "proceeds", "cost_basis", "gain")

Country = Annotated[str, typer.Option("--country", help="Whose tax rules: generic.")]
Year = Annotated[
    int | None, typer.Option("--year", min=1970, max=9998, help="List one tax year only.")
]
Elections = Annotated[
    Path | None, typer.Option("--elections", help="CSV of disposal,acquired,quantity.")
]
LongTerm = Annotated[
    int | None,
    typer.Option("--long-term-days", min=0, help="Held for more days than this is long term."),
]


def gains(
    ledgers: Ledgers,
    *,
    method: MethodOption = Method.fifo,
    scope: ScopeOption = Scope.universal,
    currency: CurrencyCode = "USD",
    country: Country = GENERIC,
    year: Year = None,
    elections: Elections = None,
    prices: Prices = None,
    time_zone: TimeZone = None,
    long_term_days: LongTerm = None,
    output: Output = OutputFormat.table,
) -> None:
    """Compute gains from ledger files.

    Example: cryptotracker gains ledger.csv --method fifo --currency EUR --format json
    """
    if country != GENERIC:
        message = f"{country!r} has no tax profile; there is: {GENERIC}"
        raise typer.BadParameter(message, param_hint="--country")
    if elections is not None and method is not Method.specific:
        message = f"elections choose lots for --method specific, not for {method}"
        raise typer.BadParameter(message, param_hint="--elections")
    gc.disable()  # the process ends with its answer, and nothing it makes points in circles
    rules = Rules.of(
        currency=currency,
        method=method,
        scope=scope,
        time_zone=time_zone,
        long_term_days=long_term_days,
    )
    files = Files(ledgers=ledgers, prices=prices or (), elections=elections, time_zone=time_zone)
    period = Period() if year is None else Period.of_year(year, rules.zone)
    found = watched_calculators().gains(files, rules, period)
    PRINT[output](found)
    finish(found.report.issues)


def print_json(found: Gains) -> None:
    write(gains_document(found.report, found.disposals, GENERIC))


def print_csv(found: Gains) -> None:
    views = (DisposalView.of(each) for each in found.disposals)
    write_csv(COLUMNS, ([getattr(view, column) for column in COLUMNS] for view in views))


def print_table(found: Gains) -> None:
    write_table("Disposals", COLUMNS, (row(each) for each in found.disposals))
    totals = TotalsView.of(found.report.totals.figures())
    figures = (totals.proceeds, totals.cost_basis, ranged(totals), totals.income, totals.fees)
    write_table("Totals", ("proceeds", "cost_basis", "gain", "income", "fees"), [figures])


def row(disposal: Disposal) -> list[str | None]:
    """Show a disposal to people: an unknown gain as the range it lies in."""
    view = DisposalView.of(disposal)
    return [ranged(view) if name == "gain" else getattr(view, name) for name in COLUMNS]


def ranged(view: DisposalView | TotalsView) -> str | None:
    if view.gain is None and isinstance(view.gain_low, str):
        return f"{view.gain_low} to {view.gain_high}"
    return view.gain


PRINT = {
    OutputFormat.json: print_json,
    OutputFormat.csv: print_csv,
    OutputFormat.table: print_table,
}
