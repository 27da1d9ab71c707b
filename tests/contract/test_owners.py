"""What belongs to another owner is as good as none, to every method; on PostgreSQL even twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import func, select, text

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.tables import metadata
from cryptotracker.domain.errors import (
    CryptoTrackerError,
    ImportNotFoundError,
    PortfolioNotFoundError,
)
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.idempotency import Answer, Claim
from cryptotracker.ports.persistence import Database, Source, UnitOfWork, Wanted
from cryptotracker.ports.sealed import DataKey, SealedField
from cryptotracker.ports.secrets import FRONT, Place
from tests.contract.ledgers import MINE, put, read, record
from tests.formats import NEW_YEAR, bought

ME, OTHER = UUID(int=7), UUID(int=8)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = Claim(key="k", holder=UUID(int=1), until=NOW)
DATA_KEY = DataKey(owner=ME, ring=FRONT, number=1, wrapped_by="k1", wrapped=b"wrapped", made_at=NOW)
SEALED = SealedField(
    place=Place(user=ME, record=UUID(int=1), kind="totp", field="secret"),
    ring=FRONT,
    key=1,
    sealed=b"sealed",
)
REJECTED = Rejection(file="f", line=1, column="c", value="v", reason="r")
EVERYBODYS: Final = ("import_files", "ring_keys", "worker_keys", "jobs", "schedules", "workers")
"""The files of imports are found by imports alone, and swept by their keys whosoever they are; so
are jobs by workers, who do everybody's."""

TENANTS: Final = [each for each in metadata.sorted_tables if each.name not in EVERYBODYS]


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    """Give a database in which somebody has everything there is to have."""
    async with open_database(database_url) as database:
        async with database.of(ME).transaction() as work:
            await work.portfolios.add(portfolio(MINE))
            await put(work, 1, bought(), bought())
            await work.imports.reject(record(1).id, [REJECTED])
            await work.answers.claim(KEY, NOW)
            await work.answers.keep(KEY, b"", Answer(status=201, headers=[], body=b""))
            await work.sealed.data_keys.add(DATA_KEY)
            await work.sealed.fields.put(SEALED)
        yield database


@pytest.fixture
def other(opened: SqlDatabase) -> Database:
    return opened.of(OTHER)


def portfolio(portfolio_id: UUID) -> Portfolio:
    settings = Settings(name="mine", currency="EUR")
    return Portfolio(id=portfolio_id, settings=settings, created_at=NEW_YEAR)


Ask = Callable[[UnitOfWork], Awaitable[object]]
MISSING: Final[dict[str, tuple[Ask, type[CryptoTrackerError]]]] = {
    "get": (lambda work: work.portfolios.get(MINE), PortfolioNotFoundError),
    "get by name": (lambda work: work.portfolios.get("mine"), PortfolioNotFoundError),
    "save": (lambda work: work.portfolios.save(portfolio(MINE)), PortfolioNotFoundError),
    "remove": (lambda work: work.portfolios.remove(MINE), PortfolioNotFoundError),
    "save an import": (lambda work: work.imports.save(record(1)), PortfolioNotFoundError),
    "get an import": (lambda work: work.imports.get(MINE, record(1).id), ImportNotFoundError),
    "reject": (lambda work: work.imports.reject(record(1).id, [REJECTED]), ImportNotFoundError),
    "add": (
        lambda work: work.ledger.add(record(1), Source(read=lambda: iter([bought()]))),
        PortfolioNotFoundError,
    ),
    "take back": (lambda work: work.ledger.take_back(record(1)), PortfolioNotFoundError),
}


@pytest.mark.parametrize("method", MISSING)
async def test_the_foreign_is_missing(other: Database, opened: SqlDatabase, method: str) -> None:
    ask, error = MISSING[method]

    with pytest.raises(error):
        async with other.transaction() as work:
            await ask(work)

    async with opened.of(ME).snapshot() as work:
        assert len(await read(work)) == 2
        assert len(await work.imports.rejections(record(1).id)) == 1


async def test_lists_hold_nothing_foreign(other: Database) -> None:
    async with other.snapshot() as work:
        pages = [
            await work.portfolios.page(limit=9),
            await work.imports.page(MINE, limit=9),
            await work.ledger.page(MINE, Wanted(), limit=9),
        ]
        rejections = await work.imports.rejections(record(1).id)
        rows = await read(work)
        accounts = await work.ledger.accounts(MINE)
        answer = await work.answers.get("k")
        secret = await work.sealed.fields.get(ME, SEALED.place.record, "secret")
        key = await work.sealed.data_keys.newest(ME, FRONT)

    assert [list(page.items) for page in pages] == [[], [], []]
    assert (rejections, rows, accounts, answer) == ([], [], [], None)
    assert (secret, key) == (None, None)


async def test_owners_have_names_and_keys_of_their_own(other: Database) -> None:
    async with other.transaction() as work:
        await work.portfolios.add(evolve(portfolio(MINE), id=UUID(int=9)))
        claimed = await work.answers.claim(KEY, NOW)
        purged = await work.answers.purge(NOW)
        await work.sealed.data_keys.forget(ME)

    assert (claimed, purged) == (True, 0)
    async with other.snapshot() as work:
        assert (await work.portfolios.get("mine")).id == UUID(int=9)


async def counts(database: SqlDatabase, owner: str) -> dict[str, int | None]:
    """Count rows by queries that forgot to say whose."""
    async with database.engine.begin() as connection:
        if owner:
            told = text("SELECT set_config('cryptotracker.owner', :owner, true)")
            await connection.execute(told, {"owner": owner})
        return {
            each.name: await connection.scalar(select(func.count()).select_from(each))
            for each in TENANTS
        }


@pytest.mark.parametrize("owner", ["", str(OTHER)], ids=["nobody", "other"])
async def test_a_query_that_forgets_the_owner_finds_nothing(
    empty_postgres: str, owner: str
) -> None:
    async with open_database(empty_postgres) as database:
        async with database.of(ME).transaction() as work:
            await work.portfolios.add(portfolio(MINE))
            await put(work, 1, bought())
            await put(work, 2, bought())
            await work.imports.reject(record(1).id, [REJECTED])
            await work.answers.claim(KEY, NOW)
            await work.sealed.data_keys.add(DATA_KEY)
            await work.sealed.fields.put(SEALED)

        assert await counts(database, owner) == {each.name: 0 for each in TENANTS}
        assert 0 not in (await counts(database, str(ME))).values()


async def test_a_cancelled_request_leaves_no_owner_behind(empty_postgres: str) -> None:
    async with open_database(empty_postgres) as database:
        begun = asyncio.Event()

        async def work() -> None:
            async with database.of(ME).transaction() as work:
                await work.portfolios.add(portfolio(MINE))
                begun.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(work())
        await begun.wait()
        task.cancel()
        await asyncio.wait([task])

        async with database.engine.connect() as connection:
            told = text("SELECT current_setting('cryptotracker.owner', true)")
            assert (await connection.scalar(told)) in {None, ""}
