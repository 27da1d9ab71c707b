"""Candles in their tables, many at once by the driver itself: SQLAlchemy takes thrice as long."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from attrs import frozen
from sqlalchemy import ColumnElement, RowMapping, Select, and_, column, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.candle_parts import drop_parts, make_parts
from cryptotracker.adapters.persistence.candle_tables import (
    PARTS,
    SECONDS,
    candle_series,
    candles,
)
from cryptotracker.adapters.persistence.columns import microseconds, moment
from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.connections import BROKEN, driver_of, unusable
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import Candle, Grade, Graded
from cryptotracker.domain.numbers import plain
from cryptotracker.ports.candles import Candles, Kept, Tended, Whence
from cryptotracker.ports.prices import Series

AT_ONCE: Final = 10_000
FIGURES: Final = ("open", "high", "low", "close", "volume", "grade")
# Without their types, which would be asked for every value: it takes five times as long.
STRETCH: Final[Select[*tuple[Any, ...]]] = select(*map(column, ("start", *FIGURES))).select_from(
    candles
)
# One question, asked of the driver itself: each word with SQLite's thread takes as long as a
# hundred rows of it, and SQLAlchemy has four for every question.
STRETCH_OF_SQLITE: Final = """
    SELECT s.simulated, c.start, c.open, c.high, c.low, c.close, c.volume, c.grade
    FROM candle_series s LEFT JOIN candles c
    ON c.seconds = s.seconds AND c.series_id = s.id AND c.start >= ? AND c.start < ?
    WHERE s.seconds = ? AND s.asset = ? AND s.currency = ? AND s.source = ? ORDER BY c.start
"""
GRADES: Final = {grade.value: grade for grade in Grade}
CORRECTED: Final = """
    ON CONFLICT (seconds, series_id, start) DO UPDATE SET
        open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
        volume = excluded.volume, grade = excluded.grade
    WHERE candles.grade <= excluded.grade
"""
INTO: Final = """
    INSERT INTO candles (seconds, series_id, start, open, high, low, close, volume, grade)
"""
FROM_COLUMNS: Final = """
    SELECT $1, $2, * FROM unnest($3::timestamptz[], $4::numeric[], $5::numeric[], $6::numeric[],
        $7::numeric[], $8::numeric[], $9::smallint[])
