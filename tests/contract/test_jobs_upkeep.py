"""What workers leave for one another, and what wakes them, on every kind of database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from attrs import evolve, frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.telemetry.metrics import Metrics
from cryptotracker.application.jobs.queues import WatchQueues
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.jobs import JobsWanted, Queued, WorkerSeen
from cryptotracker.ports.persistence import Database
from tests.contract.waiting import MINUTE, NOW, SECOND, enqueue, job, take
from tests.waiting import until

CLOCK = SystemClock()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


async def test_a_tick_belongs_to_one_of_those_who_report_it(database: Database) -> None:
    async def tick(at: datetime) -> bool:
        async with database.transaction() as work:
            return await work.upkeep.tick("nightly", at)

    first = await tick(NOW)
    found = await asyncio.gather(*(tick(NOW + MINUTE) for _ in range(5)))
    late = await tick(NOW)

    assert (first, sorted(found), late) == (False, [False] * 4 + [True], False)


async def test_workers_are_listed_last_seen_first(database: Database) -> None:
    one = WorkerSeen(name="one", queues=["a", "b"], started_at=NOW, seen_at=NOW, running=2)
    two = WorkerSeen(name="two", queues=[], started_at=NOW, seen_at=NOW + SECOND, running=0)
    async with database.transaction() as work:
        for each in (one, two, evolve(one, seen_at=NOW + MINUTE)):
            await work.upkeep.seen(each)

    async with database.snapshot() as work:
        assert await work.upkeep.workers() == [evolve(one, seen_at=NOW + MINUTE), two]


async def test_forgetting_leaves_what_has_not_ended(database: Database) -> None:
    old, new = NOW, NOW + MINUTE
    await enqueue(
        database,
        job(1),
        job(2, state="done", finished_at=old),
        job(3, state="done", finished_at=new),
        job(4, state="failed", finished_at=old),
    )

    async with database.transaction() as work:
        assert await work.upkeep.forget("done", NOW + SECOND) == 1

    async with database.snapshot() as work:
        left = await work.jobs.page(JobsWanted(), limit=9)
    assert [each.id.int for each in left.items] == [4, 3, 1]


async def test_what_waits_is_counted_by_queue(database: Database) -> None:
    await enqueue(
        database,
        job(1, queue="imports", not_before=NOW + MINUTE),
        job(2, queue="imports", not_before=NOW + SECOND),
        job(3, queue="imports", state="done", finished_at=NOW),
        job(4, queue="mail"),
        job(5, queue="taken"),
    )
    await take(database, queue="taken")

    async with database.snapshot() as work:
        found = await work.upkeep.queued()

    assert sorted(found, key=lambda each: each.queue) == [
        Queued(queue="imports", jobs=2, since=NOW + SECOND),
        Queued(queue="mail", jobs=1, since=NOW),
    ]


@frozen
class At(Clock):
    """A clock that stands still."""

    time: datetime

    def now(self) -> datetime:
        return self.time

    def new_id(self) -> UUID:
        return UUID(int=1)


async def test_a_queue_is_as_old_as_the_first_job_that_could_have_begun(
    database: Database,
) -> None:
    await enqueue(
        database, job(1, queue="imports"), job(2, queue="later", not_before=NOW + 10 * MINUTE)
    )
    figures = Metrics()

    looking = asyncio.create_task(WatchQueues(database, At(NOW + 2 * MINUTE))(figures))
    await until(lambda: told(figures, "queue_depth"))
    looking.cancel()

    shown = figures.exposed().decode()
    assert 'cryptotracker_queue_depth{queue="imports"} 1.0' in shown
    assert 'cryptotracker_queue_age_seconds{queue="imports"} 120.0' in shown
    assert 'cryptotracker_queue_age_seconds{queue="later"} 0.0' in shown


async def told(figures: Metrics, name: str) -> bool:
    return f"cryptotracker_{name}{{" in figures.exposed().decode()


async def test_a_job_that_was_kept_wakes_who_waits(database_url: str) -> None:
    async with open_database(database_url) as database, database.arrivals() as arrivals:
        await arrivals.wait(timedelta(milliseconds=1))
        waiting = asyncio.create_task(arrivals.wait(MINUTE))
        await asyncio.sleep(0)

        await enqueue(database, job(1))

        async with asyncio.timeout(10):
            await waiting


async def test_on_a_server_a_job_of_another_process_wakes_who_waits(empty_postgres: str) -> None:
    async with (
        open_database(empty_postgres) as ours,
        open_database(empty_postgres) as theirs,
        ours.arrivals() as arrivals,
    ):
        await arrivals.wait(timedelta(milliseconds=1))
        waiting = asyncio.create_task(arrivals.wait(MINUTE))
        await asyncio.sleep(0)

        await enqueue(theirs, job(1))

        async with asyncio.timeout(10):
            await waiting


async def test_on_a_server_a_lost_connection_is_replaced(empty_postgres: str) -> None:
    async with open_database(empty_postgres) as ours, ours.arrivals() as arrivals:
        await arrivals.wait(timedelta(milliseconds=1))
        admin = await asyncpg.connect(empty_postgres)
        found = await admin.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query ILIKE 'LISTEN%' AND datname = current_database()"
        )
        await arrivals.wait(timedelta(seconds=1))
        waiting = asyncio.create_task(arrivals.wait(MINUTE))
        await asyncio.sleep(0)
        async with open_database(empty_postgres) as theirs:
            async with asyncio.timeout(10):
                while not waiting.done():  # it may not listen yet
                    await enqueue(theirs, job(CLOCK.new_id().int))
                    await asyncio.wait([waiting], timeout=0.1)
        await admin.close()

    assert len(found) == 1
