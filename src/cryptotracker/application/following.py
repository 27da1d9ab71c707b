"""Hear what becomes of portfolios while one is looking at them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from attrs import frozen

from cryptotracker.application.announcing import TOPIC, changed, every
from cryptotracker.domain.errors import PortfolioNotFoundError
from cryptotracker.ports.events import Events, News, Subscription, Tick
from cryptotracker.ports.persistence import Database


@frozen
class Following:
    """One listener: it is told first how a portfolio of its owner stands, then each change."""

    _database: Database
    _subscription: Subscription
    _owner: UUID

    async def follow(self, portfolio_id: UUID | None) -> Sequence[Tick]:
        """Follow a portfolio, or all of them; return how they stand, what was heard left out."""
        key = key_of(portfolio_id)
        # Listening first: what happens between the two is heard twice rather than not at all.
        self._subscription.add(TOPIC, key)
        try:
            found = await self._standing(portfolio_id)
        except PortfolioNotFoundError:
            self._subscription.discard(TOPIC, key)
            raise
        return [tick for tick in found if not self._subscription.known(tick)]

    def leave(self, portfolio_id: UUID | None) -> None:
        self._subscription.discard(TOPIC, key_of(portfolio_id))

    def news(self) -> AsyncIterator[News]:
        """Give what happens; it ends when too much waits to be heard."""
        return aiter(self._subscription)

    async def _standing(self, portfolio_id: UUID | None) -> Sequence[Tick]:
        async with self._database.snapshot() as work:
            if portfolio_id is not None:
                return [changed(await work.portfolios.get(portfolio_id), self._owner)]
            return [changed(each, self._owner) async for each in every(work.portfolios)]


def key_of(portfolio_id: UUID | None) -> str | None:
    return None if portfolio_id is None else str(portfolio_id)


@frozen
class FollowPortfolios:
    """Open a listener for as long as somebody looks."""

    database: Database
    events: Events
    owner: UUID

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Following]:
        async with self.events.subscribe(str(self.owner)) as subscription:
            yield Following(self.database, subscription, self.owner)
