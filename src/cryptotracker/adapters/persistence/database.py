"""State kept in PostgreSQL or SQLite."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
    nullcontext,
    suppress,
)
from uuid import UUID

from attrs import Factory, evolve, field, frozen
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction
from sqlalchemy.pool import QueuePool

from cryptotracker.adapters.persistence.answers import SqlAnswers
from cryptotracker.adapters.persistence.arrivals import Bell, listening
from cryptotracker.adapters.persistence.candles import SqlCandles
from cryptotracker.adapters.persistence.comments import SqlComments
from cryptotracker.adapters.persistence.connections import connected, translated
from cryptotracker.adapters.persistence.engines import TRACER, Limits, create_engine
from cryptotracker.adapters.persistence.imports import SqlImports
from cryptotracker.adapters.persistence.jobs import SqlJobs
from cryptotracker.adapters.persistence.kept_files import SqlKeptFiles
from cryptotracker.adapters.persistence.ledger import SqlLedger
from cryptotracker.adapters.persistence.news import SqlNews
from cryptotracker.adapters.persistence.openings import SqlOpenings
from cryptotracker.adapters.persistence.own_prices import SqlOwnPrices
from cryptotracker.adapters.persistence.ownership import EVERYBODY, Scope, work_for
from cryptotracker.adapters.persistence.people import SqlPeople
from cryptotracker.adapters.persistence.portfolios import SqlPortfolios
from cryptotracker.adapters.persistence.price_history import SqlPriceHistory, SqlPriceQuestions
from cryptotracker.adapters.persistence.prices import SqlPrices
from cryptotracker.adapters.persistence.pulse import Pulse
from cryptotracker.adapters.persistence.reading import Reader
from cryptotracker.adapters.persistence.replicas import Follow, Replicas, following
from cryptotracker.adapters.persistence.sealed import SqlSealed
from cryptotracker.adapters.persistence.shares import SqlShares
from cryptotracker.adapters.persistence.together import CURRENT, SqlWhole, current
from cryptotracker.adapters.persistence.upkeep import SqlUpkeep
from cryptotracker.adapters.persistence.watching import SqlWatching
from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.ports.jobs import Arrivals
from cryptotracker.ports.persistence import Database, Databases, UnitOfWork, Whole, nothing
from cryptotracker.ports.telemetry import Tracer


@frozen
class SqlUnitOfWork(UnitOfWork):
    portfolios: SqlPortfolios
    imports: SqlImports
    ledger: SqlLedger
    files: SqlKeptFiles
    own_prices: SqlOwnPrices
    shares: SqlShares
    comments: SqlComments
    jobs: SqlJobs
    upkeep: SqlUpkeep
    answers: SqlAnswers
    people: SqlPeople
    sealed: SqlSealed
    candles: SqlCandles
    openings: SqlOpenings
    prices: SqlPrices
    history: SqlPriceHistory
    questions: SqlPriceQuestions
    news: SqlNews
    watching: SqlWatching


@frozen
class SqlDatabase(Database, Databases):
    engine: AsyncEngine
    _owner: UUID | None = THE_OWNER
    _arrived: asyncio.Event = field(factory=asyncio.Event)
    _pulse: Pulse | None = field(
        default=Factory(lambda self: Pulse.of(self.engine), takes_self=True)
    )
    replicas: Replicas | None = None
    _reader: Reader = field(
        init=False,
        default=Factory(lambda self: Reader.of(self.engine, self._pulse), takes_self=True),
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
        async with self._read(self._reader) as work:
            yield work

    @asynccontextmanager
    async def lagging(self) -> AsyncIterator[UnitOfWork]:
        async with AsyncExitStack() as stack:
            found = await self._replicated(stack)
            if found is None:
                found = await stack.enter_async_context(self.snapshot())
            yield found

    async def _replicated(self, stack: AsyncExitStack) -> UnitOfWork | None:
        """Read from a replica that is near enough; what is done together is on no replica yet."""
        if self.replicas is None or current() is not None:
            return None
        for reader in self.replicas.near():
            with suppress(DatabaseUnavailableError):
                return await stack.enter_async_context(self._read(reader))
        return None

    @asynccontextmanager
    async def _read(self, reader: Reader) -> AsyncIterator[UnitOfWork]:
        async with reader.begun(self._owner or EVERYBODY) as connection:
            yield self._work(connection, Bell(self._arrived), locking=False)

    def arrivals(self) -> AbstractAsyncContextManager[Arrivals]:
        return listening(self.engine, self._arrived)

    def connections(self) -> Mapping[tuple[str, ...], int]:
        """Count the connections kept, and those in use."""
        pool = self.engine.pool
        assert isinstance(pool, QueuePool)
        return {("open",): pool.checkedin() + pool.checkedout(), ("used",): pool.checkedout()}

    def lags(self) -> Mapping[tuple[str, ...], int]:
        """Say of each replica by how many seconds it may be behind."""
        return self.replicas.lags() if self.replicas else {}

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
            SqlOwnPrices(scope),
            SqlShares(scope, locking),
            SqlComments(scope, locking),
            SqlJobs(scope, locking, bell),
            SqlUpkeep(connection),
            SqlAnswers(scope),
            SqlPeople.of(scope, locking=locking),
            SqlSealed.of(scope),
            SqlCandles(connection),
            SqlOpenings(connection),
            SqlPrices(connection),
            SqlPriceHistory(connection),
            SqlPriceQuestions(scope),
            SqlNews.of(scope, locking=locking),
            SqlWatching.of(scope, locking=locking),
        )


@asynccontextmanager
async def open_database(
    url: str,
    limits: Limits | None = None,
    follow: Follow | None = None,
    tracer: Tracer | None = None,
) -> AsyncIterator[SqlDatabase]:
    """Open the database of an address; its tables come from `schema.upgrade`."""
    engine = create_engine(url, limits).execution_options(**{TRACER: tracer})
    try:
        if follow is None:
            yield SqlDatabase(engine)
            return
        async with following(engine, follow, limits) as replicas:
            yield SqlDatabase(engine, replicas=replicas)
    finally:
        await engine.dispose()


@asynccontextmanager
async def undone(transaction: AsyncTransaction) -> AsyncIterator[None]:
    begun = await transaction
    try:
        yield
    finally:
        await begun.rollback()
