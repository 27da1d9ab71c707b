"""Tell of what another program has changed without a word, like an import by hand."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.announcing import changed, every, removed
from cryptotracker.application.signs import job_sign
from cryptotracker.domain.jobs.jobs import UNFINISHED, Job
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.ports.events import Events
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.persistence import Database

MOST: Final = 100


@frozen
class NoticeChanges:
    """Look at everybody's portfolios and jobs after each sign of a commit, and tell what is new.

    What was told already is told again: who has heard a version does not hear it twice, and of a
    job only what is new is told.
    """

    database: Database
    events: Events
    commits: Callable[[], AsyncIterator[None]]

    async def __call__(self) -> None:
        """Run for as long as there may be signs."""
        before, jobs_before = await self._portfolios(), await self._jobs()
        async for _ in self.commits():
            now, jobs = await self._portfolios(), await self._jobs()
            news = [
                changed(each, each.owner) for key, each in now.items() if each != before.get(key)
            ]
            news += [removed(each, each.owner) for key, each in before.items() if key not in now]
            touched = {
                key for key in {**jobs, **jobs_before} if jobs.get(key) != jobs_before.get(key)
            }
            signs = (job_sign(jobs.get(key) or jobs_before[key]) for key in touched)
            news += [each for each in signs if each is not None]
            before, jobs_before = now, jobs
            if news:
                await self.events.publish(news)

    async def _portfolios(self) -> Mapping[UUID, Portfolio]:
        async with self.database.snapshot() as work:
            return {each.id: each async for each in every(work.portfolios)}

    async def _jobs(self) -> Mapping[UUID, Job]:
        """Give those that have not ended, the newest of them."""
        async with self.database.snapshot() as work:
            pages = [
                await work.jobs.page(JobsWanted(state=each), limit=MOST) for each in UNFINISHED
            ]
        return {each.id: each for page in pages for each in page.items}
