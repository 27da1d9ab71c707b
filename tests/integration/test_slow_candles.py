"""Whoever looks at candles does not wait for a slow source; what comes later is kept."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

import pytest
from attrs import define, field

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.candles import ShowCandles, Shown
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import Candle, Gap
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Fetched, PriceSource, Series
from tests.integration.calendars import Calendar

NOW: Final = datetime(2026, 10, 30, 14, 30, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
SINCE, UNTIL = NOW - 3 * HOUR - HOUR / 2, NOW - HOUR / 2
SERIES: Final = Series(asset="BTC", currency=Currency("USD"), interval="1h")
BLINK: Final = timedelta(milliseconds=20)
LONG: Final = timedelta(seconds=20)


@define(eq=False)
class Slow(PriceSource):
    """A source that answers when it is told to."""

    go: asyncio.Event = field(factory=asyncio.Event)
    asked: int = 0
    away: bool = False

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        assert series == SERIES
        self.asked += 1
        await self.go.wait()
        if self.away:
            raise PriceSourceUnavailableError(source="slow", reason="unreachable")
        ten = Decimal(10)
        starts = [since + step * HOUR for step in range((until - since) // HOUR)]
        made = [Candle(start=each, open=ten, high=ten, low=ten, close=ten) for each in starts]
        return Fetched(simulated=False, candles=made)

    async def quotes(self, assets: Collection[str], *, currency: Currency) -> Mapping[str, Quote]:
        raise AssertionError(assets, currency)

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        raise AssertionError(assets, currency, since, until)


def show_of(database: Database, source: Slow) -> ShowCandles:
    clock = Calendar(NOW)
    return ShowCandles(database=database, prices=source, clock=clock, whose=lambda _: "slow")


async def test_what_takes_too_long_is_a_gap_that_is_filled_for_the_next_who_looks(
    empty_sqlite: str,
) -> None:
    source = Slow()
    async with open_database(empty_sqlite) as database:
        show = show_of(database, source)

        hasty: list[Shown] = await asyncio.gather(
            *(show(SERIES, SINCE, UNTIL, patience=BLINK) for _ in range(5))
        )
        waiting = asyncio.create_task(show(SERIES, SINCE, UNTIL, patience=LONG))
        await asyncio.sleep(0)
        source.go.set()
        patient = await waiting
        later = await show(SERIES, SINCE, UNTIL, patience=BLINK)

    assert {(len(each.candles), each.filling) for each in hasty} == {(0, True)}
    assert hasty[0].gaps == [Gap(SINCE, UNTIL)]
    assert (len(patient.candles), patient.gaps, patient.filling) == (3, [], False)
    assert (len(later.candles), later.filling) == (3, False)
    assert source.asked == 1


async def test_trouble_that_comes_too_late_troubles_nobody(
    empty_sqlite: str, caplog: pytest.LogCaptureFixture
) -> None:
    source = Slow(away=True)
    async with open_database(empty_sqlite) as database:
        show = show_of(database, source)
        await show(SERIES, SINCE, UNTIL, patience=BLINK)
        source.go.set()

        with pytest.raises(PriceSourceUnavailableError):
            await show(SERIES, SINCE, UNTIL, patience=LONG)

    assert caplog.records == []


async def test_who_closes_waits_for_nobody(empty_sqlite: str) -> None:
    source = Slow()
    async with open_database(empty_sqlite) as database:
        show = show_of(database, source)
        shown = await show(SERIES, SINCE, UNTIL, patience=BLINK)

        await show.fetches.close()

    assert shown.filling
    assert source.asked == 1
