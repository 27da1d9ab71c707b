"""No query reads a table from end to end: what a list costs does not grow with the installation.

A short run asks PostgreSQL whether an index could be used, since it need not use one for a few
rows; with PLAN_ROWS=1000000, as `make deep` has it, whether it is used. Filters by asset, account
and text walk the entries of one portfolio by time, page by page: that is bounded by the portfolio.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import asdict, evolve
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Table,
    UniqueConstraint,
    event,
    insert,
    text,
)

from cryptotracker.adapters.persistence.cursors import write_id
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.ownership import EVERYBODY, work_for
from cryptotracker.adapters.persistence.portfolios import row_of
from cryptotracker.adapters.persistence.tables import imports, metadata, portfolios
from cryptotracker.domain.identity.attempts import TERMS
from cryptotracker.domain.identity.errors import UserNotFoundError
from cryptotracker.domain.portfolio.portfolios import THE_OWNER, Portfolio, Settings
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.idempotency import Answer, Claim
from cryptotracker.ports.identity import People
from cryptotracker.ports.persistence import Database, Source, UnitOfWork, Wanted
from tests.contract import people
from tests.contract.comments import comment
from tests.contract.ledgers import MINE, YOURS, open_with_portfolios, put, record
from tests.formats import NEW_YEAR, bought
from tests.integration.plans import watched

ROWS: Final = int(os.environ.get("PLAN_ROWS", "2000"))
FEW: Final = 100_000
REJECTED: Final = Rejection(file="f", line=1, column="c", value="v", reason="r")
CLAIM: Final = Claim(key="k", holder=UUID(int=1), until=datetime(2026, 1, 2, tzinfo=UTC))
WANTED: Final = Wanted(asset="BTC", account="x", type="buy", text="t", start=NEW_YEAR, end=NEW_YEAR)
SETTINGS: Final = Settings(name="third", currency="EUR")
THIRD: Final = Portfolio(id=UUID(int=3), settings=SETTINGS, created_at=NEW_YEAR)


@pytest.fixture
async def filled(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_with_portfolios(database_url) as database:
        # One portfolio in a hundred rows; a file that came twice leaves claims.
        for number, owner, most in (
            (1, MINE, ROWS // 100),
            (2, YOURS, ROWS),
            (5, YOURS, ROWS // 10),
        ):
            source = Source(read=partial(purchases, most))
            async with database.transaction() as work:
                await work.imports.save(record(number, owner))
                await work.ledger.add(record(number, owner), source)
        assert isinstance(database, SqlDatabase)
        await add_others(database)
    async with open_database(database_url) as database:
        yield database


def purchases(most: int) -> Iterator[Transaction]:
    return (bought(str(each)) for each in range(1, most + 1))


async def add_others(database: SqlDatabase) -> None:
    """Add portfolios and imports of others: a table of two is rightly read whole."""
    owners = range(1000, 1000 + ROWS // 100)
    rows = [
        row_of(evolve(THIRD, id=UUID(int=number), settings=evolve(SETTINGS, name=str(number))))
        | {"owner": UUID(int=number)}
        for number in owners
    ]
    async with database.engine.begin() as connection:
        await work_for(connection, EVERYBODY)
        await connection.execute(insert(portfolios), rows)
        records = [asdict(record(number, UUID(int=number))) for number in owners]
        await connection.execute(insert(imports), records)
        if database.engine.dialect.name == "postgresql":
            await connection.execute(text("ANALYZE portfolios, imports"))


async def test_every_query_uses_an_index(filled: SqlDatabase) -> None:
    if ROWS < FEW and filled.engine.dialect.name == "postgresql":
        event.listen(filled.engine.sync_engine, "connect", prefer_indexes)

    with watched(filled.engine) as plans:
        await ask_everything(filled)

    assert plans.scanned == {}
    assert len(plans.explained) > 30


async def test_every_query_of_people_uses_an_index(filled: SqlDatabase) -> None:
    if filled.engine.dialect.name == "postgresql":
        event.listen(filled.engine.sync_engine, "connect", prefer_indexes)

    with watched(filled.engine) as plans:
        for database in (filled.of_everybody(), filled.of(people.ADA.id)):
            async with database.rehearsal() as work:
                await work.people.users.add(people.ADA)
                await ask_people(work.people)
        async with filled.of_everybody().rehearsal() as work:
            await ask_keys(work.people)
            await ask_elsewhere(work.people)

    assert plans.scanned == {}
    assert len(plans.explained) > 25


async def test_a_query_without_an_index_is_noticed(filled: SqlDatabase) -> None:
    with watched(filled.engine) as plans:
        async with filled.engine.connect() as connection:
            await connection.execute(text("SELECT * FROM transactions WHERE txid = 'x'"))

    assert list(plans.scanned) == ["SELECT * FROM transactions WHERE txid = 'x'"]


def prefer_indexes(connection: Any, _: object) -> None:
    """Let a connection read a table whole only where nothing else is possible."""
    cursor = connection.cursor()
    cursor.execute("SET enable_seqscan = off")
    cursor.close()
    connection.commit()


async def ask_everything(database: Database) -> None:
    async with database.transaction() as work:
        await ask_portfolios(work)
        await ask_imports(work)
        await ask_answers(work)
        await ask_comments(work)
    async with database.transaction() as work:
        await ask_ledger(work)


async def ask_portfolios(work: UnitOfWork) -> None:
    await work.portfolios.add(THIRD)
    await work.portfolios.save(evolve(THIRD, version=2))
    await work.portfolios.get("third")
    cursor = (await work.portfolios.page(limit=1)).next_cursor
    await work.portfolios.page(limit=1, cursor=cursor)
    await work.portfolios.remove(THIRD.id)


async def ask_comments(work: UnitOfWork) -> None:
    said = comment(user_id=THE_OWNER)
    await work.comments.save(said)
    await work.comments.get(MINE, said.id)
    first = await work.comments.page(MINE, said.about, limit=1, cursor=write_id(UUID(int=0)))
    assert [*first.items] == [said]
    await work.comments.every(MINE, limit=1, cursor=write_id(UUID(int=0)))
    await work.comments.written(THE_OWNER, limit=1, cursor=write_id(UUID(int=0)))
    await work.comments.threads(MINE)
    await work.comments.settle(said, NEW_YEAR)
    await work.comments.reopen(said)
    await work.comments.remove(MINE, said.id)


async def ask_imports(work: UnitOfWork) -> None:
    await work.imports.save(record(3))
    await work.imports.reject(record(3).id, [REJECTED])
    await work.imports.rejections(record(3).id)
    await work.imports.get(MINE, record(3).id)
    cursor = (await work.imports.page(MINE, limit=1)).next_cursor
    await work.imports.page(MINE, limit=1, cursor=cursor)


async def ask_answers(work: UnitOfWork) -> None:
    await work.answers.claim(CLAIM, NEW_YEAR)
    await work.answers.claim(CLAIM, CLAIM.until + timedelta(days=1))
    await work.answers.renew(CLAIM)
    await work.answers.keep(CLAIM, b"", Answer(status=200, headers=[], body=b""))
    await work.answers.purge(CLAIM.until)


async def ask_ledger(work: UnitOfWork) -> None:
    await put(work, 4, bought("1"), bought("1"), bought("0.5"))
    cursor = (await work.ledger.page(MINE, Wanted(), limit=1)).next_cursor
    await work.ledger.page(MINE, WANTED, limit=1, cursor=cursor)
    await work.ledger.accounts(MINE)
    async for _ in work.ledger.read(MINE):
        break
    await work.ledger.take_back(record(4))


async def ask_people(asked: People) -> None:
    with suppress(UserNotFoundError):
        await asked.users.get(people.ADA.email)
    await asked.users.save(people.ADA)
    await asked.users.get(people.ADA.id)
    cursor = (await asked.users.page(limit=1)).next_cursor
    await asked.users.page(limit=1, cursor=cursor)
    await asked.administrators.all()
    await asked.users.others(people.ADA.id)
    await asked.sessions.save(people.session(), refresh=people.FIRST)
    await asked.sessions.show(people.FIRST, people.NOW)
    await asked.sessions.live(people.ADA.id, people.NOW)
    await asked.standing.sessions([people.session().id], people.NOW)
    await asked.standing.tokens([people.ADA.id], people.NOW)
    await asked.sessions.save(people.session().ended("revoked", people.NOW))
    await asked.sessions.forget(people.NOW)
    await asked.one_time.add(people.sent())
    await asked.one_time.get(people.FIRST)
    await asked.one_time.save(people.sent())
    await asked.one_time.spend(people.ADA.id, people.NOW)
    await asked.one_time.forget(people.NOW)


async def ask_elsewhere(asked: People) -> None:
    """Of handshakes and proofs there are never many; they are found by their digests."""
    await asked.identities.save(people.ELSEWHERE)
    await asked.identities.get("telegram", "4711")
    await asked.identities.of(people.ADA.id)
    await asked.identities.remove(people.ELSEWHERE.id)
    await asked.handshakes.take(people.FIRST)
    await asked.handshakes.spend(people.FIRST, people.NOW)
    await asked.handshakes.forget(people.NOW)


async def ask_keys(asked: People) -> None:
    by = {"account": people.FIRST, "all": people.SECOND}
    tries = await asked.attempts.take(by)
    more = {kind: each.counted(TERMS[kind], people.NOW) for kind, each in tries.items()}
    await asked.attempts.save(by, more)
    await asked.attempts.save(by, tries)
    await asked.attempts.forget(people.NOW)
    await asked.signing_keys.all()
    await asked.signing_keys.remove("k1")


def keys() -> list[tuple[Table, ForeignKeyConstraint]]:
    return [(each, key) for each in metadata.sorted_tables for key in each.foreign_key_constraints]


def indexes(table: Table) -> list[list[str]]:
    """List the columns of every index, the constraints' own among them."""
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    found = [list(each.columns) for each in (table.primary_key, *unique)]
    return [[column.name for column in each] for each in (*found, *map(columns, table.indexes))]


def columns(index: Index) -> list[Column[Any]]:
    return list(index.columns)


@pytest.mark.parametrize(("table", "key"), keys())
def test_a_reference_is_indexed_on_both_sides(table: Table, key: ForeignKeyConstraint) -> None:
    own, referred = set(key.column_keys), {each.column.name for each in key.elements}

    assert any(index[0] in own for index in indexes(table))
    assert any(set(index) == referred for index in indexes(key.referred_table))
