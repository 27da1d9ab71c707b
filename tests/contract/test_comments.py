"""What every database promises of comments."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import insert
from sqlalchemy.exc import ProgrammingError

from cryptotracker.adapters.persistence.comment_tables import comments
from cryptotracker.adapters.persistence.comments import row_of
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.ownership import work_for
from cryptotracker.domain.errors import CryptoTrackerError, PortfolioNotFoundError
from cryptotracker.domain.identity.comments import About, Thread
from cryptotracker.domain.identity.errors import CommentNotFoundError
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.persistence import Database, UnitOfWork
from tests.contract.comments import BITCOIN, SECOND, comment
from tests.contract.ledgers import MINE, YOURS
from tests.contract.people import ADA, BOB, LATER, NOW

WHOLE: Final = About()
ONE: Final = UUID(int=1)
ALL: Final = [comment(1), comment(2, user_id=ADA.id), comment(3, WHOLE)]


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    """Give a database in which Bob and Ada talk about a portfolio of hers; he has one, too."""
    async with open_database(database_url) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.users.add(BOB)
        for user, portfolio_id in ((ADA, MINE), (BOB, YOURS)):
            settings = Settings(name="mine", currency="EUR")
            portfolio = Portfolio(id=portfolio_id, settings=settings, created_at=NOW)
            async with database.of(user.id).transaction() as work:
                await work.portfolios.add(portfolio)
        async with database.of(ADA.id).transaction() as work:
            for each in ALL:
                await work.comments.save(each)
        yield database


@pytest.fixture
def mine(opened: SqlDatabase) -> Database:
    return opened.of(ADA.id)


async def test_comments_are_listed_newest_last_page_by_page(mine: Database) -> None:
    async with mine.snapshot() as work:
        first = await work.comments.page(MINE, BITCOIN, limit=1)
        second = await work.comments.page(MINE, BITCOIN, limit=1, cursor=first.next_cursor)
        every = await work.comments.every(MINE, limit=9)

    assert ([*first.items], [*second.items]) == (ALL[:1], ALL[1:2])
    assert (second.next_cursor, [*every.items]) == (None, ALL)


async def test_what_changed_is_kept_and_nothing_else_does(mine: Database) -> None:
    said = ALL[0].saying("Never mind.", LATER)
    async with mine.transaction() as work:
        await work.comments.save(evolve(said, user_id=ADA.id, created_at=LATER))

        assert await work.comments.get(MINE, ONE) == said


async def test_threads_say_how_much_is_open_and_the_last_comes_first(mine: Database) -> None:
    async with mine.transaction() as work:
        await work.comments.settle(ALL[0], LATER)

        assert [*await work.comments.threads(MINE)] == [
            Thread(about=WHOLE, comments=1, open=1, last_at=NOW + 3 * SECOND),
            Thread(about=BITCOIN, comments=2, open=1, last_at=NOW + 2 * SECOND),
        ]


async def test_what_is_settled_settles_what_was_said_before_about_the_same(
    mine: Database,
) -> None:
    async with mine.transaction() as work:
        await work.comments.settle(ALL[0], LATER)
        first = [each.resolved_at for each in (await work.comments.every(MINE, limit=9)).items]
        await work.comments.settle(ALL[1], LATER + SECOND)
        second = [each.resolved_at for each in (await work.comments.every(MINE, limit=9)).items]
        await work.comments.reopen(ALL[0])
        third = [each.resolved_at for each in (await work.comments.every(MINE, limit=9)).items]

    assert first == [LATER, None, None]
    assert second == [LATER, LATER + SECOND, None]
    assert third == [None, LATER + SECOND, None]


async def test_who_wrote_something_may_take_it_along_and_nobody_else(opened: SqlDatabase) -> None:
    async with opened.of(BOB.id).snapshot() as work:
        own = await work.comments.written(BOB.id, limit=1)
        rest = await work.comments.written(BOB.id, limit=9, cursor=own.next_cursor)
        foreign = await work.comments.written(ADA.id, limit=9)

    assert [*own.items, *rest.items] == [ALL[0], ALL[2]]
    assert [*foreign.items] == []


@pytest.mark.parametrize("end", ["portfolio", "author"])
async def test_comments_go_with_their_portfolio_and_their_author(
    mine: Database, opened: SqlDatabase, end: str
) -> None:
    if end == "portfolio":
        async with mine.transaction() as work:
            await work.portfolios.remove(MINE)
    else:
        async with opened.of_everybody().transaction() as work:
            await work.people.leaving.remove(BOB.id)

    async with opened.of_everybody().snapshot() as work:
        left = [
            *(await work.comments.written(ADA.id, limit=9)).items,
            *(await work.comments.written(BOB.id, limit=9)).items,
        ]
    assert left == ([] if end == "portfolio" else [ALL[1]])


async def test_of_two_who_got_a_comment_at_once_one_waits(mine: Database) -> None:
    async def add() -> None:
        async with mine.transaction() as work:
            found = await work.comments.get(MINE, ONE)
            await work.comments.save(found.saying(f"{found.text}!", LATER))

    await asyncio.gather(*(add() for _ in range(5)))

    async with mine.snapshot() as work:
        assert (await work.comments.get(MINE, ONE)).text == f"{ALL[0].text}!!!!!"


Ask = Callable[[UnitOfWork], Awaitable[object]]
LOST: Final[dict[str, tuple[Ask, type[CryptoTrackerError]]]] = {
    "save": (lambda work: work.comments.save(ALL[0]), PortfolioNotFoundError),
    "page": (lambda work: work.comments.page(MINE, WHOLE, limit=1), PortfolioNotFoundError),
    "every": (lambda work: work.comments.every(MINE, limit=1), PortfolioNotFoundError),
    "threads": (lambda work: work.comments.threads(MINE), PortfolioNotFoundError),
    "get": (lambda work: work.comments.get(MINE, ONE), CommentNotFoundError),
    "remove": (lambda work: work.comments.remove(MINE, ONE), CommentNotFoundError),
    "get by another": (lambda work: work.comments.get(YOURS, ONE), CommentNotFoundError),
    "remove by another": (lambda work: work.comments.remove(YOURS, ONE), CommentNotFoundError),
}


@pytest.mark.parametrize("method", LOST)
async def test_the_foreign_is_missing(opened: SqlDatabase, method: str) -> None:
    """Bob wrote it, and even so it is on somebody else's portfolio."""
    ask, error = LOST[method]

    with pytest.raises(error):
        async with opened.of(BOB.id).transaction() as work:
            await ask(work)

    async with opened.of(ADA.id).snapshot() as work:
        assert [*(await work.comments.every(MINE, limit=9)).items] == ALL


async def test_what_is_foreign_is_neither_taken_over_nor_settled(opened: SqlDatabase) -> None:
    async with opened.of(BOB.id).transaction() as work:
        await work.comments.save(evolve(ALL[0], portfolio_id=YOURS, text="Mine now."))
        await work.comments.settle(ALL[1], LATER)
        await work.comments.reopen(ALL[0])

    async with opened.of_everybody().snapshot() as work:
        assert [*(await work.comments.every(MINE, limit=9)).items] == ALL
        assert [*(await work.comments.every(YOURS, limit=9)).items] == []


async def test_who_writes_on_what_is_foreign_is_stopped_by_the_server_too(
    empty_postgres: str,
) -> None:
    """The query that forgets to look whose the portfolio is."""
    async with open_database(empty_postgres) as database:
        async with database.of(ADA.id).transaction() as work:
            settings = Settings(name="mine", currency="EUR")
            await work.portfolios.add(Portfolio(id=MINE, settings=settings, created_at=NOW))

        with pytest.raises(ProgrammingError, match="row-level security"):
            async with database.engine.begin() as connection:
                await work_for(connection, BOB.id)
                await connection.execute(insert(comments).values(row_of(comment())))
