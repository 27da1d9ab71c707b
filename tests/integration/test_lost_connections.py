"""A connection that breaks is replaced, and what breaks with it is said in a sentence."""

import asyncio
import subprocess
from typing import Final

import asyncpg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.postgres import PostgresStaging
from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.ports.persistence import Database, UnitOfWork
from tests.programs import find


@pytest.mark.parametrize("ask", ["snapshot", "transaction", "together"])
async def test_a_connection_lost_between_two_requests_is_replaced_unnoticed(
    empty_postgres: str, ask: str
) -> None:
    async with open_database(empty_postgres) as database:
        await ASK[ask](database)
        end_all(empty_postgres)

        await ASK[ask](database)


async def test_of_many_lost_connections_each_is_replaced(empty_postgres: str) -> None:
    async with open_database(empty_postgres) as database:
        await asyncio.gather(*(ASK["snapshot"](database) for _ in range(9)))
        end_all(empty_postgres)

        await asyncio.gather(*(ASK["transaction"](database) for _ in range(9)))


async def test_a_connection_with_an_open_transaction_is_not_given_to_anybody(
    empty_postgres: str,
) -> None:
    async with open_database(empty_postgres) as database:
        async with database.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert isinstance(driver, asyncpg.Connection)
            await driver.execute("BEGIN; SET LOCAL cryptotracker.owner = 'somebody'")

        async with database.engine.connect() as connection:
            told = text("SELECT current_setting('cryptotracker.owner', true)")
            assert (await connection.scalar(told)) in {None, ""}


async def begin(connection: AsyncConnection) -> None:
    await connection.execute(text("CREATE TEMPORARY TABLE staging (line integer)"))


async def test_a_connection_lost_in_the_middle_of_copy_is_said_and_replaced(
    empty_postgres: str,
) -> None:
    async with open_database(empty_postgres) as database:
        with pytest.raises(DatabaseUnavailableError, match="closed"):
            async with connected(database.engine, begin) as connection:
                end_all(empty_postgres)
                await PostgresStaging().fill(connection, b"1,2")
        async with connected(database.engine, begin) as connection:
            answer = await connection.scalar(text("SELECT 1"))

    assert answer == 1


async def test_a_connection_lost_between_the_pieces_of_a_long_answer_is_said_and_replaced(
    empty_postgres: str,
) -> None:
    many = select(func.generate_series(1, 10_000)).execution_options(yield_per=10)
    async with open_database(empty_postgres) as database:
        with pytest.raises(DatabaseUnavailableError, match="closed"):
            async with connected(database.engine) as connection, connection.stream(many) as result:
                async for _ in result.partitions():
                    end_all(empty_postgres)
        async with connected(database.engine) as connection:
            answer = await connection.scalar(text("SELECT 1"))

    assert answer == 1


async def look(work: UnitOfWork) -> None:
    await work.portfolios.page(limit=1)


async def look_in_a_snapshot(database: Database) -> None:
    async with database.snapshot() as work:
        await look(work)


async def look_in_a_transaction(database: Database) -> None:
    async with database.transaction() as work:
        await look(work)


async def look_together(database: Database) -> None:
    async with database.together():
        await look_in_a_transaction(database)


ASK: Final = {
    "snapshot": look_in_a_snapshot,
    "transaction": look_in_a_transaction,
    "together": look_together,
}


def end_all(url: str) -> None:
    """Have the server end its connections; who waits for this has not yet heard of it."""
    psql = find("postgres").resolve().with_name("psql")
    statement = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    subprocess.run([psql, "-qX", "-c", statement, url], check=True, stdout=subprocess.DEVNULL)
