"""One attempt at a job: what its handler may say, and how it ends."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from attrs import define, evolve, field

from cryptotracker.domain.jobs.jobs import CANCELLED, WAITING, Facts, Job, Lease, Progress
from cryptotracker.ports.persistence import UnitOfWork


@define(eq=False)
class Attempt:
    """A job that runs in this process.

    Attributes:
        ending: the state in which it was broken off: cancelled, or waiting for another worker.
    """

    job: Job
    progress: Progress = field(factory=Progress)
    ending: str = ""
    _task: asyncio.Task[None] | None = None

    @property
    def lease(self) -> Lease:
        return self.job.lease

    def run_by(self, task: asyncio.Task[None] | None) -> None:
        """Name the task that is cancelled when the attempt is broken off; None once it is over."""
        self._task = task

    def tell(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far it has come; any thread may."""
        self.progress = Progress(done=done, total=total, text=text)

    async def hold(self, work: UnitOfWork) -> None:
        """Make sure that nobody has taken the job over, until this transaction is kept."""
        (await work.jobs.get(self.job.id)).expect(self.lease)

    async def finish(self, work: UnitOfWork, result: Facts, now: datetime) -> None:
        """End the job in the transaction that keeps its effect, so that neither is without it.

        LeaseLostError, which undoes the transaction, if another worker has taken the job over.
        """
        job = await work.jobs.get(self.job.id)
        job.expect(self.lease)
        await work.jobs.save(evolve(job, progress=self.progress).finished(result, now))

    def cancel(self) -> None:
        self._break_off(CANCELLED)

    def give_back(self) -> None:
        self._break_off(WAITING)

    def _break_off(self, ending: str) -> None:
        if not self.ending:
            self.ending = ending
            if self._task is not None:
                self._task.cancel()


class Handler(Protocol):
    """Does the jobs of one kind.

    It may be called again for a job that was begun before, by a process that is no more. What it
    keeps is kept once if it calls `attempt.finish` in the same transaction; every other transaction
    in which it writes begins with `attempt.hold`. It may be cancelled.
    """

    async def __call__(self, attempt: Attempt) -> Facts | None:
        """Return the result, or None if `attempt.finish` was called."""
        ...


Handlers: TypeAlias = Callable[[UUID | None], Mapping[str, Handler]]
"""Gives the handlers of an owner's jobs by their kinds; of nobody's, those of the service's own."""


@define(eq=False)
class Attempts:
    """The attempts of this process: whoever asks here need not wait for the database."""

    _running: dict[UUID, Attempt] = field(factory=dict)

    def __len__(self) -> int:
        return len(self._running)

    def all(self) -> Sequence[Attempt]:
        return list(self._running.values())

    def add(self, attempt: Attempt) -> None:
        self._running[attempt.job.id] = attempt

    def remove(self, attempt: Attempt) -> None:
        self._running.pop(attempt.job.id, None)

    def cancel(self, job_id: UUID) -> None:
        """Cancel it at once if it runs here: on SQLite its transaction keeps all others waiting."""
        if attempt := self._running.get(job_id):
            attempt.cancel()

    def latest(self, job: Job) -> Job:
        """Say how far a job is by now."""
        attempt = self._running.get(job.id)
        if attempt is None or attempt.lease != job.lease:
            return job
        return evolve(job, progress=attempt.progress)


async def over(task: asyncio.Task[None]) -> None:
    """Cancel a task, and wait for its end: cancelled twice, a connection might never be closed."""
    task.cancel()
    await asyncio.wait([task])
