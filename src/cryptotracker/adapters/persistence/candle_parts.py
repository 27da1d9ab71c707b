"""The parts in which PostgreSQL keeps candles: made when the first candle comes, dropped as one."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import frozen
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.candle_tables import PARTS

LOCK: Final = 0x63616E  # a number of ours: two that miss the same part make it in turn
THERE: Final = text("SELECT to_regclass(:name) IS NOT NULL")
LISTED: Final = text(
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
    " WHERE i.inhparent = to_regclass(:whole) ORDER BY c.relname"
)


@frozen
class Part:
    """A month or a year of candles of one length."""

    interval: str
    since: datetime

    @classmethod
    def of(cls, interval: str, start: datetime) -> "Part":
        first = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return cls(interval, first if "%m" in PARTS[interval] else first.replace(month=1))

    @property
    def until(self) -> datetime:
        """The first instant that is too late."""
        longer = timedelta(days=32 if "%m" in PARTS[self.interval] else 366)
        return (self.since + longer).replace(day=1)

    @property
    def name(self) -> str:
        return f"candles_{self.interval}_{self.since.strftime(PARTS[self.interval])}"


async def make_parts(
    connection: AsyncConnection, interval: str, starts: Iterable[datetime]
) -> None:
    """Make the parts that some candles belong in, unless they are there."""
    if interval not in PARTS:
        return
    for part in sorted({Part.of(interval, start) for start in starts}, key=lambda each: each.since):
        if await connection.scalar(THERE, {"name": part.name}):
            continue
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.execute(
            text(
                f"CREATE TABLE IF NOT EXISTS {part.name} PARTITION OF candles_{interval}"
                f" FOR VALUES FROM ('{part.since.isoformat()}') TO ('{part.until.isoformat()}')"
            )
        )


async def drop_parts(connection: AsyncConnection, interval: str, before: datetime) -> int:
    """Drop the parts that are older as a whole; say how many that were."""
    whole = f"candles_{interval}"
    names: Sequence[str] = list(await connection.scalars(LISTED, {"whole": whole}))
    old = [name for name in names if part_of(interval, name).until <= before]
    for name in old:
        await connection.execute(text(f"DROP TABLE {name}"))
    return len(old)


def part_of(interval: str, name: str) -> Part:
    told = name.removeprefix(f"candles_{interval}_")
    return Part(interval, datetime.strptime(told, PARTS[interval]).replace(tzinfo=UTC))
