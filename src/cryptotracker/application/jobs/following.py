"""Hear what becomes of one's jobs while one is looking at them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import UUID

from attrs import define, frozen

from cryptotracker.application.jobs.jobs import ListJobs, ShowJob
from cryptotracker.application.signs import JOBS
from cryptotracker.domain.errors import JobNotFoundError
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.ports.events import Events, News, Resync, Subscription, Tick
from cryptotracker.ports.jobs import JobsWanted

NEWEST: Final = 20
"""So many jobs are shown to whoever begins to follow all."""


@define
class JobsFollowed:
    """One listener: it is shown jobs of its owner first as they stand, then after each change."""

    _show: ShowJob
    _list: ListJobs
    _subscription: Subscription

    async def follow(self, job_id: UUID | None) -> Sequence[Job]:
        """Follow a job, or all of them; return how it stands, or the newest ones do."""
        key = key_of(job_id)
        # Listening first: what happens between the two is heard twice rather than not at all.
        self._subscription.add(JOBS, key)
        try:
            if job_id is None:
                return (await self._list(JobsWanted(), limit=NEWEST)).items[::-1]
            return [await self._show(job_id)]
        except JobNotFoundError:
            self._subscription.discard(JOBS, key)
            raise

    def leave(self, job_id: UUID | None) -> None:
        self._subscription.discard(JOBS, key_of(job_id))

    def news(self) -> AsyncIterator[News]:
        """Give signs of what changed; it ends when too many wait to be heard."""
        return aiter(self._subscription)

    async def look(self, news: News) -> Sequence[Job | Resync]:
        """Return the jobs that there are signs of, each once, as they are by now."""
        found: list[Job | Resync] = [each for each in news if isinstance(each, Resync)]
        for key in dict.fromkeys(each.key for each in news if isinstance(each, Tick)):
            with suppress(JobNotFoundError):  # removed with its portfolio, or long over
                found.append(await self._show(UUID(key)))
        return found


def key_of(job_id: UUID | None) -> str | None:
    return None if job_id is None else str(job_id)


@frozen
class FollowJobs:
    """Open a listener for as long as somebody looks."""

    show: ShowJob
    list: ListJobs
    events: Events
    owner: UUID

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[JobsFollowed]:
        async with self.events.subscribe(str(self.owner)) as subscription:
            yield JobsFollowed(self.show, self.list, subscription)
