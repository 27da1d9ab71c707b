"""Take jobs and do them, several at once, until told to stop.

To teach workers a kind of job: write its handler, and name it where the worker is put together.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import define, evolve, field, frozen

from cryptotracker.application.jobs.attempts import Attempt, Attempts, Handlers, over
from cryptotracker.application.jobs.failures import UnknownKindError, facts_of, is_final
from cryptotracker.application.jobs.schedules import Schedule
from cryptotracker.application.jobs.taking import Taking
from cryptotracker.domain.errors import (
    DatabaseUnavailableError,
    JobNotFoundError,
    LeaseLostError,
)
from cryptotracker.domain.jobs.back_off import delay
from cryptotracker.domain.jobs.jobs import (
    CANCELLED,
    DONE,
    FAILED,
    OVERDUE,
    WAITING,
    Facts,
    Job,
)
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.jobs import Arrivals, Listening, Unwatched, Watch, WorkerSeen
from cryptotracker.ports.persistence import Database

POLL: Final = timedelta(seconds=5)
"""So often a worker looks for jobs that nothing woke it for: those of another process on SQLite,
those whose time has come, and those of workers that died."""
BEAT: Final = timedelta(seconds=1)
HURRY: Final = timedelta(seconds=8)
"""So long a job may take to be broken off and given back."""

OUTCOMES: Final = {DONE: "done", FAILED: "dead", CANCELLED: "cancelled", WAITING: "retried"}

log = logging.getLogger(__name__)


@frozen(kw_only=True)
class Terms:
    """How a worker works.

    Attributes:
        queues: those it serves, all if empty.
        lease: a job whose worker shows no sign of life for so long is taken over.
        patience: so long running jobs may go on after the worker was told to stop.
    """

    name: str
    queues: Sequence[str] = ()
    at_once: int = 4
    lease: timedelta = timedelta(seconds=60)
    patience: timedelta = timedelta(seconds=10)


@frozen(kw_only=True)
class Worker:
    """Does everybody's jobs; several in any number of processes share what there is."""

    database: Database
    listening: Listening
    clock: Clock
    handlers: Handlers
    schedules: Sequence[Schedule]
    attempts: Attempts
    below: Callable[[int], int]
    watch: Watch = field(factory=Unwatched)

    async def __call__(self, terms: Terms, stop: asyncio.Event) -> None:
        async with self.listening() as arrivals:
            await Shift(self, terms, stop, arrivals).run()


