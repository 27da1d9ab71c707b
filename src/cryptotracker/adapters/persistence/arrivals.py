"""Wake workers when a job was kept: in this process by an event, elsewhere by PostgreSQL."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Final

from attrs import define
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from cryptotracker.ports.jobs import Arrivals

CHANNEL: Final = "cryptotracker_jobs"

log = logging.getLogger(__name__)


@define(eq=False)
class Bell:
    """What one transaction has to tell once it is kept."""

    _event: asyncio.Event
    _pulled: bool = False

    def pull(self) -> None:
        self._pulled = True

    def ring(self) -> None:
        if self._pulled:
            self._event.set()


@define(eq=False)
class EventArrivals(Arrivals):
    """Waits for transactions of this process."""

    _event: asyncio.Event

    async def wait(self, longest: timedelta) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(longest.total_seconds()):
                await self._event.wait()
        self._event.clear()


@define(eq=False)
class PostgresArrivals(EventArrivals):
    """Listens to the server too, on a connection of its own; a lost one is replaced."""

    _engine: AsyncEngine
    _connection: AsyncConnection | None = None
    _lost: bool = True

    async def wait(self, longest: timedelta) -> None:
        if self._lost:
            try:
                await self._listen()
            except Exception:
                log.exception("The server cannot be listened to; it is looked at now and then.")
        await super().wait(longest)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.invalidate()  # nobody else shall get what it hears
            await self._connection.close()
            self._connection = None

    async def _listen(self) -> None:
        await self.close()
        self._connection = await self._engine.connect()
        driver: Any = (await self._connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(self._ended)
        await driver.add_listener(CHANNEL, self._arrived)
        self._lost = False

    def _arrived(self, *_: object) -> None:
        self._event.set()

    def _ended(self, *_: object) -> None:
        self._lost = True


@asynccontextmanager
async def listening(engine: AsyncEngine, event: asyncio.Event) -> AsyncIterator[Arrivals]:
    if engine.dialect.name != "postgresql":
        yield EventArrivals(event)
        return
    arrivals = PostgresArrivals(event, engine)
    try:
        yield arrivals
    finally:
        await arrivals.close()
