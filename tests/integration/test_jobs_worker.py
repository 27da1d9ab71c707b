"""What a worker makes of jobs that fail, take too long, are cancelled or come round again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from attrs import define, evolve, field

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.application.jobs.attempts import Attempt, Attempts, Handler
from cryptotracker.application.jobs.jobs import CancelJob, ReplayJob, ShowJob
from cryptotracker.application.jobs.schedules import Schedule
from cryptotracker.application.jobs.worker import Terms, Worker
from cryptotracker.domain.errors import (
    JobConflictError,
    JobNotFoundError,
    PriceSourceUnavailableError,
)
from cryptotracker.domain.errors import UnknownFormatError as FinalError
from cryptotracker.domain.jobs.cron import Cron
from cryptotracker.domain.jobs.jobs import Facts, Job, Progress
from cryptotracker.ports.jobs import JobsWanted

CLOCK = SystemClock()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TELLTALE = "the password is hunter2"
Wrong: TypeAlias = Exception | None


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as opened:
        yield opened


@define
class Greet(Handler):
    """Fails with what it is given, in turn; then it succeeds, or waits for ever."""

    errors: list[Wrong] = field(factory=list)
    waits: bool = False
    calls: int = 0
    called: asyncio.Event = field(factory=asyncio.Event)

    async def __call__(self, attempt: Attempt) -> Facts:
        self.calls += 1
        self.called.set()
        attempt.tell(self.calls, 9, "greetings")
        if self.errors and (error := self.errors.pop(0)):
            raise error
        if self.waits:
            await asyncio.Event().wait()
        return {"calls": self.calls}


@define
class Office:
    """A worker, and what can be asked of it."""

    database: SqlDatabase
    worker: Worker

    async def enqueue(self, **values: Any) -> Job:
        now = CLOCK.now()
        job = Job(id=CLOCK.new_id(), kind="greet", created_at=now, not_before=now)
        async with self.database.transaction() as work:
            return await work.jobs.enqueue(evolve(job, **values))

    async def until(self, job: Job, holds: Callable[[Job], bool]) -> Job:
        async with asyncio.timeout(30):
            while True:
                found = await ShowJob(self.database, self.worker.attempts)(job.id)
                if holds(found):
                    return found
                await asyncio.sleep(0.02)

    async def ended(self, job: Job) -> Job:
        return await self.until(job, lambda found: found.finished_at is not None)


def hired(database: SqlDatabase, handlers: Mapping[str, Handler], *schedules: Schedule) -> Worker:
    return Worker(
        database=database,
        listening=database.arrivals,
        clock=CLOCK,
        handlers=lambda _: handlers,
        schedules=schedules,
        attempts=Attempts(),
        below=lambda _: 0,
    )


@asynccontextmanager
async def at_work(worker: Worker, name: str = "me") -> AsyncIterator[None]:
    stop = asyncio.Event()
    terms = Terms(name=name, lease=timedelta(seconds=3), patience=timedelta(seconds=1))
    work = asyncio.create_task(worker(terms, stop))
    yield
    stop.set()
    await work


@asynccontextmanager
async def office(database: SqlDatabase, handler: Handler) -> AsyncIterator[Office]:
    worker = hired(database, {"greet": handler})
    async with at_work(worker):
        yield Office(database, worker)


async def test_a_job_that_fails_for_a_while_is_done_in_the_end(database: SqlDatabase) -> None:
    away = PriceSourceUnavailableError(source="x")

    async with office(database, Greet([away, OSError(TELLTALE)])) as shop:
        done = await shop.ended(await shop.enqueue())

    assert (done.state, done.attempts, done.result) == ("done", 3, {"calls": 3})
    assert (done.error, done.progress) == (None, Progress(done=3, total=9, text="greetings"))


async def test_a_job_that_always_fails_is_kept_with_its_error_and_replayed(
    database: SqlDatabase,
) -> None:
    handler = Greet([OSError(TELLTALE), OSError(TELLTALE)])

    async with office(database, handler) as shop:
        failed = await shop.ended(await shop.enqueue(max_attempts=2))
        await ReplayJob(database, CLOCK)(failed.id)
        done = await shop.ended(failed)
        with pytest.raises(JobConflictError, match="only a failed or cancelled job"):
            await ReplayJob(database, CLOCK)(failed.id)

    assert (failed.state, failed.attempts, failed.error) == ("failed", 2, {"type": "OSError"})
    assert (done.state, done.attempts, done.error) == ("done", 1, None)


async def test_an_error_that_would_come_again_is_final(
    database: SqlDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    error = FinalError(file="a.txt", header="Roses", known="csv")

    async with office(database, Greet([error])) as shop:
        failed = await shop.ended(await shop.enqueue())

    assert (failed.state, failed.attempts) == ("failed", 1)
    assert failed.error == {
        "type": "UnknownFormatError",
        "file": "a.txt",
        "header": "Roses",
        "known": "csv",
    }
    assert "Roses" not in caplog.text  # it stands in somebody's file


async def test_a_kind_that_nobody_knows_fails_by_name(database: SqlDatabase) -> None:
    async with office(database, Greet()) as shop:
        failed = await shop.ended(await shop.enqueue(kind="dance"))

    assert (failed.state, failed.error) == ("failed", {"type": "UnknownKindError"})


async def test_a_running_job_is_cancelled_from_here_and_from_elsewhere(
    database: SqlDatabase,
) -> None:
    async with office(database, Greet(waits=True)) as shop:
        here, elsewhere = await shop.enqueue(), await shop.enqueue()
        for each in (here, elsewhere):
            await shop.until(each, lambda job: job.state == "running")
        await CancelJob(database, shop.worker.attempts, CLOCK)(here.id)
        await CancelJob(database, Attempts(), CLOCK)(elsewhere.id)
        ended = [await shop.ended(each) for each in (here, elsewhere)]

    assert [each.state for each in ended] == ["cancelled", "cancelled"]


async def test_nobody_cancels_what_is_foreign_not_even_where_it_runs(
    database: SqlDatabase,
) -> None:
    handler = Greet(waits=True)
    async with office(database, handler) as shop:
        mine = await shop.enqueue()
        await shop.until(mine, lambda job: job.state == "running")
        with pytest.raises(JobNotFoundError):
            await CancelJob(database.of(UUID(int=8)), shop.worker.attempts, CLOCK)(mine.id)
        goes_on = await ShowJob(database, shop.worker.attempts)(mine.id)
        (attempt,) = shop.worker.attempts.all()
        ending = attempt.ending

    assert (goes_on.state, goes_on.cancel_requested, ending) == ("running", False, "")


async def test_a_waiting_job_is_cancelled_at_once_and_twice_is_once(database: SqlDatabase) -> None:
    shop, handler = Office(database, hired(database, {})), Greet()
    job = await shop.enqueue()
    cancel = CancelJob(database, Attempts(), CLOCK)

    first, again = await cancel(job.id), await cancel(job.id)

    async with office(database, handler):
        await shop.ended(await shop.enqueue())
    assert (first.state, again, handler.calls) == ("cancelled", first, 1)


async def test_a_job_is_not_done_after_its_deadline(database: SqlDatabase) -> None:
    handler = Greet(waits=True)

    async with office(database, handler) as shop:
        late = await shop.enqueue(deadline=LONG_AGO)
        slow = await shop.enqueue(deadline=CLOCK.now() + timedelta(seconds=2))
        ended = [await shop.ended(each) for each in (late, slow)]

    assert [(each.state, each.attempts) for each in ended] == [("failed", 0), ("failed", 1)]
    assert [each.error for each in ended] == [{"type": "DeadlinePassed"}] * 2
    assert handler.calls == 1


async def test_jobs_on_which_workers_die_are_not_begun_for_ever(database: SqlDatabase) -> None:
    async with office(database, Greet()) as shop:
        poison = await shop.enqueue(
            state="running", attempts=5, token=5, leased_until=LONG_AGO, worker="dead"
        )
        ended = await shop.ended(poison)

    assert (ended.state, ended.error) == ("failed", {"type": "WorkerLost"})


async def test_a_tick_that_several_workers_missed_is_one_job(database: SqlDatabase) -> None:
    new_year = Schedule(name="new-year", at=Cron.read("0 0 1 1 *"), kind="greet")
    async with database.transaction() as work:
        await work.upkeep.tick("new-year", LONG_AGO)
    handler = Greet()
    workers = [hired(database, {"greet": handler}, new_year) for _ in range(2)]

    async with at_work(workers[0], "one"), at_work(workers[1], "two"):
        async with asyncio.timeout(30):
            await handler.called.wait()
        await seen_again(database)

    async with database.snapshot() as work:
        (job,) = (await work.jobs.page(JobsWanted(), limit=9)).items
    assert (job.kind, job.unique_key, handler.calls) == ("greet", "schedule:new-year", 1)


async def seen_again(database: SqlDatabase) -> None:
    """Wait until both workers have looked at their schedules once more."""
    now = CLOCK.now()
    async with asyncio.timeout(30):
        while True:
            async with database.snapshot() as work:
                seen = [each.name for each in await work.upkeep.workers() if each.seen_at > now]
            if sorted(seen) == ["one", "two"]:
                return
            await asyncio.sleep(0.05)
