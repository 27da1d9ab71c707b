"""What every price source promises, held against every price source there is."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import entry_points
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.prices.simulated import SimulatedMarket
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import INTERVALS, candle_fault
from cryptotracker.entrypoints.pricing import SOURCES
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.prices import PriceSource, Series
from tests.sandboxed import Stage, desk

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
SINCE, UNTIL = date(2026, 11, 17), date(2026, 11, 20)
USD, CHF = Currency("USD"), Currency("CHF")


class StoppedClock(Clock):
    def now(self) -> datetime:
        return NOW

    def new_id(self) -> UUID:
        return UUID(int=0)


@asynccontextmanager
async def merged(stage: Stage, url: str) -> AsyncIterator[PriceSource]:
    stage.clock.today = NOW
    names = "coingecko", "coinmarketcap", "ecb", "exchangerate"
    async with desk(stage, url, *names) as opened:
        yield opened.prices


CASES: dict[str, Callable[[Stage, str], AbstractAsyncContextManager[PriceSource]]] = {
    "simulated": lambda *_: SimulatedMarket.open(
        {}, catalogue=EmbeddedCatalogue(), clock=StoppedClock()
    ),
    "merged": merged,
}
SIMULATED = {"simulated"}
CHARTED = ["simulated"]
"""Those that have candles; what is merged of several sources has none."""


@pytest.fixture(params=CASES)
async def source(
    request: pytest.FixtureRequest, stage: Stage, empty_sqlite: str
) -> AsyncIterator[PriceSource]:
    async with CASES[request.param](stage, empty_sqlite) as opened:
        yield opened


@pytest.fixture(params=CHARTED)
async def charted(
    request: pytest.FixtureRequest, stage: Stage, empty_sqlite: str
) -> AsyncIterator[PriceSource]:
    async with CASES[request.param](stage, empty_sqlite) as opened:
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


BITCOIN = Series(asset="BTC", currency=CHF, interval="1h")
HOUR = INTERVALS["1h"]


async def test_candles_begin_within_the_time_asked_for_oldest_first(charted: PriceSource) -> None:
    since = NOW - 2 * HOUR

    found = await charted.candles(BITCOIN, since=since, until=NOW + HOUR)

    assert [each.start.hour for each in found.candles] == [13, 14]
    assert [candle_fault(each) for each in found.candles] == ["", ""]
    assert [each.start.minute for each in found.candles] == [0, 0]


async def test_candles_agree_with_quotes(charted: PriceSource) -> None:
    found = await charted.candles(BITCOIN, since=NOW - HOUR, until=NOW)
    quote = (await charted.quotes(["BTC"], currency=CHF))["BTC"]

    assert found.simulated == quote.simulated
    assert found.candles[-1].close == quote.price  # of the one under way


async def test_where_nothing_is_known_there_are_no_candles(source: PriceSource) -> None:
    unknown = evolve(BITCOIN, asset="NOSUCH")
    nowhere = evolve(BITCOIN, currency=Currency("XTS"))

    found = [await source.candles(each, since=NOW - HOUR, until=NOW) for each in (unknown, nowhere)]

    assert [list(each.candles) for each in found] == [[], []]


@pytest.mark.parametrize("interval", INTERVALS)
async def test_shorter_candles_are_parts_of_longer_ones(
    charted: PriceSource, interval: str
) -> None:
    day = datetime(2026, 11, 19, tzinfo=UTC)
    until = day + INTERVALS["1d"]
    short = evolve(BITCOIN, interval=interval)

    parts = (await charted.candles(short, since=day, until=until)).candles
    daily = await charted.candles(evolve(BITCOIN, interval="1d"), since=day, until=until)
    (whole,) = daily.candles

    assert len(parts) == INTERVALS["1d"] // INTERVALS[interval]
    assert (parts[0].open, parts[-1].close) == (whole.open, whole.close)
    assert max(each.high for each in parts) == whole.high
    assert min(each.low for each in parts) == whole.low


async def test_a_history_that_ends_before_it_begins_is_empty(source: PriceSource) -> None:
    assert await source.history(["BTC"], currency=USD, since=UNTIL, until=SINCE) == {}


@pytest.mark.parametrize("name", CASES)
async def test_made_up_prices_are_marked(name: str, stage: Stage, empty_sqlite: str) -> None:
    async with CASES[name](stage, empty_sqlite) as source:
        quote = (await source.quotes(["BTC"], currency=USD))["BTC"]

    assert quote.simulated == (name in SIMULATED)
    assert quote.source


def test_every_installed_price_source_is_held_to_this_contract() -> None:
    installed = entry_points(group=SOURCES)

    assert {plugin.name for plugin in installed} | {"merged"} == set(CASES)
