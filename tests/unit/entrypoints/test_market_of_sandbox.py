"""How prices of the sandbox move when they are told to."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.entrypoints.sandbox.market import Market
from tests.integration.calendars import Calendar

NOW = datetime(2026, 10, 30, 14, 30, tzinfo=UTC)


def test_a_price_goes_a_straight_way_and_stays_where_it_ends() -> None:
    clock = Calendar(NOW)
    market = Market(EmbeddedCatalogue(), clock)
    market.set("bitcoin", Decimal(60_000))

    market.move("bitcoin", Decimal(-50), timedelta(seconds=10))
    found = []
    for second in (0, 5, 10, 60):
        clock.today = NOW + timedelta(seconds=second)
        found.append(market.price("bitcoin", "USD"))

    assert found == [60_000, 45_000, 30_000, 30_000]


def test_a_move_on_the_way_begins_where_the_price_is() -> None:
    clock = Calendar(NOW)
    market = Market(EmbeddedCatalogue(), clock)
    market.set("bitcoin", Decimal(60_000))
    market.move("bitcoin", Decimal(-50), timedelta(seconds=10))
    clock.today += timedelta(seconds=5)

    market.move("bitcoin", Decimal(10), timedelta(0))

    assert market.price("bitcoin", "USD") == 49_500
