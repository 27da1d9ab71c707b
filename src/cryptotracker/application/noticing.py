"""Tell of portfolios that another program has changed without a word, like an import by hand."""

from collections.abc import AsyncIterator, Callable, Mapping
from uuid import UUID

from attrs import frozen

from cryptotracker.application.announcing import changed, every, removed
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.ports.events import Events
from cryptotracker.ports.persistence import Database


@frozen
class NoticeChanges:
    """Look at everybody's portfolios after each sign of a commit, and tell what is new.

    What was told already is told again: who has heard a version does not hear it twice.
    """

    database: Database
    events: Events
    commits: Callable[[], AsyncIterator[None]]

    async def __call__(self) -> None:
        """Run for as long as there may be signs."""
        before = await self._portfolios()
        async for _ in self.commits():
            now = await self._portfolios()
            news = [
                changed(each, each.owner) for key, each in now.items() if each != before.get(key)
            ]
            news += [removed(each, each.owner) for key, each in before.items() if key not in now]
            before = now
            if news:
                await self.events.publish(news)

    async def _portfolios(self) -> Mapping[UUID, Portfolio]:
        async with self.database.snapshot() as work:
            return {each.id: each async for each in every(work.portfolios)}
