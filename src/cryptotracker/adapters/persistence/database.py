"""State kept in PostgreSQL or SQLite."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

from attrs import field, frozen
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction
from sqlalchemy.pool import QueuePool

from cryptotracker.adapters.persistence.arrivals import Bell, listening
from cryptotracker.adapters.persistence.engines import BEGIN, create_engine
from cryptotracker.adapters.persistence.imports import SqlImports
from cryptotracker.adapters.persistence.jobs import SqlJobs
from cryptotracker.adapters.persistence.kept_files import SqlKeptFiles
from cryptotracker.adapters.persistence.ledger import SqlLedger
from cryptotracker.adapters.persistence.portfolios import SqlPortfolios
from cryptotracker.adapters.persistence.upkeep import SqlUpkeep
from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.ports.jobs import Arrivals
from cryptotracker.ports.persistence import Database, UnitOfWork

SNAPSHOTS: Final[Mapping[str, dict[str, Any]]] = {
    "sqlite": {BEGIN: "BEGIN"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
MISSING: Final = ("no such table", "no such column", "relation", "column")
"""What a database says of tables that were never made, or by an older version."""


@frozen
class SqlUnitOfWork(UnitOfWork):
    portfolios: SqlPortfolios
    imports: SqlImports
    ledger: SqlLedger
    files: SqlKeptFiles
    jobs: SqlJobs
    upkeep: SqlUpkeep


@frozen
class SqlDatabase(Database):
    _engine: AsyncEngine
    _arrived: asyncio.Event = field(factory=asyncio.Event)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        bell = Bell(self._arrived)
        async with connected(self._engine) as connection, connection.begin():
            yield work(connection, bell, locking=True)
        bell.ring()

    @asynccontextmanager
    async def rehearsal(self) -> AsyncIterator[UnitOfWork]:
        async with connected(self._engine) as connection, undone(connection):
            yield work(connection, Bell(self._arrived), locking=True)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[UnitOfWork]:
        async with connected(self._engine) as connection:
            options = SNAPSHOTS[connection.dialect.name]
            await connection.execution_options(**options)
            async with undone(connection):
                yield work(connection, Bell(self._arrived), locking=False)

    def arrivals(self) -> AbstractAsyncContextManager[Arrivals]:
        return listening(self._engine, self._arrived)

    def connections(self) -> Mapping[tuple[str, ...], int]:
        """Count the connections kept, and those in use."""
        pool = self._engine.pool
        assert isinstance(pool, QueuePool)
        return {("open",): pool.checkedin() + pool.checkedout(), ("used",): pool.checkedout()}


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[SqlDatabase]:
    """Open the database of an address; its tables come from `schema.upgrade`."""
    engine = create_engine(url)
    try:
        yield SqlDatabase(engine)
    finally:
        await engine.dispose()


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    try:
        connection = await engine.connect()
    except (DBAPIError, OSError) as error:  # it refuses us, or nobody listens there
        raise DatabaseUnavailableError(reason=why(error)) from error
    try:
        yield connection
    except (OperationalError, InterfaceError, ProgrammingError) as error:
        raise DatabaseUnavailableError(reason=why(error)) from error
    finally:
        await connection.close()


@asynccontextmanager
async def undone(connection: AsyncConnection) -> AsyncIterator[AsyncTransaction]:
    transaction = await connection.begin()
    try:
        yield transaction
    finally:
        await transaction.rollback()


def work(connection: AsyncConnection, bell: Bell, *, locking: bool) -> SqlUnitOfWork:
    return SqlUnitOfWork(
        SqlPortfolios(connection, locking),
        SqlImports(connection),
        SqlLedger(connection),
        SqlKeptFiles(connection),
        SqlJobs(connection, locking, bell),
        SqlUpkeep(connection),
    )


def why(error: DBAPIError | OSError) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    reason = str(cause).partition("\n")[0]
    if any(sign in reason for sign in MISSING):
        return f"{reason}; run: cryptotracker db upgrade"
    return reason