"""
INTO_POSTGRES: Final = INTO + FROM_COLUMNS + CORRECTED
INTO_SQLITE: Final = INTO + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)" + CORRECTED


class Known(NamedTuple):
    """A series that candles are kept of."""

    id: int
    simulated: bool


@frozen
class SqlCandles(Candles):
    _connection: AsyncConnection

    async def keep(self, whence: Whence, candles: Sequence[Graded]) -> None:
        if not candles:
            return
        seconds, series_id = SECONDS[whence.series.interval], await self._made(whence)
        best = list(best_of(candles))
        postgres = self._connection.dialect.name == "postgresql"
        if postgres:
            starts = (each.candle.start for each in best)
            await make_parts(self._connection, whence.series.interval, starts)
        for at in range(0, len(best), AT_ONCE):
            some = best[at : at + AT_ONCE]
            try:
                await (self._copy if postgres else self._insert)(seconds, series_id, some)
            except (*BROKEN, sqlite3.OperationalError) as error:
                raise unusable(error) from error

    async def read(self, whence: Whence, *, since: datetime, until: datetime) -> Kept:
        if self._connection.dialect.name == "sqlite":
            return await self._read_of_sqlite(whence, since, until)
        found = await self._found(whence)
        if found is None:
            return Kept(simulated=whence.simulated)
        within = and_(candles.c.start >= since, candles.c.start < until)
        query = STRETCH.where(of(whence.series.interval, found.id), within)
        rows = await self._connection.execute(query.order_by(candles.c.start))
        return Kept(simulated=found.simulated, candles=[of_postgres(row) for row in rows])

    async def _read_of_sqlite(self, whence: Whence, since: datetime, until: datetime) -> Kept:
        series = whence.series
        of_series = (SECONDS[series.interval], series.asset, series.currency, whence.source)
        given = (microseconds(since), microseconds(until), *of_series)
        try:
            rows = await driver_of(self._connection).execute_fetchall(STRETCH_OF_SQLITE, given)
        except sqlite3.OperationalError as error:
            raise unusable(error) from error
        if not rows:
            return Kept(simulated=whence.simulated)
        # A series without a candle in this time is one row that has none.
        found = [of_sqlite(row) for row in rows if row[1] is not None]
        return Kept(simulated=bool(rows[0][0]), candles=found)

    async def series(self, interval: str) -> Sequence[Tended]:
        query = select(candle_series).where(candle_series.c.seconds == SECONDS[interval])
        rows = (await self._connection.execute(query.order_by(candle_series.c.id))).mappings()
        return [Tended(whence=whence_of(row, interval), rolled_up=row["rolled_up"]) for row in rows]

    async def rolled_up(self, whence: Whence, until: datetime) -> None:
        this = update(candle_series).where(named(whence))
        await self._connection.execute(this.values(rolled_up=until))

    async def forget(self, interval: str, before: datetime) -> int:
        if self._connection.dialect.name == "postgresql" and interval in PARTS:
            return await drop_parts(self._connection, interval, before)
        seconds = SECONDS[interval]
        all_series = select(candle_series.c.id).where(candle_series.c.seconds == seconds)
        old = delete(candles).where(
            candles.c.seconds == seconds,
            candles.c.series_id.in_(all_series),  # by the key, series for series
            candles.c.start < before,
        )
        return (await self._connection.execute(old)).rowcount

    async def _found(self, whence: Whence) -> Known | None:
        query = select(candle_series.c.id, candle_series.c.simulated).where(named(whence))
        rows = (await self._connection.execute(query)).all()
        return Known(rows[0].id, rows[0].simulated) if rows else None

    async def _made(self, whence: Whence) -> int:
        if (known := await self._found(whence)) is not None:
            return known.id
        new = insert_into(candle_series, self._connection).values(
            asset=whence.series.asset,
            currency=whence.series.currency,
            seconds=SECONDS[whence.series.interval],
            source=whence.source,
            simulated=whence.simulated,
        )
        await self._connection.execute(new.on_conflict_do_nothing())
        made = await self._found(whence)
        assert made is not None
        return made.id

    async def _copy(self, seconds: int, series_id: int, some: Sequence[Graded]) -> None:
        columns = zip(*map(values, some), strict=True)
        await driver_of(self._connection).execute(INTO_POSTGRES, seconds, series_id, *columns)

    async def _insert(self, seconds: int, series_id: int, some: Sequence[Graded]) -> None:
        rows = [
            (seconds, series_id, microseconds(start), *map(text_of, figures), grade)
            for start, *figures, grade in map(values, some)
        ]
        await driver_of(self._connection).executemany(INTO_SQLITE, rows)


def named(whence: Whence) -> ColumnElement[bool]:
    return and_(
        candle_series.c.seconds == SECONDS[whence.series.interval],
        candle_series.c.asset == whence.series.asset,
        candle_series.c.currency == whence.series.currency,
        candle_series.c.source == whence.source,
    )


def whence_of(row: RowMapping, interval: str) -> Whence:
    currency = Currency(row["currency"])
    return Whence(
        series=Series(asset=row["asset"], currency=currency, interval=interval),
        source=row["source"],
        simulated=row["simulated"],
    )


def of(interval: str, series_id: int) -> ColumnElement[bool]:
    return and_(candles.c.seconds == SECONDS[interval], candles.c.series_id == series_id)


def best_of(candles: Iterable[Graded]) -> Iterable[Graded]:
    """Leave one of each start: the later told, unless it is of a lower grade."""
    best: dict[datetime, Graded] = {}
    for each in candles:
        known = best.get(each.candle.start)
        if known is None or known.grade <= each.grade:
            best[each.candle.start] = each
    return best.values()


def values(graded: Graded) -> tuple[Any, ...]:
    each = graded.candle
    return (each.start, each.open, each.high, each.low, each.close, each.volume, int(graded.grade))


def text_of(figure: Any) -> str | None:
    return None if figure is None else plain(figure)


def of_postgres(row: Iterable[Any]) -> Graded:
    start, first, high, low, last, volume, grade = row
    candle = Candle(
        start=start.astimezone(UTC), open=first, high=high, low=low, close=last, volume=volume
    )
    return Graded(candle, GRADES[grade])


def of_sqlite(row: Iterable[Any]) -> Graded:
    _, start, first, high, low, last, volume, grade = row
    candle = Candle(
        start=moment(start),
        open=Decimal(first),
        high=Decimal(high),
        low=Decimal(low),
        close=Decimal(last),
        volume=None if volume is None else Decimal(volume),
    )
    return Graded(candle, GRADES[grade])
