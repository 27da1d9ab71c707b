"""`prices backfill`, `told`, `set`, `unset` and `mine`: prices of the past, and of one's own."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from typer import Argument, Exit, Option

from cryptotracker.application.jobs.back_filling import Gaps, facts_of
from cryptotracker.application.own_prices import Statement
from cryptotracker.application.prices.backfilling import Filled
from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.market.checks import number_said
from cryptotracker.domain.market.told import DayPrice
from cryptotracker.domain.portfolio.own_prices import OwnPrice
from cryptotracker.domain.portfolio.price_errors import OwnPriceNotFoundError
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import FOUND_PROBLEMS, print_rows, say
from cryptotracker.entrypoints.cli.progress import telling
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.tracker import Tracker

DATE = len("2026-01-31")
FILLED = ("found", "filled", "left", "corrected")
TOLD = ("source", "price", "grade", "told_at")
OWN = ("id", "asset", "currency", "at", "price", "overrides", "note")

Named = Annotated[str, Argument(metavar="ASSET", help="A symbol, or an id.")]
In = Annotated[str, Option("--currency", help="A currency's code.")]
Day = Annotated[str, Option("--day", help="A date like 2019-03-05.")]
At = Annotated[
    str, Option("--at", help="A date like 2019-03-05, or a time like 2019-03-05T12:00Z; today.")
]
Since = Annotated[str, Option("--since", help="The first day; else since a portfolio has it.")]
Until = Annotated[str, Option("--until", help="The last day; else yesterday.")]
Again = Annotated[bool, Option("--again", help="Ask also for what is kept, and correct it.")]
Overrides = Annotated[bool, Option("--override", help="Whatever the market says of that day.")]
Note = Annotated[str, Option("--note", help="Where it is from.")]


def backfill(
    assets: Annotated[
        list[str] | None, Argument(metavar="ASSET...", help="All that portfolios need, if none.")
    ] = None,
    *,
    currency: In = "USD",
    since: Since = "",
    until: Until = "",
    again: Again = False,
    output: Output = OutputFormat.table,
) -> None:
    """Ask sources for prices of days that none is kept of; exit 1 if some are still missing.

    Example: cryptotracker prices backfill BTC ETH --currency EUR --since 2024-01-01
    """
    gaps = Gaps(
        assets=list(dict.fromkeys(assets or [])),
        currency=currency,
        since=day_of(since, "--since") if since else None,
        until=day_of(until, "--until") if until else None,
        again=again,
    )
    tell: Callable[[str], None] = telling()

    async def work(tracker: Tracker) -> Filled:
        return await tracker.prices.fill_gaps(
            gaps, lambda done, total, what: tell(f"{done} of {total}: {what}")
        )

    done = with_tracker(work)
    facts = facts_of(done)
    print_rows("Days without a price", FILLED, [[str(facts[name]) for name in FILLED]], output)
    for each in done.lacking:
        say(f"still missing: {each}")
    if done.left:
        raise Exit(FOUND_PROBLEMS)


def told(
    asset: Named, *, day: Day, currency: In = "USD", output: Output = OutputFormat.table
) -> None:
    """List what sources told of a day, the first told first; of each the last counts.

    Example: cryptotracker prices told BTC --day 2019-03-05
    """
    wanted = day_of(day, "--day")

    async def work(tracker: Tracker) -> list[DayPrice]:
        return [*await tracker.prices.trace(asset, Currency(currency), wanted)]

    rows = [
        [each.source, number(each.price) or "", each.grade, instant(each.fetched_at) or ""]
        for each in with_tracker(work)
    ]
    print_rows("What sources told", TOLD, rows, output)


def set_price(
    asset: Named,
    price: Annotated[str, Argument(metavar="PRICE", help="Of one unit, like 12.5.")],
    *,
    currency: In = "USD",
    at: At = "",
    note: Note = "",
    override: Overrides = False,
) -> None:
    """State what an asset cost, for your own figures, where the market does not say.

    Example: cryptotracker prices set SHARES 12.5 --currency EUR --at 2024-03-01
    """
    statement = Statement(
        asset=asset,
        currency=code_of(currency),
        at=moment_of(at),
        whole_day=len(at) in {0, DATE},
        price=amount_of(price),
        note=note,
        overrides=override,
    )

    async def work(tracker: Tracker) -> OwnPrice:
        return await tracker.prices.set(statement)

    stated = with_tracker(work)
    say(f"{stated.id}: {asset} costs {price} {currency}, you say")


def unset(price_id: Annotated[str, Argument(metavar="PRICE", help="The price's id.")]) -> None:
    """Take back a price that you stated.

    Example: cryptotracker prices unset 01a0b1c2-…
    """
    try:
        wanted = UUID(price_id)
    except ValueError as error:
        raise OwnPriceNotFoundError(price=price_id) from error

    async def work(tracker: Tracker) -> None:
        await tracker.prices.forget(wanted)

    with_tracker(work)
    say(f"{price_id}: taken back")


def mine(
    asset: Annotated[str, Argument(metavar="ASSET", help="All, if none.")] = "",
    *,
    output: Output = OutputFormat.table,
) -> None:
    """List the prices that you stated, the last stated first.

    Example: cryptotracker prices mine
    """

    async def work(tracker: Tracker) -> list[OwnPrice]:
        return [*(await tracker.prices.mine(asset, limit=500)).items]

    print_own(with_tracker(work), output)


def print_own(prices: list[OwnPrice], output: OutputFormat) -> None:
    rows = [
        [
            str(each.id),
            each.asset,
            each.currency,
            f"{each.as_of:%Y-%m-%d}" if each.whole_day else instant(each.as_of) or "",
            number(each.price) or "",
            "yes" if each.overrides else "no",
            each.note,
        ]
        for each in prices
    ]
    print_rows("Prices of your own", OWN, rows, output)


def day_of(text: str, option: str) -> date:
    try:
        if len(text) == DATE:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UnknownOptionError(option=option, value=text, known="dates like 2019-03-05")


def moment_of(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is not None and len(text) == DATE:
        return found.replace(tzinfo=UTC)
    if found is None or found.tzinfo is None:
        known = "dates like 2019-03-05, and times with their zone like 2019-03-05T12:00Z"
        raise UnknownOptionError(option="--at", value=text, known=known)
    return found.astimezone(UTC)


def amount_of(text: str) -> Decimal:
    found = number_said(text)
    if found is None:
        raise UnknownOptionError(option="PRICE", value=text, known="numbers like 12.5")
    return found


def code_of(text: str) -> str:
    if not is_money(text):
        raise UnknownOptionError(option="--currency", value=text, known="codes like USD")
    return text
