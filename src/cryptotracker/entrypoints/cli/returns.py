"""`cryptotracker returns`: the rates of return of a file of cash flows."""

from pathlib import Path
from typing import Annotated

import typer

from cryptotracker.application.returns import Returns
from cryptotracker.domain.numbers import plain
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import finish, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.progress import watched_calculators
from cryptotracker.entrypoints.documents.returns import ReturnsDocument

COLUMNS = ("return", "rate", "unavailable")

CashFlows = Annotated[
    Path,
    typer.Argument(
        metavar="CASHFLOWS",
        help="CSV of time,amount and perhaps value; what is put in is negative.",
    ),
]


def returns(cash_flows: CashFlows, *, output: Output = OutputFormat.table) -> None:
    """Compute money- and time-weighted returns of cash flows; a rate of 0.1 is 10 %.

    Example: cryptotracker returns cashflows.csv --format json
    """
    found = watched_calculators().returns(cash_flows)
    if output is OutputFormat.json:
        write_json(ReturnsDocument.of(found))
    elif output is OutputFormat.csv:
        write_csv(COLUMNS, rows(found, ""))
    else:
        write_table("Returns", COLUMNS, rows(found, "-"))
    finish(found.issues)


def rows(found: Returns, missing: str) -> list[list[str]]:
    """List XIRR, the other rates that solve the same equation, and TWR."""
    others = [each for each in found.xirr_roots if each != found.xirr]
    listed = [("xirr", found.xirr), *(("xirr (another root)", each) for each in others)]
    return [
        [name, missing if rate is None else plain(rate), found.unavailable.get(name, missing)]
        for name, rate in [*listed, ("twr", found.twr)]
    ]
