"""`cryptotracker market`: how the market does, and the assets in it beside each other."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final

import typer
from typer import Argument, Option

from cryptotracker.application.analysis.analysing import COMPARED_MOST
from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.market.comparing import YEARS, span_fault
from cryptotracker.domain.market.figures import FIGURES
from cryptotracker.domain.market.screening import RANK, Condition, condition, order_fault
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.documents.analysis import (
    Shown,
    overview_document,
    screened_document,
)
from cryptotracker.entrypoints.documents.courses import compared_document, seasonality_document
from cryptotracker.entrypoints.tracker import Tracker

OVERVIEW: Final = ("figure", "value", "rests on")
COMPARED: Final = ("asset", "start", "change", "days", "missing")
SEASONS: Final = ("season", "samples", "median", "mean", "rising")
MONTHS: Final = (
    "January February March April May June July August September October November December"
)
WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
NARROW: Final = ("change_24h", "change_7d", "change_30d", "volatility_30d", "rsi_14", "from_high")
"""What there is room for in a table; the other formats have all figures."""


app = typer.Typer(help="How the market does.", no_args_is_help=True)

In = Annotated[str, Option("--currency", help="A currency's code.")]
Where = Annotated[
    list[str] | None, Option("--where", help="A condition like rsi_14<30; may be given again.")
]
Sort = Annotated[str, Option("--sort", help="A figure, or rank; from the top with a - before it.")]
Limit = Annotated[int, Option("--limit", min=1, max=100, help="So many at most.")]
Assets = Annotated[list[str], Argument(metavar="ASSET...", help="Symbols, or ids.")]
One = Annotated[str, Argument(metavar="ASSET", help="A symbol, or an id.")]
Since = Annotated[str, Option("--from", help="A date; a year ago, if left out.")]
Until = Annotated[str, Option("--to", help="A date; today, if left out.")]


@app.command()
def overview(*, currency: In = "USD", output: Output = OutputFormat.table) -> None:
    """Show the market at a glance; what is not known is empty, and the reason stands beside it.

    Example: cryptotracker market overview --currency EUR
    """
    counted = money(currency)

    async def work(tracker: Tracker) -> dict[str, Any]:
        return overview_document(await tracker.market.analysis.overview(counted), counted)

    found = with_tracker(work)
    if output is OutputFormat.json:
        write_json(found)
    else:
        print_rows("The market", OVERVIEW, list(told(found)), output)
    say_simulated(found)


def told(found: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    """Put the parts of an overview under each other."""
    worth, index, mood = found["capitalisation"], found["fear_and_greed"], found["volatility"]
    breadth = found["breadth"]
    lines = [
        ["capitalisation", shown(worth["total"]), f"{len(worth['known'])} assets"],
        *(
            [f"dominance {each['asset']['symbol']}", share(each["share"]), ""]
            for each in worth["known"][:5]
        ),
        ["volatility", share(mood["value"]), f"{mood['samples']} assets"],
        [
            "fear and greed",
            shown(index["value"]),
            "missing: " + ", ".join(index["missing"]) if index["missing"] else index["label"],
        ],
        [
            "breadth in 24 h",
            f"{breadth['rising']} up, {breadth['falling']} down",
            f"{breadth['unknown']} unknown",
        ],
    ]
    for name, movers in found["movers"].items():
        for way in ("up", "down"):
            best = [f"{each['asset']['symbol']} {share(each['change'])}" for each in movers[way]]
            lines.append([f"{name} {way}", ", ".join(best), f"{movers['unknown']} unknown"])
    return lines


@app.command()
def screener(
    *,
    currency: In = "USD",
    where: Where = None,
    sort: Sort = RANK,
    limit: Limit = 20,
    output: Output = OutputFormat.table,
) -> None:
    """Find the assets that meet all conditions.

    Example: cryptotracker market screener --where "rsi_14<40" --sort=-change_24h
    """
    counted = money(currency)
    if order_fault(sort):
        raise UnknownOptionError(option="--sort", value=sort, known=", ".join((RANK, *FIGURES)))
    conditions = [wanted(each) for each in where or ()]

    async def work(tracker: Tracker) -> dict[str, Any]:
        found = await tracker.market.analysis.screen(counted, conditions, sort)
        return screened_document(found, found.rows[:limit], Shown(currency=counted))

    found = with_tracker(work)
    if output is OutputFormat.json:
        write_json(found)
    else:
        exact = output is OutputFormat.csv
        columns = tuple(FIGURES) if exact else NARROW
        rows = [row_of(each, columns, exact=exact) for each in found["items"]]
        print_rows("Assets", ("asset", "price", *columns), rows, output)
    say(f"{found['found']} of {found['of']} assets; of {found['unknown']} it is not known.")
    say_simulated(found)


def wanted(text: str) -> Condition:
    try:
        return condition(text)
    except ValueError as error:
        known = f"conditions like rsi_14<30: {error}"
        raise UnknownOptionError(option="--where", value=text, known=known) from error


def row_of(row: Mapping[str, Any], columns: Sequence[str], *, exact: bool) -> list[str]:
    figures = {name: row["figures"][name]["value"] for name in columns}
    price = row["quote"]["price"] if row["quote"] else ""
    told = (
        shown(value) if exact or name in {"rsi_14", "capitalisation"} else share(value)
        for name, value in figures.items()
    )
    return [row["asset"]["symbol"], price, *told]


@app.command()
def compare(
    assets: Assets,
    *,
    currency: In = "USD",
    since: Since = "",
    until: Until = "",
    output: Output = OutputFormat.table,
) -> None:
    """Compare courses: each is 100 on the first day that all of them are known.

    Example: cryptotracker market compare BTC ETH SOL --from 2026-01-01
    """
    counted = money(currency)
    if len(assets) > COMPARED_MOST:
        raise UnknownOptionError(
            option="ASSET", value=str(len(assets)), known=f"at most {COMPARED_MOST} at once"
        )
    first, last = span(since, until)

    async def work(tracker: Tracker) -> dict[str, Any]:
        each_once = {each.id: each for each in tracker.market.watching.resolve(assets)}
        courses = list(each_once.values())
        found = await tracker.market.analysis.compare(courses, counted, first, last)
        return compared_document(found, counted)

    found = with_tracker(work)
    if output is OutputFormat.json:
        write_json(found)
    else:
        rows = [course_of(line, found["start"]) for line in found["lines"]]
        print_rows("Courses", COMPARED, rows, output)
    for each in found["unknown"]:
        say(f"{each['symbol']}: nobody knows a price of these days")
    say_simulated(found)


def course_of(line: Mapping[str, Any], start: str) -> list[str]:
    many, missing = len(line["values"]), len(line["missing"])
    return [line["asset"]["symbol"], start, share(line["change"]), str(many), str(missing)]


def span(since: str, until: str) -> tuple[date, date]:
    """Read which days are meant: without a beginning it is the year before the end."""
    today = datetime.now(UTC).date()
    last = min(day(until, "--to"), today) if until else today
    first = day(since, "--from") if since else last - timedelta(days=365)
    if fault := span_fault(first, last, today):
        raise UnknownOptionError(
            option="--from", value=first.isoformat(), known=f"days; it {fault}"
        )
    return first, last


@app.command()
def seasonality(asset: One, *, currency: In = "USD", output: Output = OutputFormat.table) -> None:
    """Show how an asset did in each month and on each day of the week; too few samples say nothing.

    Example: cryptotracker market seasonality BTC
    """
    counted = money(currency)

    async def work(tracker: Tracker) -> dict[str, Any]:
        wanted = tracker.market.watching.resolve.one(asset)
        return seasonality_document(
            wanted, counted, *await tracker.market.analysis.seasonality(wanted, counted)
        )

    found = with_tracker(work)
    if output is OutputFormat.json:
        write_json(found)
    else:
        pairs = ((MONTHS, found["months"]), (WEEKDAYS, found["weekdays"]))
        rows = [
            [name, str(each["samples"]), *(share(each[key]) for key in SEASONS[2:])]
            for names, seasons in pairs
            for name, each in zip(names.split(), seasons, strict=True)
        ]
        print_rows("Seasons", SEASONS, rows, output)
    say(f"From {found['since']} to {found['until']}, in UTC, of {YEARS} years at most.")
    say_simulated(found)


def money(currency: str) -> Currency:
    if not is_money(currency):
        raise UnknownOptionError(option="--currency", value=currency, known="codes like USD")
    return Currency(currency)


def day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        known = "dates like 2026-01-31"
        raise UnknownOptionError(option=option, value=text, known=known) from error


def share(value: str | None) -> str:
    """Write a share in hundredths, to one place."""
    return "" if value is None else f"{Decimal(value) * 100:.1f} %"


def shown(value: object) -> str:
    return "" if value is None else str(value)


def say_simulated(found: Mapping[str, Any]) -> None:
    if found["simulated"]:
        say("Made up: this is a simulated market.")


def print_rows(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], output: OutputFormat
) -> None:
    if output is OutputFormat.csv:
        write_csv(columns, rows)
    else:
        write_table(title, columns, rows)
