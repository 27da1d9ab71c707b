"""Candles grow longer and are forgotten in the background, on every kind of database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from attrs import evolve, frozen

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.candles import TendCandles
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import (
    INTERVALS,
    Grade,
    Graded,
    Tick,
    from_ticks,
)
from cryptotracker.domain.records import changed
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Series
from tests.contract.waiting import NOW, enqueue, job, take

MINUTE, HOUR = INTERVALS["1m"], INTERVALS["1h"]
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
MINUTES = Whence(
    series=Series(asset="BTC", currency=Currency("EUR"), interval="1m"),
    source="somebody",
    simulated=False,
)


@frozen
class At(Clock):
    _now: datetime

    def now(self) -> datetime:
        return self._now

    def new_id(self) -> UUID:
        return UUID(int=0)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


async def tend(database: Database, now: datetime) -> None:
    number = now.toordinal()
    await enqueue(database, job(number))
    taken = await take(database)
    assert taken is not None
    await TendCandles(database, At(now))(Attempt(taken))
    async with database.transaction() as work:
        await work.jobs.save(taken.finished({}, NOW))


async def read(database: Database, interval: str) -> list[Graded]:
    whence = evolve(MINUTES, series=evolve(MINUTES.series, interval=interval))
    until = MIDNIGHT + timedelta(days=60)
    async with database.snapshot() as work:
        found = await work.candles.read(whence, since=MIDNIGHT, until=until)
    return list(found.candles)


def of_ticks(*prices: tuple[timedelta, str]) -> list[Graded]:
    ticks = [Tick(MIDNIGHT + at, Decimal(price), Decimal(1)) for at, price in prices]
    return [Graded(each, Grade.BUILT) for each in from_ticks(ticks, MINUTE)]


async def test_short_candles_become_longer_ones_that_say_what_is_missing(
    database: Database,
) -> None:
    whole = [(at * MINUTE, str(100 + at)) for at in range(5)]
    async with database.transaction() as work:
        await work.candles.keep(MINUTES, of_ticks(*whole, (7 * MINUTE, "90")))

    await tend(database, MIDNIGHT + HOUR)

    minutes, five, hours = [await read(database, each) for each in ("1m", "5m", "1h")]
    assert len(minutes) == 6
    assert [(each.grade.name, each.candle.volume) for each in five] == [
        ("BUILT", Decimal(5)),
        ("PARTIAL", Decimal(1)),
    ]
    figures = hours[0].candle
    prices = (figures.open, figures.high, figures.low, figures.close)
    assert [*map(str, prices)] == ["100", "104", "90", "90"]
    assert hours[0].grade is Grade.PARTIAL


async def test_what_the_market_says_itself_stays_and_what_comes_late_is_made_up_for(
    database: Database,
) -> None:
    hourly = evolve(MINUTES, series=evolve(MINUTES.series, interval="1h"))
    first, late = of_ticks((MINUTE, "1")), of_ticks((2 * MINUTE, "5"))
    (said,) = [Graded(changed(each.candle, start=MIDNIGHT), Grade.OFFICIAL) for each in first]
    async with database.transaction() as work:
        await work.candles.keep(MINUTES, first)
        await work.candles.keep(hourly, [said])
    await tend(database, MIDNIGHT + HOUR)
    async with database.transaction() as work:
        await work.candles.keep(MINUTES, late)

    await tend(database, MIDNIGHT + timedelta(days=1))

    assert await read(database, "1h") == [said]
    (five,) = await read(database, "5m")
    assert [str(five.candle.open), str(five.candle.close)] == ["1", "5"]


async def test_short_candles_are_forgotten_when_longer_ones_were_made(database: Database) -> None:
    async with database.transaction() as work:
        await work.candles.keep(MINUTES, of_ticks((MINUTE, "1")))

    await tend(database, MIDNIGHT + timedelta(days=50))

    found = [await read(database, each) for each in INTERVALS]
    assert [len(each) for each in found] == [0, 1, 1, 1]
