"""Connections of a pool, and what their errors mean to callers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from sqlite3 import SQLITE_FULL
from typing import Any, Final, TypeAlias

import asyncpg
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from cryptotracker.adapters.persistence.engines import TRACER
from cryptotracker.domain.errors import DatabaseFullError, DatabaseUnavailableError
from cryptotracker.ports.telemetry import Tracer

Begin: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]
Connect: TypeAlias = Callable[[], AbstractAsyncContextManager[AsyncConnection]]

MISSING: Final = ("no such table", "no such column", "relation", "column")
"""What a database says of tables that were never made, or by an older version."""
FULL: Final = frozenset({"53100", SQLITE_FULL})
"""The codes by which PostgreSQL and SQLite say that nothing fits on the disk any more."""

AWAY: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,  # it is told to stop, or starts
    asyncpg.PostgresSystemError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""What the driver says that is no fault of what was sent.

Of a cursor that fetches some more rows SQLAlchemy lets it through as it is.
"""
BROKEN: Final = (*AWAY, asyncpg.PostgresError, OSError)
"""What the driver itself says, when SQLAlchemy is not in between."""

GONE: Final = ("08", "57P")
"""The classes of SQLSTATE that end a connection."""


async def nothing(_: AsyncConnection) -> None: ...


@asynccontextmanager
async def connected(engine: AsyncEngine, first: Begin = nothing) -> AsyncIterator[AsyncConnection]:
    """Give a connection on which `first` was done: one lost before then is replaced, once.

    A question whether the other end is still there would cost every request as much as a query.
    """
    try:
        try:
            connection = await begun(engine, first)
        except DBAPIError as error:
            if not lost(error):
                raise
            connection = await begun(engine, first)
    except (DBAPIError, OSError, PoolTimeoutError) as error:  # nobody listens, or to others
        raise DatabaseUnavailableError(reason=why(error)) from error
    try:
        with translated():
            yield connection
    finally:
        await put_back(connection)


async def begun(engine: AsyncEngine, first: Begin) -> AsyncConnection:
    connection = await engine.connect()
    try:
        await first(connection)
    except BaseException:
        await put_back(connection)
        raise
    return connection


async def put_back(connection: AsyncConnection) -> None:
    """Give a connection back to its pool, which throws it away if its transaction cannot be undone.

    That is no news: what was committed is kept, and the server undoes the rest. But its error
    would stand before the one that says why, where COPY broke, of which the pool is told nothing.
    """
    with suppress(DBAPIError, OSError):
        await connection.close()


def driver_of(connection: AsyncConnection) -> Any:
    """Return the driver's own connection; AsyncConnection would take a greenlet to look it up."""
    sync = connection.sync_connection
    assert sync is not None
    return sync.connection.driver_connection


@contextmanager
def shown(connection: AsyncConnection, name: str, statement: str) -> Iterator[None]:
    """Show what PostgreSQL's driver is asked as a span: it goes past what tells of statements."""
    sync = connection.sync_connection
    tracer: Tracer | None = sync.get_execution_options().get(TRACER) if sync else None
    if tracer is None:
        yield
        return
    with tracer.span(name, "client") as span:
        span.note("db.system.name", "postgresql")
        span.note("db.query.text", statement)
        yield


def lost(error: DBAPIError) -> bool:
    """Tell whether the other end is gone, also where it had time to say so."""
    state: str = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state.startswith(GONE)


@contextmanager
def translated() -> Iterator[None]:
    """Say of a database's own errors that it cannot be used."""
    try:
        yield
    except (DataError, IntegrityError):  # what was sent is at fault
        raise
    except (DBAPIError, *AWAY) as error:
        raise unusable(error) from error


def unusable(error: Exception) -> DatabaseUnavailableError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    codes = {getattr(cause, name, None) for name in ("sqlstate", "sqlite_errorcode")}
    kind = DatabaseFullError if codes & FULL else DatabaseUnavailableError
    return kind(reason=why(error))


def why(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    reason = str(cause).partition("\n")[0] or type(cause).__name__
    if any(sign in reason for sign in MISSING):
        return f"{reason}; run: cryptotracker db upgrade"
    return reason
