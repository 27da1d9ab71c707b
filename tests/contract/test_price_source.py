"""What every price source promises, held against every price source there is."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import entry_points
from uuid import UUID

import pytest

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.prices.simulated import SimulatedMarket
from cryptotracker.domain.market.assets import Currency
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.prices import PriceSource

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
SINCE, UNTIL = date(2026, 11, 17), date(2026, 11, 20)
USD, CHF = Currency("USD"), Currency("CHF")


class StoppedClock(Clock):
    def now(self) -> datetime:
        return NOW

    def new_id(self) -> UUID:
        return UUID(int=0)


CASES: dict[str, Callable[[], AbstractAsyncContextManager[PriceSource]]] = {
    "simulated": lambda: SimulatedMarket.open(
        {}, catalogue=EmbeddedCatalogue(), clock=StoppedClock()
    ),
}
SIMULATED = {"simulated"}


@pytest.fixture(params=CASES)
async def source(request: pytest.FixtureRequest) -> AsyncIterator[PriceSource]:
    async with CASES[request.param]() as opened:
        yield opened


async def test_prices_are_exact_and_times_are_utc(source: PriceSource) -> None:
    quote = (await source.quotes(["BTC"], currency=USD))["BTC"]

    assert isinstance(quote.price, Decimal)
    assert quote.price > 0
    assert quote.as_of.utcoffset() == timedelta(0)
    assert (quote.asset, quote.currency) == ("BTC", "USD")


async def test_an_unknown_asset_is_absent_not_free(source: PriceSource) -> None:
    now = await source.quotes(["BTC", "NOSUCH", ""], currency=USD)
    then = await source.history(["BTC", "NOSUCH"], currency=USD, since=SINCE, until=UNTIL)

    assert set(now) == set(then) == {"BTC"}


async def test_an_unknown_currency_leaves_everything_absent(source: PriceSource) -> None:
    nowhere = Currency("XTS")

    assert await source.quotes(["BTC"], currency=nowhere) == {}
    assert await source.history(["BTC"], currency=nowhere, since=SINCE, until=UNTIL) == {}


async def test_a_history_has_a_quote_a_day_oldest_first(source: PriceSource) -> None:
    history = await source.history(["BTC", "ETH"], currency=CHF, since=SINCE, until=UNTIL)

    days = [17, 18, 19, 20]
    assert [quote.as_of.day for quote in history["BTC"]] == days
    assert [quote.as_of.day for quote in history["ETH"]] == days
    assert {quote.currency for quote in history["ETH"]} == {"CHF"}


async def test_a_history_that_ends_before_it_begins_is_empty(source: PriceSource) -> None:
    assert await source.history(["BTC"], currency=USD, since=UNTIL, until=SINCE) == {}


@pytest.mark.parametrize("name", CASES)
async def test_made_up_prices_are_marked(name: str) -> None:
    async with CASES[name]() as source:
        quote = (await source.quotes(["BTC"], currency=USD))["BTC"]

    assert quote.simulated == (name in SIMULATED)
    assert quote.source


def test_every_installed_price_source_is_held_to_this_contract() -> None:
    installed = entry_points(group="cryptotracker.price_sources")

    assert {plugin.name for plugin in installed} == set(CASES)
