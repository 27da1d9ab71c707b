"""`cryptotracker import` and `imports`: read files into a portfolio, and take them back."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from attrs import asdict

from cryptotracker.application.imports import FileToImport, Imported
from cryptotracker.domain.errors import ImportNotFoundError
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import (
    FOUND_PROBLEMS,
    say,
    write_csv,
    write_json,
    write_table,
)
from cryptotracker.entrypoints.cli.service import PortfolioName, with_tracker
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.tracker import Tracker

PATIENCE_SECONDS = 1
COLUMNS = ("import", "created_at", "file", "format", "state", "added", "known", "rejected")

app = typer.Typer(help="List imports, or take one back.", no_args_is_help=True)

Exports = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Ledgers or exports.")]
Name = Annotated[str, typer.Option("--portfolio", help="Made, if there is none.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, keep nothing.")]
FileFormat = Annotated[str, typer.Option("--from", help="Their format; auto looks inside.")]
TimeZone = Annotated[str | None, typer.Option("--time-zone", help="Of times that name none.")]
Currency = Annotated[
    str | None,
    typer.Option("--currency", help="Of a portfolio that is made; else as you prefer."),
]


def import_files(
    files: Exports,
    *,
    portfolio: Name,
    dry_run: DryRun = False,
    source: FileFormat = "auto",
    time_zone: TimeZone = None,
    currency: Currency = None,
    output: Output = OutputFormat.table,
) -> None:
    """Read files into a portfolio.

    Example: cryptotracker import kraken-ledgers.csv --portfolio Main --dry-run
    """

    async def work(tracker: Tracker) -> list[Imported]:
        settings = await tracker.propose_settings(portfolio, currency=currency)
        return [
            await tracker.import_file(
                settings,
                FileToImport(
                    path=path,
                    format=source,
                    time_zone=time_zone,
                    dry_run=dry_run,
                    progress=progress(path.name),
                ),
            )
            for path in files
        ]

    show(with_tracker(work), output)


def progress(name: str) -> Callable[[int], None]:
    """Return a counter of rows for a terminal, shown once it takes longer than a second."""
    began = time.monotonic()

    def tell(rows: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - began > PATIENCE_SECONDS:
            sys.stderr.write(f"\r{name}: {rows:,} rows read")
            sys.stderr.flush()

    return tell


def show(found: list[Imported], output: OutputFormat) -> None:
    documents = [document(each) for each in found]
    if output is OutputFormat.json:
        write_json(documents[0] if len(documents) == 1 else documents)
    else:
        names = ("file", "format", "added", "known", "needs_answer", "rejected", "import")
        rows: list[list[str | None]] = [
            [counted(each[name]) for name in names] for each in documents
        ]
        (write_csv if output is OutputFormat.csv else print_imports)(names, rows)
    for each in found:
        for rejection in each.rejected[:20]:
            say(
                f"{rejection.file}, line {rejection.line}: {rejection.column} "
                f"{rejection.value!r}: {rejection.reason}"
            )
        for question in each.questions:
            option = "--" + question.replace("_", "-")
            say(f"{each.record.file}: {each.record.needs_answer} rows need {option}")
    if any(each.record.rejected or each.record.needs_answer for each in found):
        raise typer.Exit(FOUND_PROBLEMS)


def print_imports(names: tuple[str, ...], rows: list[list[str | None]]) -> None:
    write_table("Imports", names, rows)


def counted(cell: object) -> str:
    return str(len(cell)) if isinstance(cell, list) else "" if cell is None else str(cell)


def document(found: Imported) -> dict[str, object]:
    """Say what an import did, in the shape that contracts fix, and a little more."""
    record = found.record
    rejected = [asdict(each) for each in found.rejected if not each.question]
    return {
        "added": record.added,
        "known": record.known,
        "needs_answer": record.needs_answer,
        "rejected": [
            {key: each[key] for key in ("line", "column", "value", "reason")} for each in rejected
        ],
        "import": None if found.dry_run else str(record.id),
        "file": record.file,
        "format": record.format,
        "skipped": record.skipped,
        "questions": list(found.questions),
    }


@app.command("list")
def list_imports(portfolio: PortfolioName, *, output: Output = OutputFormat.table) -> None:
    """List the imports of a portfolio, newest first.

    Example: cryptotracker imports list Main
    """

    async def work(tracker: Tracker) -> list[list[str | None]]:
        found = await tracker.find_portfolio(portfolio)
        page = await tracker.list_imports(found.id, limit=500)
        return [
            [
                str(each.id),
                instant(each.created_at),
                each.file,
                each.format,
                each.state,
                str(each.added),
                str(each.known),
                str(each.rejected),
            ]
            for each in page.items
        ]

    rows = with_tracker(work)
    if output is OutputFormat.json:
        write_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    else:
        (write_csv if output is OutputFormat.csv else print_imports)(COLUMNS, rows)


@app.command()
def undo(
    portfolio: PortfolioName,
    import_id: Annotated[str, typer.Argument(metavar="IMPORT", help="The import's id.")],
) -> None:
    """Take a whole import back; what another import holds too stays.

    Example: cryptotracker imports undo Main 01a0b1c2-…
    """
    try:
        wanted = UUID(import_id)
    except ValueError as error:
        raise ImportNotFoundError(import_id=import_id) from error

    async def work(tracker: Tracker) -> str:
        found = await tracker.find_portfolio(portfolio)
        undone = await tracker.undo_import(found.id, wanted)
        return f"{undone.file}: taken back"

    say(with_tracker(work))
