"""`cryptotracker portfolios net-worth`: what a portfolio was worth along time."""

from enum import StrEnum
from typing import Annotated

import typer

from cryptotracker.application.net_worth import Stretch
from cryptotracker.domain.portfolio.net_worth import NetWorth
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.past_prices import day_of
from cryptotracker.entrypoints.cli.service import PortfolioName, with_tracker
from cryptotracker.entrypoints.documents.net_worth import NetWorthDocument, PointView
from cryptotracker.entrypoints.tracker import Tracker

COLUMNS = ("date", "at", "value", "cost_basis", "flow_in", "flow_out")
DOUBTS = ("unpriced", "carried")

Step = StrEnum("Step", ["day", "hour"])
First = Annotated[str | None, typer.Option("--from", help="A day; else that of the first event.")]
Last = Annotated[str | None, typer.Option("--to", help="A day, included; else today.")]
ByStep = Annotated[Step, typer.Option("--step", help="A point for each.")]


def net_worth(
    name: PortfolioName,
    *,
    since: First = None,
    until: Last = None,
    step: ByStep = Step.day,
    output: Output = OutputFormat.table,
) -> None:
    """Say what a portfolio was worth at the end of each day or hour, against its cost.

    Example: cryptotracker portfolios net-worth Main --from 2026-01-01 --format csv
    """
    stretch = Stretch(
        since=day_of(since, "--from") if since else None,
        until=day_of(until, "--to") if until else None,
        step=step.value,
    )

    async def work(tracker: Tracker) -> NetWorth:
        portfolio = await tracker.find_portfolio(name)
        return (await tracker.show_net_worth(portfolio.id, stretch)).found

    show(with_tracker(work), output)


def show(found: NetWorth, output: OutputFormat) -> None:
    document = NetWorthDocument.of(found)
    if output is OutputFormat.json:
        write_json(document)
        return
    rows = [
        [*(getattr(each, column) for column in COLUMNS), *doubts(each)] for each in document.points
    ]
    if output is OutputFormat.csv:
        write_csv((*COLUMNS, *DOUBTS), rows)
    else:
        write_table(f"Net worth in {found.currency}", (*COLUMNS, *DOUBTS), rows)


def doubts(point: PointView) -> tuple[str, str]:
    """Name what had no price, and what only had one of before."""
    carried = (f"{each.asset} of {each.price_time}" for each in point.carried)
    return " ".join(point.unpriced), ", ".join(carried)
