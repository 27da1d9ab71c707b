"""`cryptotracker preferences`: how whoever runs the program wants it to be."""

from typing import Annotated, Final

import typer

from cryptotracker.application.identity.preferences import chosen
from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.identity.preferences import Preferences
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.tracker import Tracker

COLUMNS = ("preference", "value")
NAMES = ("base_currency", "time_zone", "country", "locale", "week_start", "hide_amounts", "theme")

UNSAID: Final = frozenset({"time_zone", "country", "locale"})
"""What need not be chosen."""
SAID: Final = {"yes": True, "no": False}

Choices = Annotated[list[str], typer.Argument(metavar="NAME=VALUE...", help=", ".join(NAMES))]

app = typer.Typer(help="How you want things to be.", no_args_is_help=True)


@app.command()
def show(*, output: Output = OutputFormat.table) -> None:
    """Show what you prefer; what is empty is as the device has it, or not said.

    Example: cryptotracker preferences show
    """

    async def work(tracker: Tracker) -> Preferences:
        return await tracker.preferences.show()

    print_preferences(with_tracker(work), output)


@app.command("set")
def set_preferences(choices: Choices, *, output: Output = OutputFormat.table) -> None:
    """Change what you prefer; nothing behind the sign takes a choice back.

    Example: cryptotracker preferences set base_currency=EUR time_zone=Europe/Berlin locale=
    """
    change = chosen(**dict(map(read, choices)))

    async def work(tracker: Tracker) -> Preferences:
        return await tracker.preferences.change(change)

    print_preferences(with_tracker(work), output)


def read(choice: str) -> tuple[str, str | bool | None]:
    name, _, value = choice.partition("=")
    if name not in NAMES:
        raise UnknownOptionError(option="NAME", value=name, known=", ".join(NAMES))
    if name != "hide_amounts":
        return name, value or (None if name in UNSAID else value)
    if value not in SAID:
        raise UnknownOptionError(option=name, value=value, known=", ".join(SAID))
    return name, SAID[value]


def print_preferences(found: Preferences, output: OutputFormat) -> None:
    values = {name: getattr(found, name) for name in NAMES}
    if output is OutputFormat.json:
        write_json(values)
        return
    rows = [[name, text_of(value)] for name, value in values.items()]
    if output is OutputFormat.csv:
        write_csv(COLUMNS, rows)
    else:
        write_table("Preferences", COLUMNS, rows)


def text_of(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
