"""The command line: `cryptotracker COMMAND`."""

import sys
from typing import Annotated

import typer
from typer.main import get_command

from cryptotracker import __version__
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.entrypoints.cli import database, imports, portfolios
from cryptotracker.entrypoints.cli.convert import convert
from cryptotracker.entrypoints.cli.gains import gains
from cryptotracker.entrypoints.cli.holdings import holdings
from cryptotracker.entrypoints.cli.output import WRONG_USAGE, say
from cryptotracker.entrypoints.cli.running import demo, doctor, serve
from cryptotracker.entrypoints.cli.sentences import sentence

app = typer.Typer(
    name="cryptotracker",
    help="Exact crypto portfolio figures, each of them explained.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def print_version(asked: bool) -> None:  # noqa: FBT001  # Typer hands it over by position
    if asked:
        sys.stdout.write(f"cryptotracker {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Say it.")
    ] = False,
) -> None:
    """Exact crypto portfolio figures, each of them explained."""


for command in (gains, holdings, convert, serve, demo, doctor):
    app.command()(command)
app.command("import")(imports.import_files)
for name, group in (
    ("imports", imports.app),
    ("portfolios", portfolios.app),
    ("db", database.app),
):
    app.add_typer(group, name=name)


def main(arguments: list[str] | None = None) -> None:
    try:
        # Not app(): Typer marks the errors that pass it, and ours are frozen.
        get_command(app)(arguments)
    except CryptoTrackerError as error:
        say(f"error: {sentence(error)}")
        sys.exit(WRONG_USAGE)
    except KeyboardInterrupt:
        sys.exit(130)
