"""`cryptotracker convert`: any supported export as a ledger file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from cryptotracker.application.conversion import Conversion, Counts
from cryptotracker.entrypoints.calculators import WRITERS
from cryptotracker.entrypoints.cli.output import FOUND_PROBLEMS, write
from cryptotracker.entrypoints.cli.progress import watched_calculators
from cryptotracker.ports.formats import Rejection, Skipped


class Target(StrEnum):
    """The forms of a ledger file, by the names of WRITERS."""

    csv = "ledger-csv"
    jsonl = "ledger-jsonl"


Exports = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports to read.")]
Source = Annotated[str, typer.Option("--from", help="Their format; auto looks at the content.")]
To = Annotated[Target, typer.Option("--to", help="The ledger's form.")]
ReportFile = Annotated[Path | None, typer.Option("--report", help="Where the report goes.")]
TimeZone = Annotated[str | None, typer.Option("--time-zone", help="Of times that name none.")]


def convert(
    files: Exports,
    *,
    source: Source = "auto",
    to: To = Target.csv,
    report: ReportFile = None,
    time_zone: TimeZone = None,
) -> None:
    """Write any supported export file as a ledger file.

    Example: cryptotracker convert kraken-ledgers.csv --to ledger-csv > ledger.csv
    """
    if report is None:
        run(files, source, to, time_zone, sys.stderr)
        return
    try:
        with report.open("w", encoding="utf-8") as told:
            run(files, source, to, time_zone, told)
    except OSError as error:
        message = f"{report} cannot be written: {error.strerror}"
        raise typer.BadParameter(message, param_hint="--report") from error


def run(files: list[Path], source: str, to: Target, time_zone: str | None, told: TextIO) -> None:
    rejected = 0

    def tell(what: Rejection | Skipped | Counts) -> None:
        nonlocal rejected
        rejected += isinstance(what, Rejection)
        told.write(sentence(what) + "\n")

    conversion = Conversion(paths=files, format_name=source, time_zone=time_zone, tell=tell)
    lines = watched_calculators().convert(conversion, WRITERS[to])
    write(line.encode() for line in lines)
    if rejected:
        raise typer.Exit(FOUND_PROBLEMS)


def sentence(what: Rejection | Skipped | Counts) -> str:
    if isinstance(what, Counts):
        return (
            f"{what.file}: {what.read} transactions, {what.skipped} rows skipped, "
            f"{what.rejected} rejected"
        )
    if isinstance(what, Skipped):
        return f"{what.file}, line {what.line}: skipped: {what.reason}"
    value = f" {what.column} {what.value!r}:" if what.column else ""
    return f"{what.file}, line {what.line}:{value} {what.reason}"
