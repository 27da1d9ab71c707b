"""`cryptotracker share`: what the owner of this installation lets others see of a portfolio."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer
from typer import Argument, Option

from cryptotracker.application.shares.offering import Made, Offer
from cryptotracker.domain.identity.shares import (
    ALLOWED,
    DAYS_USUAL,
    LINK,
    PERSON,
    PRESETS,
    PUBLIC,
    SCOPES,
    Kind,
    Share,
    Terms,
)
from cryptotracker.domain.portfolio.portfolios import THE_OWNER, Portfolio
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say
from cryptotracker.entrypoints.cli.service import PortfolioName, with_tracker
from cryptotracker.entrypoints.cli.users import asked
from cryptotracker.entrypoints.cli.with_people import show, with_people
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.settings import read_settings
from cryptotracker.entrypoints.tracker import Tracker

COLUMNS = ("kind", "scope", "email", "label", "passcode", "expires_at", "share")
ScopeName = StrEnum(
    "ScopeName",
    ["percentages", "totals", "amounts", "transactions", "comment", "write", "accountant"],
)

app = typer.Typer(help="What others may see of a portfolio.", no_args_is_help=True)

With = Annotated[str, Option("--with", metavar="EMAIL", help="Share with this person.")]
Public = Annotated[bool, Option("--public", help="A page of percentages for everybody.")]
Asks = Annotated[bool, Option("--passcode", help="Ask for one, or read it from stdin.")]
Days = Annotated[int | None, Option("--days", help="From 1 to 365; 30 if absent.")]
ScopeOption = Annotated[
    ScopeName | None, Option("--scope", help="How much they see; `accountant` is for 90 days.")
]
ShareId = Annotated[UUID, Argument(metavar="SHARE", help="As `share list` names it.")]


@app.command()
def create(
    portfolio: PortfolioName,
    *,
    email: With = "",
    public: Public = False,
    passcode: Asks = False,
    scope: ScopeOption = None,
    days: Days = None,
) -> None:
    """Share a portfolio with a person or, if none is named, by a link, which is told this once.

    Example: cryptotracker share create "My coins" --with bob@example.org --scope totals --days 30
    """
    kind = PERSON if email else PUBLIC if public else LINK
    terms = terms_of(kind, scope)
    offer = Offer(
        kind=kind,
        scope=terms.scope,
        days=terms.days if days is None else days,
        email=email,
        passcode=asked("Passcode") if passcode else None,
    )
    portfolio_id = found(portfolio)

    async def work(people: People) -> Made:
        return await people.sharing.make(THE_OWNER, portfolio_id, offer)

    made = with_people(work)
    say(f"Shared until {instant(made.share.expires_at)}: {made.share.scope}.")
    if made.link is not None:
        typer.echo(made.link)
    elif read_settings().prints_letters:
        say("No server takes letters: tell them yourself.")


@app.command("list")
def list_shares(portfolio: PortfolioName, *, output: Output = OutputFormat.table) -> None:
    """List the shares of a portfolio, oldest first.

    Example: cryptotracker share list "My coins"
    """
    portfolio_id = found(portfolio)

    async def work(people: People) -> Sequence[Share]:
        return await people.sharing.list(THE_OWNER, portfolio_id)

    documents: list[dict[str, str | None]] = [
        {
            "share": str(each.id),
            "kind": each.kind,
            "scope": each.scope,
            "email": each.email,
            "label": each.label,
            "passcode": "yes" if each.passcode else "no",
            "expires_at": instant(each.expires_at),
        }
        for each in with_people(work)
    ]
    show("Shares", COLUMNS, documents, output)


@app.command()
def revoke(portfolio: PortfolioName, share: ShareId) -> None:
    """End a share at once.

    Example: cryptotracker share revoke "My coins" 01a208a5-afd2-7000-b71f-78e8e552dfb7
    """
    portfolio_id = found(portfolio)

    async def work(people: People) -> None:
        await people.sharing.revoke(THE_OWNER, portfolio_id, share)

    with_people(work)


def terms_of(kind: Kind, scope: ScopeName | None) -> Terms:
    if scope is not None and scope.value in PRESETS:
        return PRESETS[scope.value]
    chosen = ALLOWED[kind][0]
    for each in SCOPES:
        if scope is not None and each == scope.value:
            chosen = each
    return Terms(scope=chosen, days=DAYS_USUAL)


def found(portfolio: str) -> UUID:
    async def work(tracker: Tracker) -> Portfolio:
        return await tracker.find_portfolio(portfolio)

    return with_tracker(work).id
