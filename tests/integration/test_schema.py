"""Migrations lead every database to the tables that the program expects."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from cryptotracker.adapters.persistence import schema
from cryptotracker.adapters.persistence.columns import Exact
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.revision import NEWEST, applied
from cryptotracker.adapters.persistence.tables import transactions
from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from tests.contract.ledgers import open_with_portfolios, put
from tests.formats import bought

MONEY = [each.name for each in transactions.columns if isinstance(each.type, Exact)]


async def execute(postgres: str, sql: str) -> None:
    connection = await asyncpg.connect(postgres)
    try:
        await connection.execute(f"SET cryptotracker.owner = '{THE_OWNER}'")
        await connection.execute(sql)
    finally:
        await connection.close()


async def test_migrations_and_tables_agree(database_url: str) -> None:
    assert await schema.check(database_url) == []
    assert await applied(database_url) == NEWEST


async def test_an_upgraded_database_stays_as_it_is(database_url: str) -> None:
    async with open_with_portfolios(database_url):
        await schema.upgrade(database_url)

    async with open_database(database_url) as database, database.snapshot() as work:
        assert len((await work.portfolios.page(limit=9)).items) == 2


async def test_two_processes_may_upgrade_an_empty_database_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert await applied(url) is None

    await asyncio.gather(schema.upgrade(url), schema.upgrade(url))

    assert await schema.check(url) == []


async def test_a_difference_is_named(empty_sqlite: str) -> None:
    engine = create_engine(empty_sqlite)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE imports DROP COLUMN format"))
    engine.dispose()

    differences = await schema.check(empty_sqlite)

    assert "format" in str(differences)


async def test_a_missing_constraint_is_named(empty_postgres: str) -> None:
    name = "ck_transactions_value"
    await execute(empty_postgres, f"ALTER TABLE transactions DROP CONSTRAINT {name}")

    differences = await schema.check(empty_postgres)

    rule = "CHECK (value >= 0 AND value < 1e30)"
    await execute(empty_postgres, f"ALTER TABLE transactions ADD CONSTRAINT {name} {rule}")
    assert differences == [f"the table transactions lacks the constraint {name}"]


async def test_a_database_without_tables_says_how_to_get_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"

    with pytest.raises(DatabaseUnavailableError, match="cryptotracker db upgrade"):
        async with open_database(url) as database, database.snapshot() as work:
            await work.portfolios.get("mine")

    differences = await schema.check(url)
    assert differences == [f"the newest migration is {NEWEST}, the last one applied is None"]


async def test_a_database_of_a_newer_program_is_left_alone(empty_sqlite: str) -> None:
    engine = create_engine(empty_sqlite)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(DatabaseUnavailableError, match="newer version"):
        await schema.upgrade(empty_sqlite)


async def test_sqlite_keeps_every_amount_as_text(empty_sqlite: str) -> None:
    async with open_with_portfolios(empty_sqlite) as database, database.transaction() as work:
        await put(work, 1, bought("123456789012345678.000000000000000001", fees=1))

    engine = create_engine(empty_sqlite)
    with engine.begin() as connection:
        kinds = ", ".join(f"typeof({name})" for name in MONEY)
        row = connection.execute(text(f"SELECT {kinds}, received_quantity FROM transactions")).one()  # noqa: S608 - our columns
    engine.dispose()
    assert set(row[:-1]) == {"text", "null"}
    assert row[-1] == "123456789012345678.000000000000000001"


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "-Infinity", "-1", "1e30"])
@pytest.mark.parametrize("column", MONEY)
async def test_postgres_refuses_what_is_no_amount(
    empty_postgres: str, column: str, wrong: str
) -> None:
    async with open_with_portfolios(empty_postgres) as database, database.transaction() as work:
        await put(work, 1, bought())

    with pytest.raises(asyncpg.CheckViolationError, match=f"ck_transactions_{column}"):
        await execute(empty_postgres, f"UPDATE transactions SET {column} = '{wrong}'")  # noqa: S608 - ours


def test_the_newest_revision_is_known_without_alembic() -> None:
    scripts = ScriptDirectory.from_config(schema.scripts())

    assert scripts.get_current_head() == NEWEST
