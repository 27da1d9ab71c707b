"""The command line: `cryptotracker COMMAND`.

To add a command: write its module beside this one and name it in COMMANDS.
"""

import sys
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import Annotated, Final, NamedTuple

import typer
from typer.main import get_command

from cryptotracker import __version__
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.entrypoints.cli.output import WRONG_USAGE, say
from cryptotracker.entrypoints.cli.sentences import sentence

HERE: Final = __name__.rpartition(".")[0]
INTERRUPTED: Final = 130
HELP: Final = "Exact crypto portfolio figures, each of them explained."


class Command(NamedTuple):
    """Where a command's function, or the group of its commands, is; and what it does."""

    place: str
    summary: str


COMMANDS: Final[Mapping[str, Command]] = {
    "gains": Command("gains:gains", "Compute gains from ledger files."),
    "holdings": Command("holdings:holdings", "Say what ledger files hold, cost and are worth."),
    "indicators": Command("indicators:indicators", "Compute indicators beside their candles."),
    "performance": Command("performance:performance", "Compute how ledgers did, and each asset."),
    "returns": Command("returns:returns", "Compute the returns of plain cash flows."),
    "convert": Command("convert:convert", "Write any supported export file as a ledger file."),
    "import": Command("imports:import_files", "Read files into a portfolio."),
    "imports": Command("imports:app", "List imports, or take one back."),
    "portfolios": Command("portfolios:app", "Portfolios and their figures."),
    "db": Command("database:app", "The database."),
    "backup": Command("backups:backup", "Write everything to one sealed file, and check it."),
    "restore": Command("backups:restore", "Fill an empty database from a backup."),
    "keys": Command("keys:app", "The keys that seal what is secret."),
    "serve": Command("running:serve", "Serve the product on this machine."),
    "worker": Command("running:worker", "Do what is to be done in the background."),
    "jobs": Command("jobs:app", "What is done in the background."),
    "users": Command("users:app", "Those who may sign in."),
    "preferences": Command("preferences:app", "How you want things to be."),
    "share": Command("shares:app", "What others may see of a portfolio."),
    "comments": Command("comments:app", "What is said about a portfolio."),
    "login": Command("remote:login", "Sign in to a server elsewhere, by a token."),
    "logout": Command("remote:logout", "Forget that server and its token."),
    "whoami": Command("remote:whoami", "Say who that server takes one for."),
    "remote": Command("remote:app", "Portfolios on a server elsewhere."),
    "market": Command("market:app", "How the market does."),
    "watchlists": Command("watchlists:app", "Assets that one keeps an eye on."),
    "prices": Command("prices:app", "What assets cost, and who says so."),
    "sandbox": Command("running:sandbox", "Serve stand-ins of all that is asked elsewhere."),
    "news": Command("news:app", "What feeds tell of assets."),
    "demo": Command("running:demo", "Load the demo portfolio; twice is once."),
    "doctor": Command("doctor:doctor", "Say what is configured, reachable and missing."),
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


def build(loaded: Collection[str]) -> typer.Typer:
    """Make the command line; commands that are not loaded are there by name and summary only."""
    app = typer.Typer(name="cryptotracker", no_args_is_help=True, help=HELP, add_completion=False)
    app.callback()(options)
    for name, command in COMMANDS.items():
        found = load(command.place) if name in loaded else nothing
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name, short_help=command.summary)
        else:
            app.command(name, short_help=command.summary)(found)
    return app


def load(place: str) -> Callable[..., None] | typer.Typer:
    module, _, attribute = place.partition(":")
    found: Callable[..., None] | typer.Typer
    found = getattr(import_module(f"{HERE}.{module}"), attribute)
    return found


def nothing() -> None:
    """Stand in a list of commands."""


def main(arguments: list[str] | None = None) -> None:
    given = sys.argv[1:] if arguments is None else arguments
    try:
        # Only what is called is loaded, so that a calculator starts without the service. And not
        # app(): Typer marks the errors that pass it, and ours are frozen.
        get_command(build(given[:1]))(given)
    except CryptoTrackerError as error:
        say(f"error: {sentence(error)}")
        sys.exit(WRONG_USAGE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
