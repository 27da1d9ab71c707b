"""What belongs to another owner is as good as none, to every method; on PostgreSQL even twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import func, select, text

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.engines import Limits
from cryptotracker.adapters.persistence.tables import PEOPLE, metadata, portfolios
from cryptotracker.domain.errors import (
    CryptoTrackerError,
    ImportNotFoundError,
    JobNotFoundError,
    PortfolioNotFoundError,
)
from cryptotracker.domain.portfolio.identity import digest
from cryptotracker.domain.portfolio.kept_files import KeptFile, LineIndex
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.idempotency import Answer, Claim
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.persistence import Database, Source, UnitOfWork, Wanted
from cryptotracker.ports.sealed import DataKey, SealedField
from cryptotracker.ports.secrets import FRONT, Place
from tests.contract.belongings import save_market
from tests.contract.comments import comment
from tests.contract.ledgers import MINE, put, read, record
from tests.contract.shares import VISIT, share
from tests.contract.waiting import NOW as LATER
from tests.contract.waiting import job
from tests.formats import NEW_YEAR, bought
from tests.locks import blocked, locked

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
FILE = KeptFile(
    import_id=record(1).id, key="imports/1", size=1, digest=bytes(32), lines=LineIndex(b"\n", (1,))
)
EVERYBODYS: Final = (
    *("ring_keys", "schedules", "worker_keys", "workers"),
    *("news_articles", "news_feeds", "news_tags"),
    *("candle_series", "candles", "last_prices", "day_prices", "price_questions"),
)
"""What is of the installation, and says nothing of what anybody keeps in it. What is known of
people has a test of its own."""

TENANTS: Final = [
    each for each in metadata.sorted_tables if each.name not in EVERYBODYS and each not in PEOPLE
]


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    """Give a database in which somebody has everything there is to have."""
    async with open_database(database_url) as database:
        async with database.of(ME).transaction() as work:
            await work.portfolios.add(portfolio(MINE))
            await put(work, 1, bought(), bought())
            await work.imports.reject(record(1).id, [REJECTED])
            await work.files.save(FILE)
            await work.answers.claim(KEY, NOW)
            await work.answers.keep(KEY, b"", Answer(status=201, headers=[], body=b""))
            await work.jobs.enqueue(job(1, portfolio_id=MINE, unique_key="once"))
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
    "keep a file": (lambda work: work.files.save(FILE), ImportNotFoundError),
    "enqueue": (lambda work: work.jobs.enqueue(job(2, portfolio_id=MINE)), PortfolioNotFoundError),
    "get a job": (lambda work: work.jobs.get(UUID(int=1)), JobNotFoundError),
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
        assert await work.files.get(record(1).id) == FILE
        assert (await work.jobs.get(UUID(int=1))).state == "waiting"


async def test_lists_hold_nothing_foreign(other: Database) -> None:
    async with other.snapshot() as work:
        pages = [
            await work.portfolios.page(limit=9),
            await work.imports.page(MINE, limit=9),
            await work.ledger.page(MINE, Wanted(), limit=9),
            await work.jobs.page(JobsWanted(portfolio_id=MINE), limit=9),
            await work.jobs.page(JobsWanted(state="waiting"), limit=9),
        ]
        rejections = await work.imports.rejections(record(1).id)
        rows = await read(work)
        accounts = await work.ledger.accounts(MINE)
        answer = await work.answers.get("k")
        file, known = await work.files.get(record(1).id), await work.files.known([FILE.key])
        origins = await work.files.origins(MINE, [digest(bought())])
        next_jobs = list(await work.jobs.next([], LATER))
        secret = await work.sealed.fields.get(ME, SEALED.place.record, "secret")
        key = await work.sealed.data_keys.newest(ME, FRONT)

    assert [list(page.items) for page in pages] == [[], [], [], [], []]
    assert (rejections, rows, accounts, answer) == ([], [], [], None)
    assert (file, set(known), dict(origins), next_jobs) == (None, set(), {}, [])
    assert (secret, key) == (None, None)


async def test_what_is_foreign_is_neither_changed_nor_forgotten(
    other: Database, opened: SqlDatabase
) -> None:
    mine = job(1, portfolio_id=MINE, unique_key="once")

    async with other.transaction() as work:
        await work.jobs.save(mine.cancelled(NOW))
        await work.files.forget(record(1).id)

    async with opened.of(ME).snapshot() as work:
        assert await work.jobs.get(mine.id) == mine
        assert await work.files.get(record(1).id) == FILE


async def test_owners_have_names_and_keys_of_their_own(other: Database) -> None:
    async with other.transaction() as work:
        await work.portfolios.add(evolve(portfolio(MINE), id=UUID(int=9)))
        claimed = await work.answers.claim(KEY, NOW)
        purged = await work.answers.purge(NOW)
        enqueued = await work.jobs.enqueue(job(2, unique_key="once"))
        await work.sealed.data_keys.forget(ME)

    assert (claimed, purged, enqueued.id, enqueued.owner) == (True, 0, UUID(int=2), OTHER)
    async with other.snapshot() as work:
        assert (await work.portfolios.get("mine")).id == UUID(int=9)


async def test_a_job_stays_its_owners_whoever_works_on_it(opened: SqlDatabase) -> None:
    async with opened.of_everybody().transaction() as work:
        (found,) = await work.jobs.next([], LATER)
        await work.jobs.save(evolve(found.taken("me", NOW, LATER), owner=OTHER))

    async with opened.of(ME).snapshot() as work:
        kept = await work.jobs.get(found.id)
    assert (found.owner, kept.owner, kept.state) == (ME, ME, "running")


async def test_what_everybody_has_done_is_nobodys(opened: SqlDatabase) -> None:
    everybody = opened.of_everybody()
    async with everybody.transaction() as work:
        first = await work.jobs.enqueue(job(3, unique_key="once"))
        again = await work.jobs.enqueue(job(4, unique_key="once"))

    assert (first.id, first.owner, again.id) == (UUID(int=3), None, UUID(int=3))
    async with everybody.snapshot() as work:
        page = await work.jobs.page(JobsWanted(), limit=9)
    assert [each.id.int for each in page.items] == [3, 1]
    async with opened.of(ME).snapshot() as work:
        with pytest.raises(JobNotFoundError):
            await work.jobs.get(first.id)


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
            await work.files.save(FILE)
            await work.answers.claim(KEY, NOW)
            await work.jobs.enqueue(job(1))
            await work.shares.add(share(2, "link"))
            await work.shares.begin(VISIT)
            await work.comments.save(comment(user_id=ME))
            await work.sealed.data_keys.add(DATA_KEY)
            await work.sealed.fields.put(SEALED)
            await save_market(work)

        assert await counts(database, owner) == {each.name: 0 for each in TENANTS}
        assert 0 not in (await counts(database, str(ME))).values()


async def write(database: Database) -> None:
    async with database.transaction() as work:
        await work.portfolios.get(MINE)


async def look(database: Database) -> None:
    async with database.snapshot() as work:
        await work.portfolios.get(MINE)


@pytest.mark.parametrize("ask", [write, look])
async def test_a_cancelled_request_leaves_no_owner_behind(
    empty_postgres: str, ask: Callable[[Database], Coroutine[None, None, None]]
) -> None:
    async with open_database(empty_postgres, Limits(pool=1)) as database:
        async with database.of(ME).transaction() as work:
            await work.portfolios.add(portfolio(MINE))
        async with locked(empty_postgres):
            task = asyncio.create_task(ask(database.of(ME)))
            await blocked(empty_postgres)
            task.cancel()
            await asyncio.wait([task])

        assert task.cancelled()
        async with database.engine.connect() as connection:
            told = text("SELECT current_setting('cryptotracker.owner', true)")
            assert (await connection.scalar(told)) in {None, ""}
            assert await connection.scalar(select(func.count()).select_from(portfolios)) == 0
