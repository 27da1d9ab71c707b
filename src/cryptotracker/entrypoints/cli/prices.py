"""`cryptotracker prices`: what assets cost, who says so, and how those are who say it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Annotated

import typer
from typer import Argument, Option

from cryptotracker.application.prices.reliable import SourceState
from cryptotracker.domain.errors import PriceSourceUnavailableError, UnknownOptionError
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.market.candles import INTERVALS, Grade
from cryptotracker.domain.market.observations import Refusal
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.entrypoints.cli import past_prices
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import FOUND_PROBLEMS, print_rows, say
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.settings import read_settings
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.prices import Series

PRICES = ("asset", "currency", "price", "time", "age", "grade", "sources", "path")
SOURCES = ("source", "chosen", "combines")
CHECKED = ("source", "state", "trouble", "refused")
FILLED = ("asset", "currency", "interval", "source", "candles", "official", "gaps")
AT_ONCE = 500
ASKED = ("BTC", "ETH", "GBP")

Assets = Annotated[list[str], Argument(metavar="ASSET...", help="Symbols, or ids.")]
In = Annotated[str, Option("--currency", help="A currency's code.")]
At = Annotated[str, Option("--at", help="A time like 2019-03-05T12:00Z; now, if left out.")]

app = typer.Typer(help="What assets cost, and who says so.", no_args_is_help=True)


@app.command()
def show(
    assets: Assets,
    *,
    currency: In = "USD",
    at: At = "",
    output: Output = OutputFormat.table,
) -> None:
    """Say what assets cost now, or cost at a time; exit 1 if a price is missing.

    Example: cryptotracker prices show BTC ETH --currency CHF
    """
    if not is_money(currency):
        raise UnknownOptionError(option="--currency", value=currency, known="codes like USD")
    moment = moment_of(at) if at else datetime.now(UTC)

    async def work(tracker: Tracker) -> Mapping[str, Quote]:
        counted = Currency(currency)
        if not at:
            return await tracker.prices.quotes(assets, counted)
        found = {asset: await tracker.prices.at(asset, counted, moment) for asset in assets}
        return {asset: then.quote for asset, then in found.items() if then is not None}

    found = with_tracker(work)
    rows = [row_of(quote, moment) for quote in found.values()]
    print_rows("Prices", PRICES, rows, output)
    for asset in assets:
        if asset not in found:
            say(f"{asset}: nobody says what it costs in {currency}")
    if len(found) < len(set(assets)):
        raise typer.Exit(FOUND_PROBLEMS)


def moment_of(text: str, option: str = "--at") -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        known = "a time with its zone, like 2019-03-05T12:00Z"
        raise UnknownOptionError(option=option, value=text, known=known)
    return found.astimezone(UTC)


def row_of(quote: Quote, now: datetime) -> list[str]:
    return [
        quote.asset,
        quote.currency,
        number(quote.price) or "",
        instant(quote.as_of) or "",
        str(quote.age(now)).partition(".")[0],
        "simulated" if quote.simulated else quote.grade or "",
        ", ".join(quote.sources),
        " > ".join(quote.path),
    ]


@app.command()
def candles(
    asset: Annotated[str, Argument(help="A symbol, or an id.")],
    *,
    since: Annotated[str, Option("--since", help="A time like 2026-01-01T00:00Z.")],
    currency: In = "USD",
    interval: Annotated[str, Option("--interval", help="1m, 5m, 1h or 1d.")] = "1d",
    output: Output = OutputFormat.table,
) -> None:
    """Fetch candles that are missing here, and say what is left of gaps; exit 1 if anything is.

    Example: cryptotracker prices candles BTC --currency EUR --since 2026-01-01T00:00Z
    """
    if interval not in INTERVALS:
        raise UnknownOptionError(option="--interval", value=interval, known=", ".join(INTERVALS))
    begin, now = moment_of(since, "--since"), datetime.now(UTC)
    series = Series(asset=asset, currency=Currency(currency), interval=interval)

    async def work(tracker: Tracker) -> tuple[str, int, int, int]:
        source, known, official, gaps = "", 0, 0, 0
        step = AT_ONCE * INTERVALS[interval]
        for piece in range(max(-((begin - now) // step), 0)):
            start = begin + piece * step
            shown = await tracker.show_candles(series, start, min(start + step, now))
            source = shown.whence.source
            known += len(shown.candles)
            official += sum(each.grade is Grade.OFFICIAL for each in shown.candles)
            gaps += len(shown.gaps)
            say(f"{asset}: {known} candles up to {instant(min(start + step, now))}")
        return source, known, official, gaps

    found = with_tracker(work)
    row = [asset, currency, interval, *map(str, found)]
    print_rows("Candles", FILLED, [row], output)
    if found[-1]:
        raise typer.Exit(FOUND_PROBLEMS)


@app.command()
def sources(*, output: Output = OutputFormat.table) -> None:
    """List the sources of prices that are installed, and which of them are chosen.

    Example: cryptotracker prices sources
    """
    pricing = import_module("cryptotracker.entrypoints.pricing")
    chosen = read_settings().price_sources
    rows = [
        [name, "yes" if name in chosen else "no", "no" if alone else "yes"]
        for name, alone in sorted(pricing.installed().items())
    ]
    print_rows("Sources of prices", SOURCES, rows, output)


@app.command()
def check(*, output: Output = OutputFormat.table) -> None:
    """Ask every source that is chosen, and say what is the matter with it; exit 1 if anything is.

    Example: cryptotracker prices check
    """

    async def work(tracker: Tracker) -> tuple[Sequence[SourceState], Sequence[Refusal], str]:
        try:
            await tracker.quote_assets(ASKED, Currency("USD"))
        except PriceSourceUnavailableError as error:
            return (*tracker.see_sources(), error.source)
        return (*tracker.see_sources(), "")

    states, refused, away = with_tracker(work)
    rows = [
        [
            each.name,
            each.health.state,
            each.health.trouble or "",
            ", ".join(f"{reason} {count}" for reason, count in sorted(each.refused.items())),
        ]
        for each in states
    ]
    print_rows("Sources of prices", CHECKED, rows, output)
    for refusal in refused:
        what = refusal.asset or "its answer"
        say(f"{refusal.source}: {what} was not believed: {refusal.reason} {refusal.said}".rstrip())
    if away or refused or any(each.health.trouble for each in states):
        raise typer.Exit(FOUND_PROBLEMS)


app.command()(past_prices.backfill)
app.command()(past_prices.told)
app.command("set")(past_prices.set_price)
app.command()(past_prices.unset)
app.command()(past_prices.mine)
