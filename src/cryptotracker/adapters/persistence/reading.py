"""Transactions that only read, begun in as few round trips as there can be."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import Any, Final
from uuid import UUID

import asyncpg
from attrs import frozen
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import BEGIN
from cryptotracker.adapters.persistence.ownership import Everybody
from cryptotracker.adapters.persistence.pulse import Pulse

BEGIN_READING: Final = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL cryptotracker.owner = '{owner}'"
)
OPTIONS: Final[Mapping[str, dict[str, str]]] = {
    "sqlite": {BEGIN: "BEGIN"},
    # SQLAlchemy would begin in a round trip of its own; so it leaves transactions to us.
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
BROKEN: Final = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
"""What the driver itself says, when SQLAlchemy is not in between."""


@frozen
class Reader:
    """A server as far as it is read from.

    Attributes:
        engine: of `for_reading`.
        pulse: tells whether the server stands still; a file has none.
    """

    engine: AsyncEngine
    pulse: Pulse | None

    @classmethod
    def of(cls, engine: AsyncEngine, pulse: Pulse | None) -> "Reader":
        return cls(for_reading(engine), pulse)

    @asynccontextmanager
    async def begun(self, owner: UUID | Everybody) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction that only reads what an owner has."""
        begin = partial(begin_reading, owner=owner)
        with self.pulse.felt() if self.pulse else nullcontext():
            async with connected(self.engine, begin) as connection, ended(connection):
                yield connection


def for_reading(engine: AsyncEngine) -> AsyncEngine:
    """Give the same pool for transactions that `begin_reading` begins."""
    return engine.execution_options(**OPTIONS[engine.dialect.name])


async def begin_reading(connection: AsyncConnection, owner: UUID | Everybody) -> None:
    """Begin; PostgreSQL is told at once for whom: a UUID holds nothing that needs quoting."""
    if connection.dialect.name == "sqlite":
        await connection.begin()
        return
    try:
        await driver_of(connection).execute(BEGIN_READING.format(owner=owner))
    except BROKEN as error:
        await connection.invalidate()
        raise OperationalError(None, None, error, connection_invalidated=True) from error


@asynccontextmanager
async def ended(connection: AsyncConnection) -> AsyncIterator[None]:
    """End what `begin_reading` began; where that is cut short, nobody gets the connection again."""
    try:
        yield
    finally:
        if connection.dialect.name == "sqlite":
            await connection.rollback()
        elif not connection.invalidated:
            try:
                await driver_of(connection).execute("ROLLBACK")
            except BROKEN:  # what was read is right all the same
                await connection.invalidate()


def driver_of(connection: AsyncConnection) -> Any:
    """Return the driver's own connection; AsyncConnection would take a greenlet to look it up."""
    sync = connection.sync_connection
    assert sync is not None
    return sync.connection.driver_connection
