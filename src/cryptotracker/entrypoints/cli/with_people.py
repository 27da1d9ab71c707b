"""Do something with users from the command line, and print what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from typing import TypeVar

from cryptotracker.entrypoints.cli.options import OutputFormat
from cryptotracker.entrypoints.cli.output import write_csv, write_json, write_table
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.settings import read_settings

Answer = TypeVar("Answer")


def with_people(work: Callable[[People], Awaitable[Answer]]) -> Answer:
    """Open what people need, do one piece of work, and close it again."""
    # Loaded by name: hashing and signing take longer to load than another command takes.
    open_alone = import_module("cryptotracker.entrypoints.people_assembly").open_alone

    async def opened() -> Answer:
        async with open_alone(read_settings()) as people:
            return await work(people)

    return asyncio.run(opened())


def show(
    title: str,
    columns: Sequence[str],
    documents: Sequence[dict[str, str | None]],
    output: OutputFormat,
) -> None:
    if output is OutputFormat.json:
        write_json(documents)
        return
    rows = [[each[name] for name in columns] for each in documents]
    if output is OutputFormat.csv:
        write_csv(columns, rows)
    else:
        write_table(title, columns, rows)
