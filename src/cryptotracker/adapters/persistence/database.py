"""State kept in PostgreSQL or SQLite."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    nullcontext,
)
from functools import partial
from uuid import UUID

from attrs import Factory, evolve, field, frozen
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction
from sqlalchemy.pool import QueuePool

from cryptotracker.adapters.persistence.answers import SqlAnswers
from cryptotracker.adapters.persistence.arrivals import Bell, listening
from cryptotracker.adapters.persistence.connections import connected, translated
from cryptotracker.adapters.persistence.engines import Limits, create_engine
from cryptotracker.adapters.persistence.imports import SqlImports
from cryptotracker.adapters.persistence.jobs import SqlJobs
from cryptotracker.adapters.persistence.kept_files import SqlKeptFiles
from cryptotracker.adapters.persistence.ledger import SqlLedger
from cryptotracker.adapters.persistence.ownership import EVERYBODY, Scope, work_for
from cryptotracker.adapters.persistence.people import SqlPeople
from cryptotracker.adapters.persistence.portfolios import SqlPortfolios
from cryptotracker.adapters.persistence.pulse import Pulse
from cryptotracker.adapters.persistence.reading import begin_reading, ended, for_reading
from cryptotracker.adapters.persistence.shares import SqlShares
from cryptotracker.adapters.persistence.together import CURRENT, SqlWhole, current
from cryptotracker.adapters.persistence.upkeep import SqlUpkeep
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.ports.jobs import Arrivals
from cryptotracker.ports.persistence import Database, Databases, UnitOfWork, Whole, nothing


@frozen
class SqlUnitOfWork(UnitOfWork):
    portfolios: SqlPortfolios
    imports: SqlImports
    ledger: SqlLedger
    files: SqlKeptFiles
    shares: SqlShares
    jobs: SqlJobs
    upkeep: SqlUpkeep
    answers: SqlAnswers
    people: SqlPeople


@frozen
class SqlDatabase(Database, Databases):
    engine: AsyncEngine
    _owner: UUID | None = THE_OWNER
    _arrived: asyncio.Event = field(factory=asyncio.Event)
    _pulse: Pulse | None = field(
        default=Factory(lambda self: Pulse.of(self.engine), takes_self=True)
    )
    _reading: AsyncEngine = field(
        init=False, default=Factory(lambda self: for_reading(self.engine), takes_self=True)
    )

    def of(self, owner: UUID) -> "SqlDatabase":
        """Give the same database as another owner sees it."""
        return evolve(self, owner=owner)

    def of_everybody(self) -> "SqlDatabase":
        return evolve(self, owner=None)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        whole = current()
        if whole is not None:
            with translated():
                async with whole.part() as connection:
                    yield self._work(connection, whole.bell)
            return
        bell = Bell(self._arrived)
        async with self._connected() as connection:
            yield self._work(connection, bell)
            await connection.commit()
        bell.ring()

    @asynccontextmanager
    async def rehearsal(self) -> AsyncIterator[UnitOfWork]:
        whole = current()
        if whole is not None and whole.connection is not None:
            with translated():
                async with undone(whole.connection.begin_nested()):
                    yield self._work(whole.connection, Bell(self._arrived))
            return
        async with self._connected() as connection:
            yield self._work(connection, Bell(self._arrived))

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[UnitOfWork]:
        whole = current()
        if whole is not None and whole.connection is not None:
            with translated():
                yield self._work(whole.connection, whole.bell, locking=False)
            return
        begin = partial(begin_reading, owner=self._owner or EVERYBODY)
        with self._felt():
            async with connected(self._reading, begin) as connection, ended(connection):
                yield self._work(connection, Bell(self._arrived), locking=False)

    def arrivals(self) -> AbstractAsyncContextManager[Arrivals]:
        return listening(self.engine, self._arrived)

    def connections(self) -> Mapping[tuple[str, ...], int]:
        """Count the connections kept, and those in use."""
        pool = self.engine.pool
        assert isinstance(pool, QueuePool)
        return {("open",): pool.checkedin() + pool.checkedout(), ("used",): pool.checkedout()}

    @asynccontextmanager
    async def together(
        self, first: Callable[[UnitOfWork], Awaitable[None]] = nothing
    ) -> AsyncIterator[Whole]:
        async def begin(connection: AsyncConnection) -> None:
            await first(self._work(connection, bell))

        bell = Bell(self._arrived)
        whole = SqlWhole(self._connected, begin, bell)
        token = CURRENT.set(whole)
        try:
            yield whole
            await whole.commit()
            bell.ring()
        finally:
            CURRENT.reset(token)
            await whole.undo()

    def _felt(self) -> AbstractContextManager[None]:
        return self._pulse.felt() if self._pulse else nullcontext()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        with self._felt():
            async with connected(self.engine, self._begin) as connection:
                yield connection

    async def _begin(self, connection: AsyncConnection) -> None:
        await connection.begin()
        await work_for(connection, self._owner or EVERYBODY)

    def _work(
        self, connection: AsyncConnection, bell: Bell, *, locking: bool = True
    ) -> SqlUnitOfWork:
        scope = Scope(connection, self._owner)
        return SqlUnitOfWork(
            SqlPortfolios(scope, locking),
            SqlImports(scope),
            SqlLedger(scope),
            SqlKeptFiles(scope),
            SqlShares(scope, locking),
            SqlJobs(scope, locking, bell),
            SqlUpkeep(connection),
            SqlAnswers(scope),
            SqlPeople.of(scope, locking=locking),
        )


@asynccontextmanager
async def open_database(url: str, limits: Limits | None = None) -> AsyncIterator[SqlDatabase]:
    """Open the database of an address; its tables come from `schema.upgrade`."""
    engine = create_engine(url, limits)
    try:
        yield SqlDatabase(engine)
    finally:
        await engine.dispose()


@asynccontextmanager
async def undone(transaction: AsyncTransaction) -> AsyncIterator[None]:
    begun = await transaction
    try:
        yield
    finally:
        await begun.rollback()
