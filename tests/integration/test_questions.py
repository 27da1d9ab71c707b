"""What PostgreSQL's driver is asked at once keeps the promises of what SQLAlchemy asks."""

import asyncio
import subprocess
from uuid import UUID

import pytest

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.ports.persistence import Database
from tests.contract.ledgers import MINE, YOURS, open_with_portfolios
from tests.programs import find


async def test_who_loses_the_connection_while_he_asks_is_told_so(empty_postgres: str) -> None:
    async with open_with_portfolios(empty_postgres) as database:
        with pytest.raises(DatabaseUnavailableError):
            async with database.snapshot() as work:
                run(empty_postgres, f"SELECT pg_terminate_backend(pid, 5000) {OTHERS}")
                await work.portfolios.get(MINE)

        assert (await shown(database, MINE)).settings.name == "mine"


async def test_a_table_that_changed_in_between_is_read_all_the_same(empty_postgres: str) -> None:
    async with open_with_portfolios(empty_postgres) as database:
        before = await shown(database, MINE)
        run(empty_postgres, "ALTER TABLE portfolios ADD COLUMN later text")
        try:
            after = await shown(database, MINE)
        finally:
            run(empty_postgres, "ALTER TABLE portfolios DROP COLUMN later")

        assert after == before


@pytest.mark.parametrize("milliseconds", [0, 0.1, 0.2, 0.3, 0.5, 1])
async def test_who_goes_while_he_asks_leaves_nothing_behind(
    empty_postgres: str, milliseconds: float
) -> None:
    async with open_with_portfolios(empty_postgres) as database:
        async with database.snapshot() as work:
            asking = asyncio.create_task(work.portfolios.get(MINE))
            await asyncio.wait([asking], timeout=milliseconds / 1000)
            asking.cancel()
            await asyncio.wait([asking])

        assert (await shown(database, YOURS)).settings.name == "yours"


OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


async def shown(database: Database, portfolio_id: UUID) -> Portfolio:
    async with database.snapshot() as work:
        return await work.portfolios.get(portfolio_id)


def run(url: str, statement: str) -> None:
    psql = find("postgres").resolve().with_name("psql")
    subprocess.run([psql, "-qX", "-c", statement, url], check=True, stdout=subprocess.DEVNULL)
