"""`cryptotracker doctor`: what is configured, reachable and missing."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer

from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import FOUND_PROBLEMS, write_csv, write_json, write_table
from cryptotracker.entrypoints.settings import read_settings

COLUMNS = ("what", "state", "detail", "version", "milliseconds", "remedy")


def doctor(*, output: Output = OutputFormat.table) -> None:
    """Say what is configured, reachable and missing, without printing a secret.

    Example: cryptotracker doctor
    """
    checks = import_module("cryptotracker.entrypoints.checks")
    found: Sequence[Any] = asyncio.run(checks.examine(read_settings()))
    rows = [[getattr(each, column) for column in COLUMNS] for each in found]
    if output is OutputFormat.json:
        write_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    else:
        texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
        if output is OutputFormat.csv:
            write_csv(COLUMNS, texts)
        else:
            write_table("Doctor", COLUMNS, texts)
    if any(each.state in checks.BAD for each in found):
        raise typer.Exit(FOUND_PROBLEMS)
