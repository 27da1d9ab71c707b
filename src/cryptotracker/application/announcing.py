"""Tell the world of what changed, once the change is kept and never before.

Of portfolios the news say how they stand; of candles and jobs they are signs to look again.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Final, TypeAlias
from uuid import UUID

from attrs import define, field, fields, frozen

from cryptotracker.application.signs import WatchedCandles, WatchedJobs
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.ports.candles import Candles, Openings
from cryptotracker.ports.comments import Comments
from cryptotracker.ports.events import Events, Tick
from cryptotracker.ports.idempotency import Answers
from cryptotracker.ports.identity import People
from cryptotracker.ports.jobs import Jobs, Upkeep
from cryptotracker.ports.kept_prices import KeptPrices
from cryptotracker.ports.news import News
from cryptotracker.ports.own_prices import OwnPrices
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import (
    Database,
    Databases,
    Imports,
    KeptFiles,
    Ledger,
    Portfolios,
    UnitOfWork,
    Whole,
    nothing,
)
from cryptotracker.ports.price_history import PriceHistory, PriceQuestions
from cryptotracker.ports.sealed import Sealed
from cryptotracker.ports.shares import Shares
from cryptotracker.ports.watching import Watching

Told: TypeAlias = dict[Hashable, Tick]
"""The last news of each thing."""

TOPIC: Final = "portfolio"
MANY: Final = 500


def changed(portfolio: Portfolio, owner: object) -> Tick:
    """Make news of a portfolio as it stands now."""
    return Tick(
        topic=TOPIC,
        key=str(portfolio.id),
        owner=str(owner),
        version=portfolio.version,
        data={"name": portfolio.settings.name, "transactions": portfolio.transactions},
    )


def removed(portfolio: Portfolio, owner: object) -> Tick:
    return Tick(
        topic=TOPIC,
        key=str(portfolio.id),
        owner=str(owner),
        version=portfolio.version + 1,
        data={"removed": True},
    )


async def every(portfolios: Portfolios) -> AsyncIterator[Portfolio]:
    """Give all portfolios, page by page."""
    page = await portfolios.page(limit=MANY)
    for each in page.items:
        yield each
    while page.next_cursor is not None:
        page = await portfolios.page(limit=MANY, cursor=page.next_cursor)
        for each in page.items:
            yield each


async def refigure(work: UnitOfWork, only: Collection[UUID] | None = None) -> None:
    """Count all portfolios as changed, or those that are named: their figures may be others now."""
    listed = [each.id async for each in every(work.portfolios)]
    for portfolio_id in listed:
        if only is not None and portfolio_id not in only:
            continue
        await work.portfolios.save((await work.portfolios.get(portfolio_id)).refigured())


@define
class Watched(Portfolios):
    """Portfolios, and what became of them in this transaction."""

    _inner: Portfolios
    _owner: UUID
    news: Told = field(factory=dict)

    async def add(self, portfolio: Portfolio) -> None:
        await self._inner.add(portfolio)
        self.news[portfolio.id] = changed(portfolio, self._owner)

    async def get(self, key: UUID | str) -> Portfolio:
        return await self._inner.get(key)

    async def page(self, *, limit: int, cursor: str | None = None) -> Page[Portfolio]:
        return await self._inner.page(limit=limit, cursor=cursor)

    async def save(self, portfolio: Portfolio) -> None:
        await self._inner.save(portfolio)
        self.news[portfolio.id] = changed(portfolio, self._owner)

    async def remove(self, portfolio_id: UUID) -> None:
        last = await self._inner.get(portfolio_id)
        await self._inner.remove(portfolio_id)
        self.news[portfolio_id] = removed(last, self._owner)


@frozen
class WatchedWork(UnitOfWork):
    portfolios: Portfolios
    candles: Candles
    jobs: Jobs
    imports: Imports
    ledger: Ledger
    files: KeptFiles
    own_prices: OwnPrices
    shares: Shares
    comments: Comments
    upkeep: Upkeep
    answers: Answers
    people: People
    sealed: Sealed
    openings: Openings
    prices: KeptPrices
    history: PriceHistory
    questions: PriceQuestions
    news: News
    watching: Watching


def watching(work: UnitOfWork, owner: UUID | None, news: Told) -> WatchedWork:
    """Have news taken down; work for everybody changes no portfolio."""
    of_owner = work.portfolios if owner is None else Watched(work.portfolios, owner, news)
    rest = (getattr(work, each.name) for each in fields(WatchedWork)[3:])
    candles, jobs = WatchedCandles(work.candles, news), WatchedJobs(work.jobs, news)
    return WatchedWork(of_owner, candles, jobs, *rest)


HELD: Final = ContextVar[Told | None]("HELD", default=None)
"""The news of what is done together, until it is kept."""


@frozen
class AnnouncedWhole(Whole):
    _inner: Whole
    _news: Told

    async def undo(self) -> None:
        await self._inner.undo()
        self._news.clear()


@frozen
class AnnouncedDatabase(Database):
    """An owner's database whose kept changes are published: no use case has to think of it.

    What is rehearsed is not told, nor what is undone by an error. Without an owner it is the
    database of those who work for everybody.
    """

    _inner: Database
    _events: Events
    _owner: UUID | None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        news: Told = {}
        async with self._inner.transaction() as work:
            yield watching(work, self._owner, news)
        held = HELD.get()
        if held is not None:
            held |= news
        else:
            await self._tell(news)

    def rehearsal(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._inner.rehearsal()

    def snapshot(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._inner.snapshot()

    @asynccontextmanager
    async def lagging(self) -> AsyncIterator[UnitOfWork]:
        async with self._inner.lagging() as work:
            yield work

    @asynccontextmanager
    async def together(
        self, first: Callable[[UnitOfWork], Awaitable[None]] = nothing
    ) -> AsyncIterator[Whole]:
        news: Told = {}
        token = HELD.set(news)
        try:
            async with self._inner.together(first) as whole:
                yield AnnouncedWhole(whole, news)
        finally:
            HELD.reset(token)
        await self._tell(news)

    async def _tell(self, news: Told) -> None:
        if news:
            await self._events.publish(list(news.values()))


@frozen
class AnnouncedDatabases(Databases):
    """The databases of all owners, and that of everybody, each announced."""

    _inner: Databases
    _events: Events

    def of(self, owner: UUID) -> Database:
        return AnnouncedDatabase(self._inner.of(owner), self._events, owner)

    def of_everybody(self) -> Database:
        return AnnouncedDatabase(self._inner.of_everybody(), self._events, None)