@define(eq=False)
class Shift:
    """A worker at work, from its start until it was told to stop."""

    _worker: Worker
    _terms: Terms
    _stop: asyncio.Event
    _arrivals: Arrivals
    _running: dict[asyncio.Task[None], Attempt] = field(factory=dict)

    async def run(self) -> None:
        keeping = asyncio.create_task(self._keep_up())
        try:
            await self._serve()
        finally:
            await over(keeping)
            await self._go_home()

    async def _serve(self) -> None:
        stopped = asyncio.create_task(self._stop.wait())
        called = asyncio.create_task(self._arrivals.wait(POLL))
        take = Taking(
            database=self._worker.database,
            clock=self._worker.clock,
            worker=self._terms.name,
            queues=self._terms.queues,
            lease=self._terms.lease,
            ended=lambda job: self._worker.watch.ended(job, OUTCOMES[job.state]),
        )
        try:
            while not self._stop.is_set():
                await self._begin_all(take)
                await asyncio.wait(
                    {stopped, called, *self._running}, return_when=asyncio.FIRST_COMPLETED
                )
                if called.done():
                    called = asyncio.create_task(self._arrivals.wait(POLL))
        finally:
            stopped.cancel()
            called.cancel()

    async def _begin_all(self, take: Taking) -> None:
        """Begin what is to be done, as long as there is room."""
        while not self._stop.is_set() and (room := self._terms.at_once - len(self._running)) > 0:
            jobs = await take(room)
            if not jobs:
                return
            for job in jobs:
                self._begin(job)

    def _begin(self, job: Job) -> None:
        attempt = Attempt(job)
        task = asyncio.create_task(self._attempt(attempt))
        attempt.run_by(task)
        self._worker.attempts.add(attempt)
        self._running[task] = attempt
        task.add_done_callback(self._running.pop)

    async def _attempt(self, attempt: Attempt) -> None:
        with self._worker.watch.attempt(attempt.job):
            await self._settle(attempt)

    async def _settle(self, attempt: Attempt) -> None:
        tending = asyncio.create_task(self._tend(attempt))
        try:
            settled = await self._outcome(attempt)
        finally:
            attempt.run_by(None)  # what is left to do is not to be broken off
            await over(tending)
            self._worker.attempts.remove(attempt)
        if settled is None:
            return
        try:
            async with self._worker.database.transaction() as work:
                job = await work.jobs.get(attempt.job.id)
                job.expect(attempt.lease)
                job = settled(evolve(job, progress=attempt.progress))
                await work.jobs.save(job)
            self._tell(attempt, job.state)
        except (LeaseLostError, JobNotFoundError):
            log.warning("Job %s was taken over, or has ended, meanwhile.", attempt.job.id)
        except Exception:
            log.exception("The end of job %s could not be kept; it is done again.", attempt.job.id)

    async def _outcome(self, attempt: Attempt) -> Callable[[Job], Job] | None:
        """Do a job; return what becomes of it, None if its handler has seen to that."""
        clock = self._worker.clock
        try:
            left = self._left(attempt.job)
            async with asyncio.timeout(None if left is None else left.total_seconds()) as limit:
                result = await self._handle(attempt)
        except asyncio.CancelledError:
            return broken_off(attempt, clock.now())
        except (LeaseLostError, JobNotFoundError):
            log.warning("Job %s was taken over by another worker.", attempt.job.id)
            return None
        except Exception as error:
            if limit.expired():
                return lambda job: job.failed(OVERDUE, clock.now())
            if is_final(error):  # what it says may be its owner's, and is kept with the job
                log.info("Job %s failed: %s.", attempt.job.id, type(error).__name__)
            else:
                log.exception("Job %s (%s) failed.", attempt.job.id, attempt.job.kind)
            return self._failed(attempt.job, error)
        if result is None:
            self._tell(attempt, DONE)
            return None
        return lambda job: job.finished(result, clock.now())

    def _tell(self, attempt: Attempt, state: str) -> None:
        back = state == attempt.ending == WAITING
        self._worker.watch.ended(attempt.job, "given_back" if back else OUTCOMES[state])

    def _left(self, job: Job) -> timedelta | None:
        return None if job.deadline is None else job.deadline - self._worker.clock.now()

    async def _handle(self, attempt: Attempt) -> Facts | None:
        handler = self._worker.handlers(attempt.job.owner).get(attempt.job.kind)
        if handler is None:
            raise UnknownKindError
        return await handler(attempt)

    def _failed(self, job: Job, error: Exception) -> Callable[[Job], Job]:
        facts, now = facts_of(error), self._worker.clock.now()
        if is_final(error) or job.attempts >= job.max_attempts:
            return lambda job: job.failed(facts, now)
        wait = delay(job.attempts, below=self._worker.below)
        return lambda job: job.again(facts, now + wait)

    async def _tend(self, attempt: Attempt) -> None:
        """Renew the lease and keep the progress; end the attempt if somebody wants that."""
        database, clock = self._worker.database, self._worker.clock
        while True:
            await pause(min(BEAT, self._terms.lease // 3))
            try:
                async with database.transaction() as work:
                    job = await work.jobs.get(attempt.job.id)
                    if job.lease == attempt.lease and job.finished_at:
                        return  # its handler has just ended it, with its effect
                    job.expect(attempt.lease)
                    until = clock.now() + self._terms.lease
                    await work.jobs.save(job.renewed(until, attempt.progress))
            except (LeaseLostError, JobNotFoundError):
                attempt.give_back()
                return
            except DatabaseUnavailableError:
                pass  # on SQLite the job's own transaction may be in the way, but then of all
            except Exception:
                log.exception("The lease of job %s could not be renewed.", attempt.job.id)
            else:
                if job.cancel_requested:
                    attempt.cancel()

    async def _keep_up(self) -> None:
        """Give signs of life, and enqueue what is due."""
        worker, started = self._worker, self._worker.clock.now()
        while True:
            try:
                async with worker.database.transaction() as work:
                    now = worker.clock.now()
                    seen = WorkerSeen(
                        name=self._terms.name,
                        queues=self._terms.queues,
                        started_at=started,
                        seen_at=now,
                        running=len(self._running),
                    )
                    await work.upkeep.seen(seen)
                    for each in worker.schedules:
                        tick = each.at.last(now)
                        if tick is not None and await work.upkeep.tick(each.name, tick):
                            await work.jobs.enqueue(self._due(each))
            except DatabaseUnavailableError as error:
                log.warning("No sign of life could be given, for now: %s", error.reason)
            except Exception:
                log.exception("No sign of life could be given; it is tried again soon.")
            await pause(self._terms.lease // 3)

    def _due(self, schedule: Schedule) -> Job:
        now = self._worker.clock.now()
        return Job(
            id=self._worker.clock.new_id(),
            kind=schedule.kind,
            created_at=now,
            not_before=now,
            unique_key=f"schedule:{schedule.name}",
        )

    async def _go_home(self) -> None:
        """Let running jobs finish for a while, and give the others back."""
        if not (running := dict(self._running)):
            return
        await asyncio.wait(running, timeout=self._terms.patience.total_seconds())
        for attempt in running.values():
            attempt.give_back()
        await asyncio.wait(running, timeout=HURRY.total_seconds())


def broken_off(attempt: Attempt, now: datetime) -> Callable[[Job], Job] | None:
    """Say what becomes of a job that this worker was told to end."""
    if (task := asyncio.current_task()) is not None:
        task.uncancel()  # what follows is not to be broken off
    if attempt.ending == CANCELLED:
        return lambda job: job.cancelled(now)
    return (lambda job: job.given_back(now)) if attempt.ending == WAITING else None


async def pause(length: timedelta) -> None:
    await asyncio.sleep(length.total_seconds())
