"""Figures that rest on sources which were away are made anew once those are back."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.application.books import LoadBooks
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.domain.portfolio.transactions import Amount
from cryptotracker.domain.records import changed
from tests.contract.ledgers import MINE, put
from tests.formats import bought
from tests.sandboxed import NOW, Stage, desk

THEN = NOW.replace(day=25)


@pytest.fixture
async def database(empty_sqlite: str) -> AsyncIterator[SqlDatabase]:
    """Give a database with a purchase of Bitcoin, and one of what may be two things."""
    async with open_database(empty_sqlite) as opened:
        settings = Settings(name="mine", currency="EUR")
        event = changed(bought(), time=THEN)
        luna = changed(event, received=Amount("LUNA", Decimal(1)))
        async with opened.transaction() as work:
            await work.portfolios.add(Portfolio(id=MINE, settings=settings, created_at=NOW))
            await put(work, 1, event, luna)
        yield opened


async def test_prices_that_were_missing_are_asked_for_again(
    stage: Stage, database: SqlDatabase, empty_sqlite: str
) -> None:
    async with desk(stage, empty_sqlite, "coingecko", "coinmarketcap") as here:
        catalogue = EmbeddedCatalogue()
        load = LoadBooks(
            database=database, prices=here.prices, catalogue=catalogue, clock=stage.clock
        )
        await here.prices.quotes(["BTC"], currency=Currency("EUR"))
        for each in ("coingecko", "coinmarketcap"):
            stage.tell(each, "failing")
        without = await load(MINE)
        for each in ("coingecko", "coinmarketcap"):
            stage.tell(each)
        stage.pass_time(minutes=11)

        books = await load(MINE)

    assert without.prices.at("BTC", "EUR", THEN) is None
    assert without.prices.at("BTC", "EUR", NOW) is not None  # the last that was told
    assert books.prices.at("BTC", "EUR", THEN) is not None
    (issue,) = books.history.issues
    assert issue.message.startswith("LUNA may be Terra or Terra Classic; it has no price")
