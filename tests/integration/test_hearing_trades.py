"""Trades that exchanges tell of by themselves become prices and candles."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from cryptotracker.application.candles import ShowCandles
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.filling import FillCandles
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import Grade, Graded, Tick
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.prices import Series
from tests.sandboxed import NOW, Desk, Stage, desk

USD, EUR = Currency("USD"), Currency("EUR")
BTC = Decimal("64000.1234567890123456789")
SEEN_WITHIN = 10


async def until(enough: Callable[[], Awaitable[bool]]) -> None:
    end = asyncio.get_running_loop().time() + SEEN_WITHIN
    while not await enough():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.05)


def minutes(source: str = "kraken", asset: str = "BTC") -> Whence:
    series = Series(asset=asset, currency=USD, interval="1m")
    return Whence(series=series, source=source, simulated=False)


async def kept(here: Desk, since: datetime = NOW - timedelta(days=1)) -> list[Graded]:
    async with here.database.snapshot() as work:
        found = await work.candles.read(minutes(), since=since, until=NOW + timedelta(days=1))
    return list(found.candles)


async def priced(here: Desk, price: Decimal) -> None:
    async def is_so() -> bool:
        found = await here.prices.quotes(["BTC"], currency=USD)
        return found["BTC"].price == price

    await until(is_so)


async def test_a_trade_is_the_price_at_once_and_one_source_among_several(
    stage: Stage, empty_sqlite: str
) -> None:
    names = ("kraken", "binance", "coingecko")
    stage.sandbox.market.dollars["tether"] = Decimal("0.98")
    async with desk(stage, empty_sqlite, *names) as here, here.hearing():
        before = after = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]
        stage.sandbox.market.dollars["bitcoin"] = Decimal(65000)

        async def is_told() -> bool:
            nonlocal after
            after = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]
            return after.price > Decimal("64999.99")

        await until(is_told)

    assert (before.price, before.grade, before.path) == (BTC, "A", ("BTC", "USD"))
    assert set(before.sources) == set(names)  # what Binance counts in Tether is counted in dollars
    assert set(after.sources) == set(names)
    assert after.spread is not None
    assert stage.asked("coingecko") == 1
    assert float(here.figure("price_stream_trades", source="kraken", outcome="heard")) > 1


async def test_a_stream_that_is_cut_ends_no_other(stage: Stage, empty_sqlite: str) -> None:
    async with desk(stage, empty_sqlite, "kraken", "coinbase") as here, here.hearing():
        await here.prices.quotes(["BTC"], currency=USD)
        stage.tell("kraken", "cut")
        stage.sandbox.market.dollars["bitcoin"] = Decimal(63000)

        stage.pass_time(minutes=5)
        await priced(here, Decimal(63000))
        found = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]

    assert (found.sources, found.grade) == (("coinbase",), "B")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("thousandfold", "jumped"), ("zero", "not_positive"), ("nan", "not_a_number")],
)
async def test_a_lie_makes_neither_a_price_nor_a_candle(
    stage: Stage, empty_sqlite: str, fault: str, reason: str
) -> None:
    async def is_refused() -> bool:
        return ("kraken", reason) in here.refused()

    async with desk(stage, empty_sqlite, "kraken") as here, here.hearing():
        await here.prices.quotes(["BTC"], currency=USD)
        stage.tell("kraken", fault)
        await until(is_refused)
        stage.pass_time(minutes=2)
        await here.hear.build.keep()

        found = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]
        candles = await kept(here)

    assert found.price == BTC
    assert {figure for each in candles for figure in (each.candle.high, each.candle.low)} <= {BTC}


async def test_trades_become_candles_that_the_exchange_corrects(
    stage: Stage, empty_sqlite: str
) -> None:
    async def is_built() -> bool:
        await here.prices.quotes(["BTC"], currency=USD)
        return len(await kept(here)) >= 2

    async with desk(stage, empty_sqlite, "kraken") as here, here.hearing():
        stage.pass_time(seconds=20)
        await here.prices.quotes(["BTC"], currency=USD)
        for price in ("64100", "64050"):
            stage.sandbox.market.dollars["bitcoin"] = Decimal(price)
            await priced(here, Decimal(price))
        stage.pass_time(minutes=1)
        stage.sandbox.market.dollars["bitcoin"] = Decimal(64070)
        await priced(here, Decimal(64070))
        stage.pass_time(minutes=2)
        await until(is_built)
        built = await kept(here)
        fill = FillCandles(show_of(here, stage), here.database, stage.clock)
        attempt = Attempt(JOB)
        facts = await fill(attempt)
        official = await kept(here, NOW)

    first, second = built[:2]
    figures = (first.candle.open, first.candle.high, first.candle.low, first.candle.close)
    assert figures == (BTC, Decimal(64100), BTC, Decimal(64050))
    assert (first.grade, second.grade) == (Grade.PARTIAL, Grade.BUILT)
    assert second.candle.close == Decimal(64070)
    assert {each.grade for each in official} == {Grade.OFFICIAL}
    assert facts is not None
    assert (facts["series"], facts["unanswered"]) == (1, 0)
    assert attempt.progress.text == "BTC USD 1m"


async def test_a_trade_that_comes_too_late_changes_no_candle_that_was_kept(
    stage: Stage, empty_sqlite: str
) -> None:
    async with desk(stage, empty_sqlite, "kraken") as here:
        build, pair = here.hear.build, ("BTC", "USD")
        build.add("kraken", pair, [Tick(NOW, Decimal(1)), Tick(NOW, Decimal(2))])
        stage.pass_time(minutes=2)
        kept_at_first = await build.keep()
        build.add("kraken", pair, [Tick(NOW, Decimal(9))])
        stage.pass_time(minutes=2)
        kept_later = await build.keep()

        (only,) = await kept(here)

    assert (kept_at_first, kept_later) == (1, 0)
    assert [str(each) for each in (only.candle.open, only.candle.close)] == ["1", "2"]
    assert only.grade is Grade.BUILT
    assert here.figure("price_stream_trades", source="kraken", outcome="late") == "1.0"


JOB = Job(
    id=UUID(int=1), kind="fill-candles", queue="own", created_at=NOW, not_before=NOW, payload={}
)


def show_of(here: Desk, stage: Stage) -> ShowCandles:
    def whose(series: Series) -> str:
        feed = here.prices.knows(series)
        return feed.about.name if feed else ""

    return ShowCandles(database=here.database, prices=here.prices, clock=stage.clock, whose=whose)


async def test_candles_of_real_sources_are_shown_and_lies_among_them_are_gaps(
    stage: Stage, empty_sqlite: str
) -> None:
    async with desk(stage, empty_sqlite, "coingecko", "kraken") as here:
        stage.tell("kraken", "thousandfold")
        lied = await show_of(here, stage)(minutes().series, NOW - timedelta(minutes=6), NOW)
        stage.tell("kraken")
        shown = await show_of(here, stage)(minutes().series, NOW - timedelta(minutes=6), NOW)

    assert (shown.whence.source, shown.whence.simulated) == ("kraken", False)
    assert [len(lied.candles), len(lied.gaps)] == [4, 2]
    assert (len(shown.candles), shown.gaps) == (6, [])
    assert here.refused() == [("kraken", "jumped")] * 2
