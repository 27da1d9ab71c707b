"""Print answers: documents on stdout and nothing else there, every word on stderr."""

import csv
import os
import re
import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Never

import typer
from msgspec import json
from rich.console import Console
from rich.table import Table

from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.entrypoints.cli.options import OutputFormat

FORMULA = "=+-@\t\r\0"
BELOW_ZERO = re.compile(r"-[0-9]+(?:\.[0-9]+)?", re.ASCII)
DONE, FOUND_PROBLEMS, WRONG_USAGE = 0, 1, 2


def write(pieces: Iterable[bytes]) -> None:
    """Write a document piece by piece; a reader that goes away ends us quietly."""
    out = sys.stdout.buffer
    try:
        for piece in pieces:
            out.write(piece)
        out.flush()
    except BrokenPipeError:
        # Python flushes stdout at exit and would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(FOUND_PROBLEMS) from None


def write_json(document: object) -> None:
    write([json.format(json.encode(document), indent=1), b"\n"])


def write_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*("unknown" if cell is None else cell for cell in row))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    write(csv_line(row) for row in (columns, *rows))


def csv_line(cells: Sequence[str | None]) -> bytes:
    """Write a row; a cell that a spreadsheet would run as a formula becomes text."""
    out = StringIO()
    safe = (f"'{cell}" if cell and runs(cell) else cell for cell in cells)
    csv.writer(out, lineterminator="\n").writerow(safe)
    return out.getvalue().encode()


def runs(cell: str) -> bool:
    """Tell whether a spreadsheet would take a cell for a formula; a number below zero is none."""
    return cell[0] in FORMULA and BELOW_ZERO.fullmatch(cell) is None


def say(text: str) -> None:
    sys.stderr.write(text + "\n")


def finish(issues: Iterable[Issue], shown: int = 20) -> Never:
    """Say what was found on stderr, and leave with the exit code that it asks for."""
    found = list(issues)
    for issue in found[:shown]:
        say(f"{issue.severity}: {issue.code}: {issue.message}")
    if len(found) > shown:
        say(f"… and {len(found) - shown} more; --format json lists them all.")
    raise typer.Exit(FOUND_PROBLEMS if any(each.severity == "error" for each in found) else DONE)


def print_rows(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], output: OutputFormat
) -> None:
    if output is OutputFormat.json:
        write_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif output is OutputFormat.csv:
        write_csv(columns, rows)
    else:
        write_table(title, columns, rows)
