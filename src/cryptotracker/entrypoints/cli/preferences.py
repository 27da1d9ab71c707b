"""`cryptotracker preferences`: how whoever runs the program wants it to be."""

from enum import StrEnum
from typing import Annotated

import typer

from cryptotracker.application.identity.preferences import chosen
from cryptotracker.domain.identity.preferences import Preferences
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.tracker import Tracker

COLUMNS = ("preference", "value")
NAMES = ("base_currency", "time_zone", "country", "locale", "week_start", "hide_amounts", "theme")

WeekStart = StrEnum("WeekStart", ["mon", "sat", "sun"])
Theme = StrEnum("Theme", ["system", "light", "dark", "contrast-light", "contrast-dark"])

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
def set_preferences(  # noqa: PLR0913  # one parameter an option is how Typer reads a command line
    *,
    currency: Annotated[str | None, typer.Option(help="Of new portfolios.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Of new portfolios; empty is UTC.")] = None,
    country: Annotated[str | None, typer.Option(help="Where you are taxed, like DE.")] = None,
    locale: Annotated[str | None, typer.Option(help="How numbers are written.")] = None,
    week_start: Annotated[WeekStart | None, typer.Option(help="The first day.")] = None,
    hide_amounts: Annotated[bool | None, typer.Option(help="On screens.")] = None,
    theme: Annotated[Theme | None, typer.Option(help="Of screens.")] = None,
    output: Output = OutputFormat.table,
) -> None:
    """Change what you prefer; an empty text takes a choice back.

    Example: cryptotracker preferences set --currency EUR --time-zone Europe/Berlin
    """
    texts = {"base_currency": currency, "week_start": week_start, "theme": theme}
    given: dict[str, object] = {name: str(each) for name, each in texts.items() if each is not None}
    unsaid = {"time_zone": time_zone, "country": country, "locale": locale}
    given |= {name: each or None for name, each in unsaid.items() if each is not None}
    if hide_amounts is not None:
        given["hide_amounts"] = hide_amounts

    async def work(tracker: Tracker) -> Preferences:
        return await tracker.preferences.change(chosen(**given))

    print_preferences(with_tracker(work), output)


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
