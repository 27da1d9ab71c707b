"""`cryptotracker comments`: what is said about the portfolios of this installation's owner."""

from typing import Annotated, Final
from uuid import UUID

import typer
from typer import Argument, Option

from cryptotracker.application.shares.commenting import Party, Said
from cryptotracker.domain.identity.comments import About
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say
from cryptotracker.entrypoints.cli.service import PortfolioName
from cryptotracker.entrypoints.cli.shares import found
from cryptotracker.entrypoints.cli.with_people import show, with_people
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.people import People
from cryptotracker.ports.pages import Page

COLUMNS: Final = ("at", "author", "text", "resolved_at", "comment")
MANY: Final = 500

app = typer.Typer(help="What is said about a portfolio.", no_args_is_help=True)

Subject = Annotated[
    str,
    Option("--about", help="`portfolio`, or one thing in it: `asset:BTC`, `transaction:kraken-1`."),
]
Words = Annotated[str, Argument(metavar="TEXT", help="At most 2,000 characters.")]
CommentId = Annotated[UUID, Argument(metavar="COMMENT", help="As `comments list` names it.")]


@app.command("list")
def list_comments(
    portfolio: PortfolioName, *, about: Subject = "portfolio", output: Output = OutputFormat.table
) -> None:
    """List what is said about a portfolio or one thing in it, newest last.

    Example: cryptotracker comments list "My coins" --about asset:BTC
    """
    party, subject = party_of(portfolio), About.read(about)

    async def work(people: People) -> list[Said]:
        said: list[Said] = []
        cursor: str | None = None
        while True:
            page: Page[Said] = await people.sharing.comments.list(
                party, subject, limit=MANY, cursor=cursor
            )
            said += page.items
            cursor = page.next_cursor
            if cursor is None:
                return said

    documents: list[dict[str, str | None]] = [
        {
            "at": instant(each.comment.created_at),
            "author": each.author,
            "text": each.comment.text,
            "resolved_at": instant(each.comment.resolved_at),
            "comment": str(each.comment.id),
        }
        for each in with_people(work)
    ]
    show("Comments", COLUMNS, documents, output)


@app.command()
def add(portfolio: PortfolioName, text: Words, *, about: Subject = "portfolio") -> None:
    """Say something about a portfolio, or one thing in it.

    Example: cryptotracker comments add "My coins" "It was a gift." --about transaction:kraken-1
    """
    party, subject = party_of(portfolio), About.read(about)

    async def work(people: People) -> Said:
        return await people.sharing.comments.write(party, subject, text)

    typer.echo(with_people(work).comment.id)


@app.command()
def resolve(
    portfolio: PortfolioName,
    comment: CommentId,
    *,
    reopen: Annotated[bool, Option("--reopen", help="Open it again instead.")] = False,
) -> None:
    """Settle a comment, and those before it about the same thing.

    Example: cryptotracker comments resolve "My coins" 01a208a5-afd2-7000-b71f-78e8e552dfb7
    """
    party = party_of(portfolio)

    async def work(people: People) -> Said:
        return await people.sharing.comments.resolve(party, comment, resolved=not reopen)

    with_people(work)
    say("Open again." if reopen else "Resolved.")


def party_of(portfolio: str) -> Party:
    return Party(user_id=THE_OWNER, owner=THE_OWNER, portfolio_id=found(portfolio))
