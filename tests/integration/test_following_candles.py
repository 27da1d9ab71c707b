"""Candles are told as they come to be, of what exchanges say and of what is kept elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from attrs import frozen

from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.application.announcing import AnnouncedDatabase
from cryptotracker.application.candles import ShowCandles
from cryptotracker.application.prices.charting import FollowCandles
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import Candle, Grade, Graded
from cryptotracker.entrypoints.http.chart_feed import ChartFeed
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.events import Events, Resync
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Series
from tests.quoting import Client
from tests.sandboxed import NOW, Desk, Stage, desk

SERIES = Series(asset="BTC", currency=Currency("USD"), interval="5m")
KRAKEN = Whence(series=SERIES, source="kraken", simulated=False)
PATIENCE_SECONDS = 10


@frozen
class Scene:
    """A process that listens to an exchange, and a client of it."""

    stage: Stage
    feed: ChartFeed
    database: Database
    client: Client

    async def told(self, close: str) -> dict[str, Any]:
        """Tell again and again, until the last candle closes so."""
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while not self.client.heard or self.client.heard[-1]["data"][-1]["close"] != close:
            assert asyncio.get_running_loop().time() < end, self.client.heard[-1]
            await asyncio.sleep(0.05)
            await self.feed.tell()
        return self.client.heard[-1]

    def price(self, price: str) -> None:
        self.stage.sandbox.market.dollars["bitcoin"] = Decimal(price)


@asynccontextmanager
async def scene(stage: Stage, here: Desk, events: Events) -> AsyncIterator[Scene]:
    database = AnnouncedDatabase(here.database, events, None)
    known = here.prices.knows
    show = ShowCandles(
        database=database,
        prices=here.prices,
        clock=stage.clock,
        whose=lambda series: feed.about.name if (feed := known(series)) else "",
    )
    follow = FollowCandles(
        show=show,
        prices=here.prices,
        clock=stage.clock,
        events=events,
        build=here.hear.build,
        streams=["kraken"],
    )
    made = Scene(stage, ChartFeed(follow, timedelta(hours=1)), database, Client())
    await made.feed.join(made.client, SERIES)
    yield made
    made.feed.leave(made.client, SERIES)


def corrected(start: datetime) -> Graded:
    one = Decimal(1)
    return Graded(Candle(start=start, open=one, high=one, low=one, close=one), Grade.OFFICIAL)


async def test_a_candle_is_told_as_trades_make_it_until_it_ends_and_is_corrected(
    stage: Stage, empty_sqlite: str
) -> None:
    async with (
        desk(stage, empty_sqlite, "kraken") as here,
        here.hearing(),
        scene(stage, here, MemoryEvents()) as made,
    ):
        standing = made.client.heard[0]
        made.price("66000")
        high = await made.told("66000")
        made.price("64050")
        last = await made.told("64050")
        stage.pass_time(minutes=5, seconds=11)
        made.price("64070")
        await made.told("64070")
        after = [each for told in made.client.heard for each in told["data"]]

    under_way = last["data"][-1]
    assert [each["ended"] for each in standing["data"]] == [True, False]
    assert (standing["source"], standing["interval"], standing["simulated"]) == (
        "kraken",
        "5m",
        False,
    )
    assert (high["data"][-1]["time"], under_way["high"]) == (under_way["time"], "66000")
    assert (under_way["grade"], under_way["ended"]) == ("built", False)
    ended = [each for each in after if each["time"] == under_way["time"]][-1]
    assert (ended["grade"], ended["ended"]) == ("official", True)
    versions = [told["version"] for told in made.client.heard]
    assert versions == sorted(set(versions))


async def test_who_does_not_read_hears_once_how_each_candle_stands_that_changed(
    stage: Stage, empty_sqlite: str
) -> None:
    events = MemoryEvents()
    start = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    async with (
        desk(stage, empty_sqlite, "kraken") as here,
        scene(stage, here, events) as made,
        events.subscribe("*") as elsewhere,
    ):
        elsewhere.add("candles")
        made.client.reads = False
        for at in (start, start + timedelta(minutes=5)):
            async with made.database.transaction() as work:
                await work.candles.keep(KRAKEN, [corrected(at)])
            await made.feed.hear(await anext(elsewhere))
        silent = len(made.client.heard)
        made.client.reads = True
        await made.feed.tell()
        await made.feed.hear([Resync(topic="candles")])

    assert silent == 1
    told, resync = made.client.heard[1:]
    assert [(each["time"], each["close"]) for each in told["data"]] == [
        (start.isoformat().replace("+00:00", "Z"), "1"),
        ((start + timedelta(minutes=5)).isoformat().replace("+00:00", "Z"), "1"),
    ]
    assert resync == {
        "op": "resync",
        "topic": "candles",
        "asset": "BTC",
        "currency": "USD",
        "interval": "5m",
    }
