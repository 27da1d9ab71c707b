"""What everybody promises who says how many units there are, or what they cost of late."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

import pytest

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.prices.simulated import SimulatedMarket
from cryptotracker.application.analysis.moments import KeptMoments
from cryptotracker.application.analysis.supplies import NobodyCounts
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import Candle, Grade, Graded
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.moments import Moments
from cryptotracker.ports.prices import Series
from cryptotracker.ports.supplies import Supplies

EUR: Final = Currency("EUR")
AT: Final = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
SIMULATED: Final = SimulatedMarket(EmbeddedCatalogue(), SystemClock())
SERIES: Final = Series(asset="bitcoin", currency=EUR, interval="5m")


@pytest.fixture(params=["simulated", "kept"])
async def moments(request: pytest.FixtureRequest, empty_sqlite: str) -> AsyncIterator[Moments]:
    if request.param == "simulated":
        yield SIMULATED
        return
    said = await SIMULATED.candles(SERIES, since=AT, until=AT + timedelta(minutes=5))
    whence = Whence(series=SERIES, source="somebody", simulated=False)
    async with open_database(empty_sqlite) as database:
        async with database.transaction() as work:
            kept = [Graded(each, Grade.OFFICIAL) for each in said.candles]
            await work.candles.keep(whence, kept)
        yield KeptMoments(database, EmbeddedCatalogue())


async def test_a_price_of_a_moment_is_that_with_which_its_candle_begins(moments: Moments) -> None:
    said = await SIMULATED.candles(SERIES, since=AT, until=AT + timedelta(minutes=5))

    found = await moments.moments(["bitcoin", "nothing"], currency=EUR, at=AT)

    (candle,) = said.candles
    assert isinstance(candle, Candle)
    assert found == {"bitcoin": candle.open}


async def test_before_an_asset_was_listed_it_has_no_price(moments: Moments) -> None:
    early = datetime(2016, 1, 1, tzinfo=UTC)

    assert await moments.moments(["bitcoin"], currency=EUR, at=early) == {}


@pytest.mark.parametrize("supplies", [SIMULATED, NobodyCounts()], ids=["simulated", "nobody"])
async def test_what_nobody_counted_is_absent_and_what_is_made_up_says_so(
    supplies: Supplies,
) -> None:
    found = await supplies.supplies(["bitcoin", "apecoin", "nothing"])

    known = {"bitcoin"} if supplies is SIMULATED else set()
    assert found.keys() == known
    assert all(each.simulated and each.quantity > Decimal(0) for each in found.values())
