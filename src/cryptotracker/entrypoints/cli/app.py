"""The command line: `cryptotracker COMMAND`.

To add a command: write its module beside this one and name it in COMMANDS.
"""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Final

import typer
from typer.main import get_command

from cryptotracker import __version__
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.entrypoints.cli.output import WRONG_USAGE, say
from cryptotracker.entrypoints.cli.sentences import sentence

HERE: Final = __name__.rpartition(".")[0]
INTERRUPTED: Final = 130
HELP: Final = "Exact crypto portfolio figures, each of them explained."

COMMANDS: Final[Mapping[str, str]] = {
    # command: where its function, or the group of its commands, is
    "gains": "gains:gains",
    "holdings": "holdings:holdings",
    "convert": "convert:convert",
    "import": "imports:import_files",
    "imports": "imports:app",
    "portfolios": "portfolios:app",
    "db": "database:app",
    "serve": "running:serve",
    "demo": "running:demo",
    "doctor": "running:doctor",
}


def print_version(asked: bool) -> None:  # noqa: FBT001  # Typer hands it over by position
    if asked:
        sys.stdout.write(f"cryptotracker {__version__}\n")
        raise typer.Exit


def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Say it.")
    ] = False,
) -> None:
    """Exact crypto portfolio figures, each of them explained."""


def build(names: Sequence[str]) -> typer.Typer:
    """Make a command line of some commands."""
    app = typer.Typer(name="cryptotracker", no_args_is_help=True, help=HELP, add_completion=False)
    app.callback()(options)
    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        found = getattr(import_module(f"{HERE}.{module}"), attribute)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def main(arguments: list[str] | None = None) -> None:
    given = sys.argv[1:] if arguments is None else arguments
    # Only what is called is loaded: a calculator starts without the service's use cases.
    called = [name for name in given[:1] if name in COMMANDS]
    try:
        # Not app(): Typer marks the errors that pass it, and ours are frozen.
        get_command(build(called or list(COMMANDS)))(given)
    except CryptoTrackerError as error:
        say(f"error: {sentence(error)}")
        sys.exit(WRONG_USAGE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
