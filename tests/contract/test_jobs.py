"""What every database promises of jobs, held against each of them."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.errors import (
    InvalidValueError,
    JobConflictError,
    JobNotFoundError,
    LeaseLostError,
)
from cryptotracker.domain.jobs.jobs import Lease, Progress
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.persistence import Database
from tests.contract.waiting import MINUTE, NOW, SECOND, enqueue, job, shown, take


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


async def test_a_job_comes_back_as_it_went_in(database: Database) -> None:
    full = job(
        1,
        payload={"file": "Erspartes ₿\0.csv", "rows": 3, "dry": False, "names": ["a"], "no": None},
        queue="imports",
        priority=-2,
        unique_key="one",
        deadline=NOW + MINUTE,
        max_attempts=7,
        state="running",
        attempts=2,
        token=9,
        worker="me",
        leased_until=NOW + SECOND,
        cancel_requested=True,
        progress=Progress(done=3_000_000_000, total=4_000_000_000, text="rows"),
        result={"added": 1},
        error={"type": "OSError"},
        started_at=NOW,
        finished_at=NOW,
    )

    await enqueue(database, full)

    assert await shown(database, 1) == full
    with pytest.raises(JobNotFoundError):
        await shown(database, 2)


async def test_a_transaction_that_is_undone_leaves_no_job(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as work:
            await work.jobs.enqueue(job(1))
            raise ZeroDivisionError

    assert await take(database) is None


async def test_a_large_payload_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="payload"):
        job(1, payload={"text": "x" * 8192})


async def test_a_key_is_one_job_until_it_ends(database: Database) -> None:
    first = job(1, unique_key="nightly")
    await enqueue(database, first)

    again = await enqueue(database, job(2, unique_key="nightly"))
    running = await take(database)
    during = await enqueue(database, job(3, unique_key="nightly"))
    assert running is not None
    async with database.transaction() as work:
        await work.jobs.save(running.finished({}, NOW))
    after = await enqueue(database, job(4, unique_key="nightly"))

    assert [each[0].id.int for each in (again, during, after)] == [1, 1, 4]


async def test_of_two_that_enqueue_a_key_at_once_one_does(database: Database) -> None:
    found = await asyncio.gather(
        *(enqueue(database, job(number, unique_key="once")) for number in range(1, 6))
    )

    assert len({each.id for (each,) in found}) == 1


async def test_the_most_urgent_goes_first_and_none_before_its_time(database: Database) -> None:
    later = job(1, priority=9, not_before=NOW + MINUTE)
    await enqueue(database, later, job(2), job(3), job(4, priority=1))

    taken = [await take(database) for _ in range(4)]
    then = await take(database, NOW + MINUTE)

    assert [each and each.id.int for each in (*taken, then)] == [4, 2, 3, None, 1]


async def test_a_worker_gets_jobs_of_its_queues(database: Database) -> None:
    await enqueue(database, job(1, queue="mail"), job(2))

    assert await take(database, queue="imports") is None
    assert (await take(database, queue="mail")) == job(1, queue="mail").taken(
        "me", NOW, NOW + MINUTE
    )


async def test_two_who_ask_at_once_get_different_jobs(database: Database) -> None:
    await enqueue(database, *(job(number) for number in range(1, 9)))

    found = await asyncio.gather(*(take(database) for _ in range(10)))

    assert sorted(each.id.int for each in found if each) == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_several_are_got_at_once_first_those_whose_lease_has_run_out(
    database: Database,
) -> None:
    await enqueue(database, *(job(number, priority=number) for number in (1, 2, 3, 4)))
    await take(database)

    async with database.transaction() as work:
        late = await work.jobs.next([], NOW + MINUTE + SECOND, most=3)
        early = await work.jobs.next(["default"], NOW, most=9)

    assert [each.id.int for each in late] == [4, 3, 2]
    assert [each.id.int for each in early] == [3, 2, 1]


async def test_what_a_dead_worker_held_is_taken_over_after_its_lease(database: Database) -> None:
    await enqueue(database, job(1))
    first = await take(database)

    early = await take(database, NOW + MINUTE)
    second = await take(database, NOW + MINUTE + SECOND)

    assert first is not None
    assert second is not None
    assert early is None
    assert (second.attempts, second.token) == (2, first.token + 1)


async def test_a_sleepers_late_write_is_refused_with_all_it_did(database: Database) -> None:
    await enqueue(database, job(1))
    first = await take(database)
    assert first is not None
    second = await take(database, NOW + MINUTE + SECOND)

    with pytest.raises(LeaseLostError):
        async with database.transaction() as work:
            await work.jobs.enqueue(job(2))
            (await work.jobs.get(first.id)).expect(first.lease)

    assert await shown(database, 1) == second
    with pytest.raises(JobNotFoundError):
        await shown(database, 2)


async def test_a_lease_that_was_right_stays_right_until_the_transaction_ends(
    database: Database,
) -> None:
    await enqueue(database, job(1))
    running = await take(database)
    assert running is not None

    async with database.transaction() as work:
        held = await work.jobs.get(running.id)
        held.expect(running.lease)
        thief = asyncio.create_task(take(database, NOW + 2 * MINUTE))
        done, _ = await asyncio.wait([thief], timeout=0.2)
        stolen = [each.result() for each in done]
        await work.jobs.save(held.finished({"ok": True}, NOW))

    assert [*stolen, await thief].count(None) == len(stolen) + 1
    assert (await shown(database, 1)).state == "done"


async def test_a_lease_is_of_one_attempt(database: Database) -> None:
    await enqueue(database, job(1))
    running = await take(database)
    assert running is not None

    for wrong in (Lease(job_id=running.id, token=0), Lease(job_id=UUID(int=2), token=1)):
        with pytest.raises(LeaseLostError):
            running.expect(wrong)
    with pytest.raises(LeaseLostError):
        running.given_back(NOW).expect(running.lease)


async def test_a_failed_job_is_not_replayed_beside_its_successor(database: Database) -> None:
    failed = job(1, unique_key="k", state="failed", finished_at=NOW)
    await enqueue(database, failed, job(2, unique_key="k"))

    with pytest.raises(JobConflictError, match="another job of its key"):
        async with database.transaction() as work:
            await work.jobs.save((await work.jobs.get(failed.id)).replayed(NOW))


async def test_jobs_are_listed_newest_first_in_pages(database: Database) -> None:
    await enqueue(
        database, *(job(number) for number in (1, 2, 3)), job(4, state="failed", finished_at=NOW)
    )

    async with database.snapshot() as work:
        first = await work.jobs.page(JobsWanted(), limit=2)
        rest = await work.jobs.page(JobsWanted(), limit=2, cursor=first.next_cursor)
        failed = await work.jobs.page(JobsWanted(state="failed"), limit=9)

    assert [each.id.int for each in (*first.items, *rest.items)] == [4, 3, 2, 1]
    assert [each.id.int for each in failed.items] == [4]
    assert rest.next_cursor is None


async def test_a_portfolios_jobs_go_with_it(database: Database) -> None:
    mine = Portfolio(id=UUID(int=7), settings=Settings(name="mine", currency="EUR"), created_at=NOW)
    async with database.transaction() as work:
        await work.portfolios.add(mine)
        await work.jobs.enqueue(job(1, portfolio_id=mine.id))
        await work.jobs.enqueue(job(2))

    async with database.snapshot() as work:
        of_mine = await work.jobs.page(JobsWanted(portfolio_id=mine.id), limit=9)
    async with database.transaction() as work:
        await work.portfolios.remove(mine.id)
    async with database.snapshot() as work:
        left = await work.jobs.page(JobsWanted(), limit=9)

    assert [each.id.int for each in of_mine.items] == [1]
    assert [each.id.int for each in left.items] == [2]
