"""Measure how fast candles are kept, and a stretch of them read, beside the driver alone.

Both in this process, on SQLite and on a private PostgreSQL: ours through the port that use cases
use, and beside it rows that are ready for the driver, and come back as decimals, in a table with
the same key and nothing else: no parts, no correction, no grade. Making the candles up is not
counted.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final, Protocol

import aiosqlite
import asyncpg
from attrs import evolve, frozen

from bench.databases import postgres, sqlite
from bench.platform import timed
from bench.process import CommandFailedError, Usage
from bench.report import Figure, Goal, ratio
from bench.run import WORK, Run
from cryptotracker.adapters.persistence.columns import microseconds
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import INTERVALS, Candle, Grade, Graded
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Series
from tests.programs import ProgramMissingError

PLACES: Final = (("SQLite", sqlite), ("Postgres", postgres))
SERIES, BATCH, STRETCH, TIMES = 10, 10_000, 500, 101
BEGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)
MINUTE: Final = INTERVALS["1m"]
KEPT, READ, KEPT_PLAIN, READ_PLAIN = (
    "candles kept",
    "stretch read",
    "rows by the driver",
    "stretch by the driver",
)
KEPT_MOST, READ_MOST = 5.0, 5.0
PLAIN_TABLE: Final = """
    CREATE TABLE plain_candles (series_id integer, start {time}, open {number}, high {number},
        low {number}, close {number}, volume {number}, PRIMARY KEY (series_id, start)){end}
"""
PLAIN_STRETCH: Final = """
    SELECT start, open, high, low, close, volume FROM plain_candles
    WHERE series_id = {0} AND start >= {1} AND start < {2} ORDER BY start
