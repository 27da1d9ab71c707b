"""`cryptotracker portfolios`: list, create, and the figures of one portfolio."""

from typing import Annotated

import typer

from cryptotracker.application.books import CalculatedGains
from cryptotracker.application.calculators import Gains
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.domain.portfolio.valued import Valued
from cryptotracker.domain.zones import zone_of
from cryptotracker.entrypoints.cli.gains import PRINT, Year
from cryptotracker.entrypoints.cli.holdings import At
from cryptotracker.entrypoints.cli.holdings import show as show_holdings
from cryptotracker.entrypoints.cli.net_worth import net_worth
from cryptotracker.entrypoints.cli.options import (
    Method,
    MethodOption,
    Output,
    OutputFormat,
    OwnCurrency,
    Scope,
    ScopeOption,
    TimeZone,
    last_instant,
)
from cryptotracker.entrypoints.cli.output import finish, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.service import PortfolioName, with_tracker
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.tracker import Tracker

app = typer.Typer(help="Portfolios and their figures.", no_args_is_help=True)
app.command("net-worth")(net_worth)


def view(portfolio: Portfolio) -> dict[str, object]:
    settings = portfolio.settings
    return {
        "id": str(portfolio.id),
        "name": settings.name,
        "currency": settings.currency,
        "method": settings.method,
        "scope": settings.scope,
        "time_zone": settings.time_zone,
        "long_term_days": settings.long_term_days,
        "created_at": instant(portfolio.created_at),
        "version": portfolio.version,
        "transactions": portfolio.transactions,
    }


def print_portfolios(found: list[Portfolio], output: OutputFormat) -> None:
    views = [view(each) for each in found]
    if output is OutputFormat.json:
        write_json(views)
        return
    names = ("name", "currency", "method", "scope", "time_zone", "transactions", "id")
    rows = [[str(each[name]) for name in names] for each in views]
    if output is OutputFormat.csv:
        write_csv(names, rows)
    else:
        write_table("Portfolios", names, rows)


@app.command("list")
def list_portfolios(*, output: Output = OutputFormat.table) -> None:
    """List the portfolios, oldest first.

    Example: cryptotracker portfolios list
    """

    async def work(tracker: Tracker) -> list[Portfolio]:
        return list((await tracker.list_portfolios(limit=500)).items)

    print_portfolios(with_tracker(work), output)


@app.command()
def create(
    name: PortfolioName,
    *,
    currency: OwnCurrency = None,
    method: MethodOption = Method.fifo,
    scope: ScopeOption = Scope.universal,
    time_zone: TimeZone = None,
    output: Output = OutputFormat.table,
) -> None:
    """Make an empty portfolio.

    Example: cryptotracker portfolios create Main --currency EUR
    """
    given = {"currency": currency, "method": method, "scope": scope, "time_zone": time_zone}

    async def work(tracker: Tracker) -> Portfolio:
        return await tracker.create_portfolio(name, **given)

    print_one(with_tracker(work), output)


@app.command()
def show(name: PortfolioName, *, output: Output = OutputFormat.table) -> None:
    """Show a portfolio's settings.

    Example: cryptotracker portfolios show Main
    """

    async def work(tracker: Tracker) -> Portfolio:
        return await tracker.find_portfolio(name)

    print_one(with_tracker(work), output)


def print_one(found: Portfolio, output: OutputFormat) -> None:
    if output is OutputFormat.json:
        write_json(view(found))
    else:
        print_portfolios([found], output)


@app.command()
def holdings(name: PortfolioName, *, at: At = None, output: Output = OutputFormat.table) -> None:
    """Say what a portfolio holds, what it cost and what it is worth.

    Example: cryptotracker portfolios holdings Main --at 2025-12-31
    """

    async def work(tracker: Tracker) -> Valued:
        portfolio = await tracker.find_portfolio(name)
        zone = zone_of(portfolio.settings.time_zone)
        moment = None if at is None else last_instant(at, zone)
        return (await tracker.show_holdings(portfolio.id, moment)).found

    found = with_tracker(work)
    show_holdings(found, output)
    finish(found.issues)


@app.command()
def gains(
    name: PortfolioName,
    *,
    year: Year = None,
    method: Annotated[Method | None, typer.Option("--method", help="For a what-if.")] = None,
    scope: Annotated[Scope | None, typer.Option("--scope", help="For a what-if.")] = None,
    output: Output = OutputFormat.table,
) -> None:
    """Compute the gains of a portfolio, by its own rules or, for a what-if, others.

    Example: cryptotracker portfolios gains Main --year 2025 --format json
    """

    async def work(tracker: Tracker) -> CalculatedGains:
        portfolio = await tracker.find_portfolio(name)
        shown = await tracker.show_gains(portfolio.id, year=year, method=method, scope=scope)
        return shown.found

    found = with_tracker(work)
    PRINT[output](Gains(found.report, iter(found.disposals)))
    finish(found.report.issues)
