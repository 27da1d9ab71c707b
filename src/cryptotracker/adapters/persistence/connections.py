"""Connections of a pool, and what their errors mean to callers."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from sqlite3 import SQLITE_FULL
from typing import Final, TypeAlias

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from cryptotracker.domain.errors import DatabaseFullError, DatabaseUnavailableError

Connect: TypeAlias = Callable[[], AbstractAsyncContextManager[AsyncConnection]]

MISSING: Final = ("no such table", "no such column", "relation", "column")
"""What a database says of tables that were never made, or by an older version."""
FULL: Final = frozenset({"53100", SQLITE_FULL})
"""The codes by which PostgreSQL and SQLite say that nothing fits on the disk any more."""


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    try:
        connection = await engine.connect()
    except (DBAPIError, OSError, PoolTimeoutError) as error:  # nobody listens, or to others
        raise DatabaseUnavailableError(reason=why(error)) from error
    try:
        with translated():
            yield connection
    finally:
        await connection.close()


@contextmanager
def translated() -> Iterator[None]:
    """Say of a database's own errors that it cannot be used."""
    try:
        yield
    except (DataError, IntegrityError):  # what was sent is at fault
        raise
    except DBAPIError as error:
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
