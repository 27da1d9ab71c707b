"""Transactions that only read, begun in as few round trips as there can be."""

import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import Final
from uuid import UUID

from attrs import frozen
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from cryptotracker.adapters.persistence.connections import BROKEN, connected, driver_of
from cryptotracker.adapters.persistence.engines import BEGIN
from cryptotracker.adapters.persistence.ownership import Everybody
from cryptotracker.adapters.persistence.pulse import Pulse

BEGIN_READING: Final = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL cryptotracker.owner = '{owner}'"
)
OPTIONS: Final[Mapping[str, dict[str, str]]] = {
    # SQLAlchemy would begin in round trips of its own, to a server or to SQLite's thread; so it
    # leaves that to us.
    "sqlite": {BEGIN: ""},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}


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
        with self.pulse.felt() if self.pulse else nullcontext():
            async with reading(self.engine, owner) as connection:
                yield connection


def for_reading(engine: AsyncEngine) -> AsyncEngine:
    """Give the same pool for transactions that `reading` begins."""
    return engine.execution_options(**OPTIONS[engine.dialect.name])


@asynccontextmanager
async def reading(engine: AsyncEngine, owner: UUID | Everybody) -> AsyncIterator[AsyncConnection]:
    """Give a connection that only reads, at one moment; `engine` is one that is `for_reading`.

    Where the end is cut short, nobody gets the connection again.
    """
    async with connected(engine, partial(begin, owner=owner)) as connection:
        try:
            yield connection
        finally:
            await end(connection)


async def begin(connection: AsyncConnection, owner: UUID | Everybody) -> None:
    """Begin; PostgreSQL is told at once for whom: a UUID holds nothing that needs quoting."""
    if connection.dialect.name == "sqlite":
        await connection.begin()
        try:
            await driver_of(connection).execute_fetchall("BEGIN")
        except sqlite3.Error as error:
            raise OperationalError(None, None, error) from error
        return
    try:
        await driver_of(connection).execute(BEGIN_READING.format(owner=owner))
    except BROKEN as error:
        await connection.invalidate()
        raise OperationalError(None, None, error, connection_invalidated=True) from error


async def end(connection: AsyncConnection) -> None:
    """End it; on SQLite, giving the connection back does."""
    if connection.dialect.name != "sqlite" and not connection.invalidated:
        try:
            await driver_of(connection).execute("ROLLBACK")
        except BROKEN:  # what was read is right all the same
            await connection.invalidate()