"""


class Store(Protocol):
    """Where candles go, and come from."""

    async def keep(self, series: int, candles: Sequence[Candle]) -> Usage: ...

    async def read(self, series: int, since: datetime, until: datetime) -> int: ...


@frozen
class Ours(Store):
    _database: Database

    async def keep(self, series: int, candles: Sequence[Candle]) -> Usage:
        graded = [Graded(each, Grade.OFFICIAL) for each in candles]

        async def work() -> None:
            async with self._database.transaction() as work:
                await work.candles.keep(whence(series), graded)

        return await timed(work)

    async def read(self, series: int, since: datetime, until: datetime) -> int:
        async with self._database.snapshot() as work:
            found = await work.candles.read(whence(series), since=since, until=until)
        return len(found.candles)


@frozen
class PlainSqlite(Store):
    _connection: aiosqlite.Connection

    async def keep(self, series: int, candles: Sequence[Candle]) -> Usage:
        rows = [
            (series, microseconds(start), *map(str, figures))
            for start, *figures in map(figures_of, candles)
        ]

        async def work() -> None:
            insert = "INSERT INTO plain_candles VALUES (?,?,?,?,?,?,?)"
            await self._connection.executemany(insert, rows)
            await self._connection.commit()

        return await timed(work)

    async def read(self, series: int, since: datetime, until: datetime) -> int:
        given = (series, microseconds(since), microseconds(until))
        query = PLAIN_STRETCH.format("?", "?", "?")
        rows = await self._connection.execute_fetchall(query, given)
        return len([(start, *map(Decimal, figures)) for start, *figures in rows])


@frozen
class PlainPostgres(Store):
    _connection: Any

    async def keep(self, series: int, candles: Sequence[Candle]) -> Usage:
        rows = [(series, *figures_of(each)) for each in candles]

        async def work() -> None:
            await self._connection.copy_records_to_table("plain_candles", records=rows)

        return await timed(work)

    async def read(self, series: int, since: datetime, until: datetime) -> int:
        query = PLAIN_STRETCH.format("$1", "$2", "$3")
        return len(await self._connection.fetch(query, series, since, until))


def figures_of(candle: Candle) -> tuple[Any, ...]:
    prices = (candle.open, candle.high, candle.low, candle.close)
    return (candle.start, *prices, candle.volume)


def whence(series: int) -> Whence:
    of = Series(asset=f"asset-{series}", currency=Currency("USD"), interval="1m")
    return Whence(series=of, source="bench", simulated=True)


def made_up(first: int, count: int) -> list[Candle]:
    found = []
    for at in range(first, first + count):
        low = Decimal(6_000_000 + at * 7919 % 50_000).scaleb(-2)
        high = low + Decimal(at % 997).scaleb(-2)
        volume = Decimal(at * 104_729 % 10**9).scaleb(-8)
        start = BEGIN + at * MINUTE
        found.append(Candle(start=start, open=low, high=high, low=low, close=high, volume=volume))
    return found


def batches(rows: int) -> Iterator[tuple[int, list[Candle]]]:
    """Give candles as time goes by: some of each series, then more of each."""
    each, size = rows // SERIES, min(BATCH, rows // SERIES)
    for first in range(0, each, size):
        for series in range(SERIES):
            yield series, made_up(first, min(size, each - first))


def measure_candles(run: Run) -> None:
    for name, place in PLACES:
        folder = WORK.resolve() / f"candles-{name.lower()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            with place(folder) as opened:
                run.ours("db upgrade", ["db", "upgrade"], environment=opened.environment)
                url = opened.environment.get("CRYPTOTRACKER_DATABASE_URL")
                asyncio.run(measure_place(run, name, url, folder))
        except (CommandFailedError, ProgramMissingError) as failure:
            run.report.say(f"{name}: {failure}")
        shutil.rmtree(folder)
        for ours, plain, most in ((KEPT, KEPT_PLAIN, KEPT_MOST), (READ, READ_PLAIN, READ_MOST)):
            rows = run.most_rows if ours is KEPT else STRETCH
            taken = [run.report.taken("wall_seconds", each, name, rows) for each in (ours, plain)]
            goal = f"{ours} / {plain}, {name}"
            run.report.goals.append(Goal(name=goal, measured=ratio(*taken), limit=most))


async def measure_place(run: Run, name: str, url: str | None, folder: Path) -> None:
    address = url or f"sqlite:///{folder}/cryptotracker.db"
    async with open_database(address) as database, plain(url, folder) as beside:
        ours = Ours(database)
        for store, kept in ((ours, KEPT), (beside, KEPT_PLAIN)):
            await measure_keeping(run, name, store, kept)
        await measure_reading(run, name, {READ: ours, READ_PLAIN: beside})


@asynccontextmanager
async def plain(url: str | None, folder: Path) -> AsyncIterator[Store]:
    if url is None:
        async with aiosqlite.connect(folder / "plain.db") as file:
            await file.execute("PRAGMA journal_mode = WAL")
            table = PLAIN_TABLE.format(time="integer", number="text", end=" WITHOUT ROWID")
            await file.execute(table)
            yield PlainSqlite(file)
        return
    connection = await asyncpg.connect(url)
    await connection.execute(PLAIN_TABLE.format(time="timestamptz", number="numeric", end=""))
    yield PlainPostgres(connection)
    await connection.close()


async def measure_keeping(run: Run, name: str, store: Store, kept: str) -> None:
    taken = [await store.keep(series, candles) for series, candles in batches(run.most_rows)]
    usage = evolve(
        taken[0],
        wall_seconds=sum(each.wall_seconds for each in taken),
        cpu_seconds=sum(each.cpu_seconds for each in taken),
    )
    run.report.add(Figure(name=kept, shape=name, rows=run.most_rows, usage=usage))


async def measure_reading(run: Run, name: str, stores: Mapping[str, Store]) -> None:
    """Read the same stretches in turn, so that whatever else the machine does slows all alike."""
    taken: dict[str, list[Usage]] = {read: [] for read in stores}
    for at in range(TIMES):
        for read, store in stores.items():
            taken[read].append(await timed(partial(stretch, store, run.most_rows, at)))
    for read, all_taken in taken.items():
        usage = evolve(all_taken[0], wall_seconds=median(each.wall_seconds for each in all_taken))
        run.report.add(Figure(name=read, shape=name, rows=STRETCH, usage=usage))


async def stretch(store: Store, rows: int, at: int) -> None:
    """Read a stretch somewhere in a series."""
    room = rows // SERIES - STRETCH
    since = BEGIN + (at * 7919 * STRETCH % max(room, 1)) * MINUTE
    found = await store.read(at % SERIES, since, since + STRETCH * MINUTE)
    assert found == min(STRETCH, rows // SERIES)
