"""Servers that follow PostgreSQL: read in turn where it may lag, as long as they are near."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import count
from time import monotonic_ns
from typing import Any, Final

from attrs import define, field, frozen
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import Limits, create_engine
from cryptotracker.adapters.persistence.pulse import Pulse
from cryptotracker.adapters.persistence.reading import Reader, for_reading
from cryptotracker.domain.errors import DatabaseUnavailableError

EVERY_SECONDS: Final = 1
PATIENCE_SECONDS: Final = 1
"""So long a server may take to say how far it is."""

LOOKING_SECONDS: Final = 3
MOMENT: Final = timedelta(milliseconds=100)
PORT: Final = 5432
SECOND: Final = 1_000_000_000
WRITTEN: Final = """
    SELECT system_identifier::text || current_database(),
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
        (pg_current_wal_lsn() - '0/0')::bigint
    FROM pg_control_system()
"""
"""Which database it is, its timeline, and where its log ends."""

REPLAYED: Final = """
    SELECT system_identifier::text || current_database(),
        pg_is_in_recovery(),
        (pg_last_wal_replay_lsn() - '0/0')::bigint
    FROM pg_control_system()
"""
"""Which database it is, whether it follows another server, and how far it has come."""

log = logging.getLogger(__name__)


@frozen(kw_only=True)
class Follow:
    """Which replicas there are, and by how many seconds one may be behind and still be read."""

    urls: Sequence[str]
    longest: int


@define(eq=False)
class Replica:
    """A server that follows the primary.

    Attributes:
        since: when the primary's log ended where this one's does now, or before that, in
            nanoseconds of this machine; None if that is not known.
        trouble: why it cannot be read, but for being behind.
    """

    name: str
    engine: AsyncEngine
    reader: Reader
    since: int | None = None
    trouble: str = "not asked yet"

    @classmethod
    def of(cls, engine: AsyncEngine) -> "Replica":
        name = f"{engine.url.host}:{engine.url.port or PORT}"
        return cls(name, engine, Reader.of(engine, Pulse.of(engine)))

    def note(self, trouble: str) -> None:
        if trouble and trouble != self.trouble:
            log.warning("The replica %s is not read: %s.", self.name, trouble)
        self.trouble = trouble


@define(eq=False)
class Replicas:
    """The replicas of a database, and how far each is behind.

    Each second every replica is asked how far it has come in the log, and then the primary where
    that ends. A replica that has come to where the log ended a moment ago lacks nothing that was
    kept before that moment, whatever its clock says; one that stands still, was cut off or follows
    something else gets no further.
    """

    _primary: AsyncEngine
    all: Sequence[Replica]
    longest: int
    _log: str = ""
    _ends: deque[tuple[int, int]] = field(factory=deque)
    _turns: Iterator[int] = field(factory=count)

    def near(self) -> Iterator[Reader]:
        """Give those that may be read, another one first each time."""
        turn = next(self._turns) % len(self.all)
        for each in (*self.all[turn:], *self.all[:turn]):
            if not self.trouble(each):
                yield each.reader

    def trouble(self, replica: Replica) -> str:
        """Say why a replica may not be read; nothing if it may."""
        lag = lag_of(replica)
        far = f"more than {self.longest} s behind"
        return replica.trouble or (far if lag is None or lag >= self.longest else "")

    def lags(self) -> Mapping[tuple[str, ...], int]:
        """Say by how many seconds replicas may be behind, at most; nothing of unknown ones."""
        lags = {(each.name,): lag_of(each) for each in self.all}
        return {name: lag for name, lag in lags.items() if lag is not None}

    async def follow(self) -> None:
        """Look again and again, until it is cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("The replicas could not be looked at; it is tried again soon.")
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        found = await asyncio.gather(*(asked(each.engine, REPLAYED) for each in self.all))
        now = monotonic_ns()
        primary = await asked(self._primary, WRITTEN)
        if primary is None:  # what was near is so for a while
            return
        same, timeline, end = primary
        self._remember(f"{same} {timeline}", now, end)
        for replica, row in zip(self.all, found, strict=True):
            trouble = "no answer" if row is None else wrong(row, same, end)
            if not trouble:
                replica.since = self._reached(row[2], replica.since)
            replica.note(trouble)

    def _remember(self, which: str, now: int, end: int) -> None:
        if which != self._log:  # another server took over, whose log goes on elsewhere
            self._ends.clear()
            for each in self.all:
                each.since = None
            self._log = which
        self._ends.append((now, end))
        while self._ends[0][0] < now - 2 * self.longest * SECOND:
            self._ends.popleft()

    def _reached(self, place: int, before: int | None) -> int | None:
        """Say since when the log may have gone on without a replica that has come to a place."""
        known = [when for when, end in self._ends if end <= place]
        if known:
            return known[-1]
        # Longer ago than is remembered: then it is since when it was.
        return before if before is not None and before < self._ends[0][0] else None


def lag_of(replica: Replica) -> int | None:
    """Return by how many seconds a replica may be behind, at most."""
    return None if replica.since is None else (monotonic_ns() - replica.since) // SECOND


def wrong(row: Any, same: str, end: int) -> str:
    """Say what is wrong with a server that should follow; nothing if it does."""
    what, follows, place = row
    if what != same:
        return "it has another database"
    if not follows:
        return "it is no replica"
    return "it has what the primary has not" if place > end else ""


async def asked(engine: AsyncEngine, query: str) -> Any:
    """Ask for one row, and not for long; None if there is no answer."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), connected(for_reading(engine)) as connection:
            return (await connection.execute(text(query))).one()
    except (DatabaseUnavailableError, TimeoutError):
        return None


@asynccontextmanager
async def open_replicas(
    primary: AsyncEngine, follow: Follow, limits: Limits | None = None
) -> AsyncIterator[Replicas]:
    """Open replicas of a database; nobody looks at them yet."""
    engines = [create_engine(url, limits) for url in follow.urls]
    try:
        yield Replicas(primary, [Replica.of(engine) for engine in engines], follow.longest)
    finally:
        for engine in engines:
            await engine.dispose()


@asynccontextmanager
async def following(
    primary: AsyncEngine, follow: Follow, limits: Limits | None = None
) -> AsyncIterator[Replicas]:
    """Open replicas, and look at them as long as the block lasts."""
    async with open_replicas(primary, follow, limits) as replicas:
        looking = asyncio.create_task(replicas.follow())
        try:
            yield replicas
        finally:
            looking.cancel()
            await asyncio.wait([looking])


async def inspect_replicas(url: str, follow: Follow) -> Sequence[tuple[str, int | None, str]]:
    """Say of each replica by how many seconds it may be behind, and why it may not be read."""
    engine = create_engine(url)
    try:
        async with open_replicas(engine, follow) as replicas:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKING_SECONDS):
                    while len([*replicas.near()]) < len(replicas.all):
                        await replicas.look()
                        await asyncio.sleep(MOMENT.total_seconds())
            lags = replicas.lags()
            return [
                (each.name, lags.get((each.name,)), replicas.trouble(each)) for each in replicas.all
            ]
    finally:
        await engine.dispose()
