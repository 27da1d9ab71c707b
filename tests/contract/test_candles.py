"""What every database promises of the candles it keeps."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import INTERVALS, Candle, Grade, Graded
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Series

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
MINUTE = INTERVALS["1m"]
LONG = Decimal("0.000000000123456789012345678901")


def of(interval: str = "1m", asset: str = "BTC") -> Whence:
    series = Series(asset=asset, currency=Currency("EUR"), interval=interval)
    return Whence(series=series, source="somebody", simulated=False)


def candle(
    start: datetime, price: str | Decimal = "1.5", grade: Grade = Grade.BUILT, volume: str = ""
) -> Graded:
    at = Decimal(price)
    traded = Decimal(volume) if volume else None
    return Graded(Candle(start=start, open=at, high=at, low=at, close=at, volume=traded), grade)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


async def keep(database: Database, *candles: Graded, whence: Whence | None = None) -> None:
    async with database.transaction() as work:
        await work.candles.keep(whence or of(), candles)


async def read(database: Database, whence: Whence | None = None) -> list[Graded]:
    since, until = NOON - timedelta(days=400), NOON + timedelta(days=400)
    async with database.snapshot() as work:
        return list((await work.candles.read(whence or of(), since=since, until=until)).candles)


async def test_candles_come_out_to_the_last_digit_oldest_first(database: Database) -> None:
    late = candle(NOON + MINUTE, LONG, volume="0")
    early = candle(NOON, "123456789012345678901234567890")

    await keep(database, late, early)

    assert await read(database) == [early, late]
    assert [each.candle.volume for each in await read(database)] == [None, Decimal(0)]


async def test_a_candle_is_corrected_by_its_own_grade_or_a_higher_one(database: Database) -> None:
    official = candle(NOON, "3", Grade.OFFICIAL)

    await keep(database, candle(NOON, "1", Grade.PARTIAL), candle(NOON, "2"))
    built = await read(database)
    await keep(database, official)
    await keep(database, candle(NOON, "4"), candle(NOON, "5", Grade.PARTIAL))

    assert built == [candle(NOON, "2")]
    assert await read(database) == [official]


async def test_a_time_is_read_from_its_first_instant_to_before_its_last(database: Database) -> None:
    await keep(database, *(candle(NOON + at * MINUTE) for at in range(5)))

    async with database.snapshot() as work:
        found = await work.candles.read(of(), since=NOON + MINUTE, until=NOON + 3 * MINUTE)

    assert [each.candle.start for each in found.candles] == [NOON + MINUTE, NOON + 2 * MINUTE]


async def test_series_are_kept_apart(database: Database) -> None:
    other, hourly = of(asset="ETH"), of("1h")
    await keep(database, candle(NOON, "1"))
    await keep(database, candle(NOON, "2"), whence=other)
    await keep(database, candle(NOON, "3"), whence=hourly)

    async with database.snapshot() as work:
        minutes, hours = await work.candles.series("1m"), await work.candles.series("1h")

    assert await read(database, other) == [candle(NOON, "2")]
    assert await read(database, hourly) == [candle(NOON, "3")]
    assert await read(database, of("5m")) == []
    assert [each.whence for each in minutes] == [of(), other]
    assert [each.whence for each in hours] == [hourly]


async def test_it_is_known_how_far_longer_candles_were_made(database: Database) -> None:
    await keep(database, candle(NOON))
    async with database.transaction() as work:
        before = await work.candles.series("1m")
        await work.candles.rolled_up(of(), NOON + MINUTE)
        after = await work.candles.series("1m")

    assert [each.rolled_up for each in (*before, *after)] == [None, NOON + MINUTE]


@pytest.mark.parametrize("interval", INTERVALS)
async def test_what_is_old_as_a_whole_month_or_year_is_forgotten(
    database: Database, interval: str
) -> None:
    old = [candle(NOON - timedelta(days=each)) for each in (380, 370)]
    await keep(database, *old, candle(NOON), whence=of(interval))

    async with database.transaction() as work:
        nothing = await work.candles.forget(interval, NOON - timedelta(days=390))
        some = await work.candles.forget(interval, datetime(2026, 1, 1, tzinfo=UTC))

    assert nothing == 0
    assert some > 0
    assert await read(database, of(interval)) == [candle(NOON)]


async def test_nothing_is_kept_of_what_is_undone(database: Database) -> None:
    async with database.rehearsal() as work:
        await work.candles.keep(of(), [candle(NOON)])

    assert await read(database) == []


async def test_the_first_prices_of_many_series_are_found_by_one_question(
    database: Database,
) -> None:
    five, late = of("5m"), NOON + timedelta(minutes=5)
    await keep(database, candle(NOON, LONG), candle(late, "2"), whence=five)
    await keep(database, candle(NOON, "3"), whence=of("5m", asset="ETH"))
    await keep(database, candle(late, "4"), whence=of("5m", asset="SOL"))
    await keep(database, candle(NOON, "5"), whence=of("1m", asset="ADA"))
    official, made_up = candle(NOON, "6", Grade.OFFICIAL), of("5m", asset="ADA")
    await keep(database, official, whence=evolve(of("5m", asset="ETH"), source="another"))
    await keep(database, candle(NOON, "7"), whence=evolve(made_up, simulated=True))

    async with database.snapshot() as work:
        at = partial(work.openings.at, interval="5m", start=NOON)
        names = ["BTC", "ETH", "SOL", "ADA", "XYZ"]
        found = await at(names, currency=Currency("EUR"))
        foreign = await at(names, currency=Currency("USD"))

    assert found == {"BTC": LONG, "ETH": Decimal(6)}
    assert foreign == {}
