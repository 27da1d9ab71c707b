"""The simulated market is the same on every machine, at every hour, and looks like a market."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.prices.simulated import SimulatedMarket, invented, table
from cryptotracker.domain.market.assets import Asset, AssetId, Currency
from cryptotracker.ports.clock import Clock

USD = Currency("USD")
MOMENT = datetime(2024, 3, 12, 14, 5, 9, tzinfo=UTC)


class StoppedClock(Clock):
    def now(self) -> datetime:
        return MOMENT

    def new_id(self) -> UUID:
        return UUID(int=0)


CATALOGUE = EmbeddedCatalogue()
MARKET = SimulatedMarket(CATALOGUE, StoppedClock())


@pytest.mark.parametrize(
    ("asset", "currency", "moment", "price"),
    [
        ("BTC", "USD", datetime(2017, 1, 1, tzinfo=UTC), "963.0000"),
        ("BTC", "USD", MOMENT, "55183.34"),
        ("XXBT", "USD", MOMENT, "55183.34"),
        ("bitcoin", "USD", MOMENT, "55183.34"),
        ("ETH", "EUR", datetime(2025, 8, 14, tzinfo=UTC), "2514.241"),
        ("BTC", "JPY", datetime(2033, 5, 4, 12, tzinfo=UTC), "18360730"),
        ("SHIB", "GBP", datetime(2024, 1, 1, tzinfo=UTC), "0.000008090488"),
        ("USDC", "USD", datetime(2024, 2, 29, tzinfo=UTC), "1.001428"),
        ("EUR", "USD", datetime(2025, 3, 31, tzinfo=UTC), "1.110139"),
        ("VTC", "CHF", datetime(2022, 2, 2, tzinfo=UTC), "0.07237504"),
        ("USD", "USD", MOMENT, "1"),
    ],
)
def test_a_price_is_the_same_to_the_last_digit(
    asset: str, currency: str, moment: datetime, price: str
) -> None:
    quote = MARKET.quote(asset, Currency(currency), moment)

    assert quote is not None
    assert str(quote.price) == price
    assert (quote.as_of, quote.source, quote.simulated) == (moment, "simulated market", True)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_a_price_does_not_depend_on_the_process(seed: str) -> None:
    program = (
        "from tests.unit.adapters.test_simulated_market import MARKET, MOMENT, USD;"
        "print(MARKET.quote('SOL', USD, MOMENT).price)"
    )

    said = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
        text=True,
    )

    assert said.stdout == "133.2405\n"


@pytest.mark.parametrize(
    ("asset", "currency", "moment"),
    [
        ("SOL", "USD", datetime(2019, 1, 1, tzinfo=UTC)),
        ("BTC", "USD", datetime(2016, 12, 31, tzinfo=UTC)),
        ("NOK", "USD", MOMENT),
        ("BTC", "NOK", MOMENT),
        ("BTC", "ETH", MOMENT),
        ("NOSUCH", "USD", MOMENT),
    ],
    ids=["not listed yet", "too early", "no rate", "no currency", "not money", "not known"],
)
def test_what_has_no_price_has_none(asset: str, currency: str, moment: datetime) -> None:
    assert MARKET.quote(asset, Currency(currency), moment) is None


async def test_a_days_quote_is_that_of_its_midnight() -> None:
    day = date(2024, 3, 12)

    history = await MARKET.history(["LINK"], currency=USD, since=day, until=day)

    (quote,) = history["LINK"]
    assert quote.as_of == datetime(2024, 3, 12, tzinfo=UTC)
    assert MARKET.quote("LINK", USD, quote.as_of) == quote


async def test_a_history_begins_when_the_asset_was_listed() -> None:
    history = await MARKET.history(
        ["ARB", "BTC"], currency=USD, since=date(2016, 1, 1), until=date(2031, 12, 31)
    )

    assert history["BTC"][0].as_of == datetime(2017, 1, 1, tzinfo=UTC)
    assert history["ARB"][0].as_of == datetime(2023, 7, 1, tzinfo=UTC)
    assert len(history["BTC"]) == 5478


async def test_a_stablecoin_stays_near_its_dollar_without_sticking_to_it() -> None:
    history = await MARKET.history(
        ["USDC"], currency=USD, since=date(2023, 1, 1), until=date(2026, 12, 31)
    )

    prices = [quote.price for quote in history["USDC"]]
    assert Decimal("0.995") < min(prices) < 1 < max(prices) < Decimal("1.005")


def test_a_wrapped_coin_costs_what_the_coin_costs() -> None:
    ether, wrapped = MARKET.quote("ETH", USD, MOMENT), MARKET.quote("WETH", USD, MOMENT)

    assert ether is not None
    assert wrapped is not None
    assert wrapped.price == ether.price


async def test_a_price_moves_slowly_within_a_day() -> None:
    hours = [MOMENT.replace(hour=hour) for hour in range(24)]

    prices = [quote.price for at in hours if (quote := MARKET.quote("BTC", USD, at))]

    steps = [abs(b / a - 1) for a, b in pairwise(prices)]
    assert 0 < max(steps) < Decimal("0.03")


def test_every_course_of_the_table_belongs_to_an_asset_of_the_catalogue() -> None:
    assert {name for name in table() if CATALOGUE.find(AssetId(name)) is None} == set()


def test_nothing_wrapped_gets_a_course_of_its_own() -> None:
    wrapped = {asset.id for asset in CATALOGUE.assets() if asset.kind == "wrapped"}

    assert wrapped - set(table()) == set()


def test_an_asset_that_the_table_lacks_moves_with_the_market() -> None:
    course = invented(Asset(id=AssetId("vertcoin"), symbol="VTC", name="Vertcoin", kind="coin"))

    assert course.with_market
    assert len(course.anchors) == 21
