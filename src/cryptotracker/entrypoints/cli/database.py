"""`cryptotracker db`: bring the database to the tables of this version, and look at it."""

import asyncio
from collections.abc import Sequence

import typer

from cryptotracker.entrypoints.cli.output import FOUND_PROBLEMS, say
from cryptotracker.entrypoints.cli.service import bootstrap
from cryptotracker.entrypoints.settings import read_settings

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Apply the migrations that are missing, all of them or none.

    Example: cryptotracker db upgrade
    """
    asyncio.run(bootstrap().upgrade_database(read_settings()))
    current()


@app.command()
def current() -> None:
    """Name the last migration applied.

    Example: cryptotracker db current
    """
    revision: str | None = asyncio.run(bootstrap().current_revision(read_settings()))
    typer.echo(revision or "none")


@app.command()
def check() -> None:
    """Compare the database with what this version expects.

    Example: cryptotracker db check
    """
    found: Sequence[str] = asyncio.run(bootstrap().check_database(read_settings()))
    for each in found:
        say(f"error: {each}")
    if found:
        raise typer.Exit(FOUND_PROBLEMS)
    typer.echo("The database is as this version expects it.")
