"""Where jobs wait, and how workers share them."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from attrs import frozen

from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.ports.pages import Page


@frozen(kw_only=True)
class JobsWanted:
    """Which jobs to list: those that meet everything given."""

    state: str = ""
    kind: str = ""
    portfolio_id: UUID | None = None


@frozen(kw_only=True)
class WorkerSeen:
    """A sign of life of a worker."""

    name: str
    queues: Sequence[str]
    started_at: datetime
    seen_at: datetime
    running: int


@frozen(kw_only=True)
class Queued:
    """What waits in a queue: how many jobs, and since when the first could have begun."""

    queue: str
    jobs: int
    since: datetime


class Jobs(Protocol):
    """The jobs of one owner, in the transaction of whatever promises or keeps them.

    Those who work for everybody have the jobs of all owners, and enqueue such as are nobody's.

    - a job is there if, and only if, the transaction that enqueued it was kept;
    - a job is, and stays, its owner's in whose name it was enqueued;
    - of letters that is all: owners neither see nor change theirs, so that whoever is in an
      account does not keep back what its user is told of that;
    - while a job of a unique key waits or runs, enqueuing the key again gives its owner that job;
    - a job got, or taken as the next, in a transaction is changed by nobody else until it ends,
      so a lease that is right when the job is saved is still right when the transaction is kept;
    - of two workers that ask at once for what to do next, each gets other jobs;
    - a job of a portfolio that is not there raises PortfolioNotFoundError; removing a portfolio
      removes its jobs.
    """

    async def enqueue(self, job: Job) -> Job: ...

    async def get(self, job_id: UUID) -> Job:
        """Return the job, or raise JobNotFoundError."""
        ...

    async def next(self, queues: Collection[str], now: datetime, *, most: int = 1) -> Sequence[Job]:
        """Return what to do first: jobs whose lease has run out, then the most urgent waiting."""
        ...

    async def save(self, job: Job) -> None:
        """Keep what changed; JobConflictError if another job of its key waits or runs."""
        ...

    async def page(self, wanted: JobsWanted, *, limit: int, cursor: str | None = None) -> Page[Job]:
        """List jobs, newest first."""
        ...


class Upkeep(Protocol):
    """What workers leave for one another.

    - of all who report a tick of a schedule, one is told that it is theirs;
    - the first tick of a schedule ever seen is nobody's: it may be long past;
    - forgetting leaves every job that has not ended.
    """

    async def tick(self, schedule: str, tick: datetime) -> bool:
        """Report that a schedule was due; say whether it is the caller's to do."""
        ...

    async def seen(self, worker: WorkerSeen) -> None: ...

    async def workers(self) -> Sequence[WorkerSeen]:
        """List workers, last seen first."""
        ...

    async def queued(self) -> Sequence[Queued]:
        """Say what waits, by queue."""
        ...

    async def forget(self, state: str, before: datetime) -> int:
        """Remove what ended so before a time, and its secrets; and workers not seen since."""
        ...


class Watch(Protocol):
    """Sees what a worker does; it never fails."""

    def attempt(self, job: Job) -> AbstractContextManager[None]:
        """See an attempt, from its begin to its end."""
        ...

    def ended(self, job: Job, outcome: str) -> None: ...


@frozen
class Unwatched(Watch):
    """Stands in where nobody looks."""

    def attempt(self, job: Job) -> AbstractContextManager[None]:
        del job
        return nullcontext()

    def ended(self, job: Job, outcome: str) -> None: ...


class Arrivals(Protocol):
    """Wakes a worker when a job may be waiting.

    - a job enqueued by this process, or on a server by any, ends a wait soon after it is kept;
    - a wait may end early, or be missed: it ends after the given time at the latest.
    """

    async def wait(self, longest: timedelta) -> None: ...


class Listening(Protocol):
    """Opens arrivals; nothing is listened to before, or after the block."""

    def __call__(self) -> AbstractAsyncContextManager[Arrivals]: ...
