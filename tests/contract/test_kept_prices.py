"""What every database promises of the last good prices."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.persistence import Database

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC)
QUOTE = Quote(
    asset="BTC",
    currency=Currency("USD"),
    price=Decimal("64000.123456789012345678901234567"),
    as_of=NOW,
    source="coingecko, coinmarketcap",
    sources=("coingecko", "coinmarketcap"),
    grade="A",
    spread=Decimal("0.000000000000000001"),
)
PAIR = ("BTC", "USD")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened.of_everybody()


async def keep(database: Database, *quotes: Quote) -> None:
    async with database.transaction() as work:
        await work.prices.keep(quotes)


async def test_what_went_in_comes_out_to_the_last_digit(database: Database) -> None:
    await keep(database, QUOTE)

    async with database.snapshot() as work:
        found = await work.prices.last([PAIR, ("ETH", "USD")])

    assert found == {PAIR: QUOTE}


@pytest.mark.parametrize("minutes", [-1, 1])
async def test_the_price_of_the_later_moment_stays(database: Database, minutes: int) -> None:
    other = evolve(QUOTE, price=Decimal(1), as_of=NOW + timedelta(minutes=minutes))

    await keep(database, QUOTE)
    await keep(database, other)

    async with database.snapshot() as work:
        found = await work.prices.last([PAIR])
    assert found[PAIR].price == max(QUOTE, other, key=lambda each: each.as_of).price


async def test_many_are_kept_and_found_at_once(database: Database) -> None:
    quotes = [evolve(QUOTE, asset=f"A{number}", spread=None) for number in range(1_200)]

    await keep(database, *quotes)

    async with database.snapshot() as work:
        found = await work.prices.last([(each.asset, "USD") for each in quotes])
    assert len(found) == 1_200
    assert found["A7", "USD"] == evolve(QUOTE, asset="A7", spread=None, path=("A7", "USD"))
