"""What can be seen of jobs, and done to them."""

from collections.abc import Sequence
from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.application.jobs.attempts import Attempts
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.jobs import JobsWanted, WorkerSeen
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database


@frozen
class ListJobs:
    database: Database
    attempts: Attempts

    async def __call__(
        self, wanted: JobsWanted, *, limit: int = 100, cursor: str | None = None
    ) -> Page[Job]:
        async with self.database.snapshot() as work:
            page = await work.jobs.page(wanted, limit=limit, cursor=cursor)
        return evolve(page, items=[self.attempts.latest(each) for each in page.items])


@frozen
class ShowJob:
    database: Database
    attempts: Attempts

    async def __call__(self, job_id: UUID) -> Job:
        async with self.database.snapshot() as work:
            return self.attempts.latest(await work.jobs.get(job_id))


@frozen
class CancelJob:
    """End a job that waits, ask the worker of one that runs; one that has ended stays as it is."""

    database: Database
    attempts: Attempts
    clock: Clock

    async def __call__(self, job_id: UUID) -> Job:
        async with self.database.snapshot() as work:
            await work.jobs.get(job_id)  # who may not see it may not end it
        self.attempts.cancel(job_id)
        async with self.database.transaction() as work:
            job = (await work.jobs.get(job_id)).cancel(self.clock.now())
            await work.jobs.save(job)
        return job


@frozen
class ReplayJob:
    """Try a failed or cancelled job again from the start."""

    database: Database
    clock: Clock

    async def __call__(self, job_id: UUID) -> Job:
        async with self.database.transaction() as work:
            job = (await work.jobs.get(job_id)).replayed(self.clock.now())
            await work.jobs.save(job)
        return job


@frozen
class ListWorkers:
    """List the workers that gave a sign of life of late, the latest first."""

    database: Database

    async def __call__(self) -> Sequence[WorkerSeen]:
        async with self.database.snapshot() as work:
            return await work.upkeep.workers()
