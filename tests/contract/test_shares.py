"""What every database promises of shares, and of the visits that begin by their links."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.domain.errors import CryptoTrackerError, PortfolioNotFoundError
from cryptotracker.domain.identity.errors import ShareNotFoundError
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.persistence import Database, UnitOfWork
from tests.contract.ledgers import MINE
from tests.contract.people import ADA, BOB, FIRST, LATER, NOW, OTHER, SECOND
from tests.contract.shares import VISIT, share

MISSING = UUID(int=99)
CLEO: Final = "cleo@example.org"


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    """Give a database in which Ada shares a portfolio with Bob, and by a link."""
    async with open_database(database_url) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.users.add(BOB)
        async with database.of(ADA.id).transaction() as work:
            settings = Settings(name="mine", currency="EUR")
            await work.portfolios.add(Portfolio(id=MINE, settings=settings, created_at=NOW))
            await work.shares.add(share())
            await work.shares.add(share(2, "link"))
            await work.shares.begin(VISIT)
        yield database


@pytest.fixture
def mine(opened: SqlDatabase) -> Database:
    return opened.of(ADA.id)


async def test_a_share_comes_back_as_it_was_kept(mine: Database) -> None:
    changed = evolve(share(2, "link", "amounts"), passcode=None, expires_at=NOW, label="")
    async with mine.transaction() as work:
        before = await work.shares.get(UUID(int=2))
        await work.shares.save(changed)

    async with mine.snapshot() as work:
        assert (before, before.owner) == (share(2, "link"), ADA.id)
        assert [*await work.shares.of(MINE)] == [share(), changed]


async def test_a_share_is_found_by_its_link(opened: SqlDatabase) -> None:
    async with opened.of_everybody().snapshot() as work:
        found = [await work.shares.linked(each) for each in (FIRST, SECOND)]

    assert found == [share(2, "link"), None]


async def test_what_is_for_somebody_is_found_by_them_and_nobody_else(opened: SqlDatabase) -> None:
    taken = share(3).seen_by(ADA.id)
    async with opened.of_everybody().transaction() as work:
        await work.shares.add(taken)

    async with opened.of_everybody().snapshot() as work:
        for_bob = await work.shares.offered(BOB.id, BOB.key)
        for_ada = await work.shares.offered(ADA.id, CLEO)
        for_none = await work.shares.offered(MISSING, CLEO)

    assert ([*for_bob], [*for_ada], [*for_none]) == ([share()], [taken], [])


@pytest.mark.parametrize("end", ["save", "remove"])
async def test_what_a_link_began_ends_with_it(mine: Database, end: str) -> None:
    async with mine.transaction() as work:
        before = await work.shares.visit(SECOND)
        if end == "save":
            await work.shares.save(share(2, "link"))
        else:
            await work.shares.remove(MINE, UUID(int=2))

        assert (before, await work.shares.visit(SECOND)) == (VISIT, None)
        assert await work.shares.visit(OTHER) is None


@pytest.mark.parametrize(
    ("ended", "before", "forgotten"),
    [
        (LATER, LATER, 0),
        (LATER, LATER + timedelta(seconds=1), 1),
        (LATER + timedelta(seconds=1), LATER, 2),
    ],
)
async def test_what_is_over_is_forgotten(
    opened: SqlDatabase, ended: datetime, before: datetime, forgotten: int
) -> None:
    async with opened.of_everybody().transaction() as work:
        assert await work.shares.forget(ended, before) == forgotten


async def test_shares_go_with_their_portfolio(mine: Database, opened: SqlDatabase) -> None:
    async with mine.transaction() as work:
        await work.portfolios.remove(MINE)

    async with opened.of_everybody().snapshot() as work:
        assert await work.shares.linked(FIRST) is None
        assert [*await work.shares.offered(BOB.id, BOB.key)] == []
        assert await work.shares.visit(SECOND) is None


Ask = Callable[[UnitOfWork], Awaitable[object]]
LOST: Final[dict[str, tuple[Ask, type[CryptoTrackerError]]]] = {
    "add": (lambda work: work.shares.add(share(9)), PortfolioNotFoundError),
    "of": (lambda work: work.shares.of(MINE), PortfolioNotFoundError),
    "get": (lambda work: work.shares.get(UUID(int=1)), ShareNotFoundError),
    "save": (lambda work: work.shares.save(share()), ShareNotFoundError),
    "remove": (lambda work: work.shares.remove(MINE, UUID(int=1)), ShareNotFoundError),
}


@pytest.mark.parametrize("method", LOST)
async def test_the_foreign_is_missing(opened: SqlDatabase, method: str) -> None:
    ask, error = LOST[method]

    with pytest.raises(error):
        async with opened.of(BOB.id).transaction() as work:
            await ask(work)

    async with opened.of(ADA.id).snapshot() as work:
        assert [*await work.shares.of(MINE)] == [share(), share(2, "link")]


async def test_lists_hold_nothing_foreign(opened: SqlDatabase) -> None:
    async with opened.of(BOB.id).transaction() as work:
        linked = await work.shares.linked(FIRST)
        offered = await work.shares.offered(BOB.id, BOB.key)
        visit = await work.shares.visit(SECOND)
        forgotten = await work.shares.forget(LATER + timedelta(1), LATER + timedelta(1))

    assert (linked, [*offered], visit, forgotten) == (None, [], None, 0)


async def test_another_portfolio_has_other_shares(mine: Database) -> None:
    with pytest.raises(ShareNotFoundError):
        async with mine.transaction() as work:
            await work.shares.remove(MISSING, UUID(int=1))
