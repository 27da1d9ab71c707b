"""`cryptotracker keys`: which keys seal what is secret, and change them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.progress import telling
from cryptotracker.entrypoints.cli.service import bootstrap
from cryptotracker.entrypoints.settings import read_settings
from cryptotracker.ports.secrets import FRONT, INSTALLATION, MASTER, KeyFile

Answer = TypeVar("Answer")

COLUMNS = ("ring", "key", "state", "made_at", "data_keys")
KEEP_COPIES = "Keep a copy of the file apart from the data: what it seals opens by nothing else."


class RingName(StrEnum):
    """Whose keys."""

    master = MASTER
    front = FRONT


Ring = Annotated[RingName, typer.Option("--ring", help="The key of workers, or of the server.")]
Rings = Annotated[
    RingName | None, typer.Option("--ring", help="One of them; those of this machine, if absent.")
]
OnlyAdd = Annotated[
    bool, typer.Option("--only-add", help="Add a key to the file, and do not use it yet.")
]
User = Annotated[
    str, typer.Argument(metavar="USER", help="The id of a user, or the word installation.")
]
Key = Annotated[str, typer.Argument(metavar="KEY", help="Its name, as keys status has it.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

app = typer.Typer(help="The keys that seal what is secret.", no_args_is_help=True)


@app.command()
def status(*, output: Output = OutputFormat.table) -> None:
    """List the keys, and how many data keys each wraps; never a key itself.

    Example: cryptotracker keys status
    """

    async def work(keys: Any) -> list[Any]:
        return [each for ring in RingName for each in await keys.show(keys.file(ring))]

    found = [[getattr(each, column) for column in COLUMNS] for each in with_keys(work)]
    if output is OutputFormat.json:
        write_json([dict(zip(COLUMNS, row, strict=True)) for row in found])
        return
    rows = [["" if cell is None else text_of(cell) for cell in row] for row in found]
    if output is OutputFormat.csv:
        write_csv(COLUMNS, rows)
    else:
        write_table("Keys", COLUMNS, rows)


@app.command("rotate-kek")
def rotate_kek(*, ring: Ring = RingName.master, only_add: OnlyAdd = False) -> None:
    """Have a new key wrap the data keys of all users; if interrupted, run it again.

    Example: cryptotracker keys rotate-kek --ring front
    """

    async def work(keys: Any) -> tuple[str, KeyFile]:
        file: KeyFile = keys.file(ring)
        if only_add:
            return f"{await keys.add(file)} is in {file.place}, and not used yet.", file
        done = await keys.rotate(file, tell=telling())
        return f"{done.key} seals from now on; it wraps {done.rewrapped:,} more data keys.", file

    told, _ = with_keys(work)
    typer.echo(told)
    say(KEEP_COPIES)


@app.command("rotate-dek")
def rotate_dek(user: User, *, ring: Rings = None) -> None:
    """Seal everything of one user anew, by a new data key; if interrupted, run it again.

    Example: cryptotracker keys rotate-dek installation
    """
    whose = user_of(user)

    async def work(keys: Any) -> dict[str, int]:
        here = [each for each in RingName if keys.file(each).names()]
        wanted = here if ring is None else [ring]
        return {each: await keys.rotate_data_key(each, whose, telling()) for each in wanted}

    for name, count in with_keys(work).items():
        typer.echo(f"{name}: {count:,} secrets are sealed anew.")


@app.command()
def retire(key: Key, *, ring: Ring = RingName.master) -> None:
    """Take a key that nothing needs any more out of the ring and its file.

    Example: cryptotracker keys retire k1a2b3c4d
    """

    async def work(keys: Any) -> str:
        await keys.retire(keys.file(ring), key)
        return str(keys.file(ring).place)

    typer.echo(f"{key} is no longer in {with_keys(work)}.")
    say("Backups that were made before need it to open what is secret in them.")


@app.command()
def abandon(key: Key, *, ring: Ring = RingName.master, yes: Yes = False) -> None:
    """Give up a key that is lost, and with it everything that nobody can open without it.

    Example: cryptotracker keys abandon k1a2b3c4d --yes
    """
    if not yes:
        typer.confirm(f"Give up all that {key} sealed? It has to be entered again", abort=True)

    async def work(keys: Any) -> int:
        lost: int = await keys.abandon(keys.file(ring), key)
        return lost

    typer.echo(f"{key} is given up, and with it {with_keys(work):,} data keys.")


def with_keys(work: Callable[[Any], Awaitable[Answer]]) -> Answer:
    """Open what changes keys, do one piece of work, and close it again."""
    settings = read_settings()

    async def opened() -> Answer:
        await bootstrap().prepare_database(settings)
        async with composition().open_keys(settings) as keys:
            return await work(keys)

    return asyncio.run(opened())


def composition() -> ModuleType:
    return import_module("cryptotracker.entrypoints.keys")


def user_of(text: str) -> UUID:
    if text == "installation":
        return INSTALLATION
    try:
        return UUID(text)
    except ValueError as error:
        reason = "the id of a user, or the word installation"
        raise InvalidValueError(column="USER", value=text, reason=reason) from error


def text_of(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M} UTC"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
