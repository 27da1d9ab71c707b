"""Jobs as they go on, told to one client: their own, and no state twice."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from uuid import UUID

from attrs import define, field

from cryptotracker.application.jobs.following import JobsFollowed
from cryptotracker.domain.errors import DatabaseUnavailableError, JobNotFoundError
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.entrypoints.http.jobs import JobView
from cryptotracker.entrypoints.http.wishes import Wish, WishError
from cryptotracker.ports.events import News, Resync

Message = Mapping[str, object]


@define(eq=False)
class JobNews:
    """What one client hears of jobs.

    Attributes:
        told: of those that go on, how each was told last.
    """

    _followed: JobsFollowed
    _told: dict[UUID, JobView] = field(factory=dict)
    _version: int = 0

    async def grant(self, wish: Wish) -> Sequence[Message]:
        """Follow jobs, or leave them; return what there is to tell of them now."""
        if wish.op == "unsubscribe":
            self._followed.leave(wish.job)
            return []
        try:
            return self._written(await self._followed.follow(wish.job))
        except JobNotFoundError as error:
            message = "there is no such job"
            raise WishError(message) from error
        except DatabaseUnavailableError as error:
            message = "the database cannot be used now; try again later"
            raise WishError(message) from error

    def signs(self) -> AsyncIterator[News]:
        return self._followed.news()

    async def look(self, news: News) -> Sequence[Message]:
        """Return what is new; while the database is away clients have to ask themselves."""
        try:
            found = await self._followed.look(news)
        except DatabaseUnavailableError:
            return [RESYNC]
        lost = [RESYNC] if any(isinstance(each, Resync) for each in found) else []
        jobs = (each for each in found if isinstance(each, Job))
        return [*lost, *self._written(each for each in jobs if self._is_news(each))]

    def _is_news(self, job: Job) -> bool:
        return self._told.get(job.id) != JobView.of(job)

    def _written(self, jobs: Iterable[Job]) -> Sequence[Message]:
        return [self._message(JobView.of(each)) for each in jobs]

    def _message(self, view: JobView) -> Message:
        self._version += 1
        if view.finished_at is None:
            self._told[view.job] = view
        else:
            self._told.pop(view.job, None)
        return {"topic": "jobs", "job": view.job, "version": self._version, "data": view}


RESYNC: Message = {"op": "resync", "topic": "jobs"}
