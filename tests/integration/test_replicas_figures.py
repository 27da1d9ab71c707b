"""Figures may rest on what a replica has, and are never those of a portfolio as it was before."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import event

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase
from cryptotracker.adapters.prices.simulated import SimulatedMarket
from cryptotracker.application.books import LoadBooks
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from tests.contract.ledgers import MINE, put
from tests.formats import NEW_YEAR, bought
from tests.integration.test_replicas import followed, until
from tests.standby import Standby


@pytest.fixture
async def database(empty_postgres: str, standby: Standby) -> AsyncIterator[SqlDatabase]:
    """Give a database of one entry, which its replica has too."""
    async with followed(empty_postgres, standby.url) as opened:
        settings = Settings(name="mine", currency="EUR")
        async with opened.transaction() as work:
            await work.portfolios.add(Portfolio(id=MINE, settings=settings, created_at=NEW_YEAR))
        await add(opened, 1)
        await until(lambda: counted(opened), [1])
        yield opened


async def add(database: SqlDatabase, number: int) -> None:
    async with database.transaction() as work:
        portfolio = await work.portfolios.get(MINE)
        recorded = await put(work, number, bought(str(number)))
        await work.portfolios.save(portfolio.with_more(recorded.added))


async def counted(database: SqlDatabase) -> list[int]:
    async with database.lagging() as work:
        return [each.transactions for each in (await work.portfolios.page(limit=9)).items]


def load(database: SqlDatabase) -> LoadBooks:
    catalogue, clock = EmbeddedCatalogue(), SystemClock()
    market = SimulatedMarket(catalogue, clock)
    return LoadBooks(database=database, prices=market, catalogue=catalogue, clock=clock)


async def test_entries_are_read_from_a_replica_that_has_the_same_version(
    database: SqlDatabase,
) -> None:
    assert database.replicas
    said: list[str] = []
    there = database.replicas.all[0].engine.sync_engine
    event.listen(there, "before_cursor_execute", lambda *said_there: said.append(said_there[2]))

    books = await load(database)(MINE)

    assert len(books.history.events) == 1
    assert any("FROM transactions" in each for each in said)


async def test_figures_are_never_of_an_older_version(
    database: SqlDatabase, standby: Standby
) -> None:
    async with standby.behind():
        await add(database, 2)

        books = await load(database)(MINE)

    assert (len(books.history.events), books.portfolio.transactions) == (2, 2)


async def test_figures_need_no_replica(database: SqlDatabase, standby: Standby) -> None:
    with standby.stopped():
        books = await load(database)(MINE)

    assert len(books.history.events) == 1
