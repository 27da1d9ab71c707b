"""Old jobs and forgotten files go, what is wanted stays; and no query reads all jobs."""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import event

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.application.idempotency import ForgetAnswers
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.cleaning import Chore, CleanUp, ForgetJobs, SweepPending
from cryptotracker.application.keeping import SweepFiles
from cryptotracker.domain.errors import StorageUnavailableError
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.ports.files import FileStore, Kind
from cryptotracker.ports.idempotency import Claim
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.persistence import UnitOfWork

CLOCK = SystemClock()
DAY = timedelta(days=1)
Ask = Callable[[UnitOfWork], Awaitable[None]]


def job(number: int, state: str = "waiting", days: int = 0, **values: Any) -> Job:
    """Make a job that ended so many days ago."""
    now = CLOCK.now()
    ended = None if state in ("waiting", "running") else now - days * DAY
    return Job(
        id=UUID(int=number),
        kind="x",
        created_at=now,
        not_before=now,
        state=state,
        finished_at=ended,
        **values,
    )


def chores(database: SqlDatabase, files: FileStore) -> dict[str, Chore]:
    everybody = database.of_everybody()
    return {
        "jobs": ForgetJobs(everybody, CLOCK),
        "answers": ForgetAnswers(everybody, CLOCK),
        "pending_files": SweepPending(everybody, files, CLOCK),
        "kept_files": SweepFiles(everybody, files, CLOCK),
    }


async def put(files: FileStore, root: Path, *keys: str, days: int = 0) -> None:
    """Keep files that are so many days old."""
    then = (CLOCK.now() - days * DAY).timestamp()
    for key in keys:
        await files.put(key, [b"x"], kind=Kind.text)
        await asyncio.to_thread(os.utime, root / key, (then, then))


async def answered(database: SqlDatabase, *keys: str, until: datetime) -> None:
    async with database.transaction() as work:
        for key in keys:
            claim = Claim(key=key, holder=UUID(int=1), until=until)
            assert await work.answers.claim(claim, CLOCK.now())


async def test_what_nobody_looks_at_any_more_is_removed(database_url: str, tmp_path: Path) -> None:
    cleaning = job(9, "running", token=1, leased_until=CLOCK.now() + DAY)
    ended = [job(1, "done", 8), job(2, "done", 6), job(3, "failed", 8), job(4, "failed", 31)]
    root = tmp_path / "files"
    files = LocalFiles.open(root)
    wanted, new = f"pending/p/{UUID(int=3)}", f"pending/p/{UUID(int=8)}"
    gone = [f"pending/p/{UUID(int=1)}", f"pending/p/{UUID(int=7)}"]
    await put(files, root, wanted, *gone, "imports/p/orphan", days=2)
    await put(files, root, new)

    async with open_database(database_url) as database:
        async with database.transaction() as work:
            for each in (*ended, cleaning):
                await work.jobs.enqueue(each)
        for owner in (UUID(int=1), UUID(int=2)):
            await answered(database.of(owner), "old", until=CLOCK.now() - 8 * DAY)
            await answered(database.of(owner), "young", until=CLOCK.now() - 6 * DAY)
        attempt = Attempt(cleaning)
        result = await CleanUp(chores(database, files), database)(attempt)
        async with database.snapshot() as work:
            left = (await work.jobs.page(JobsWanted(), limit=9)).items

    removed = {"jobs": 2, "answers": 2, "pending_files": 2, "kept_files": 1}
    assert (result, attempt.progress.done) == (removed | {"failed": []}, 4)
    assert [each.id.int for each in left] == [9, 3, 2]
    assert sorted([each.key async for each in files.below("")]) == [wanted, new]


async def test_a_chore_that_fails_stops_no_other(empty_sqlite: str, tmp_path: Path) -> None:
    root = tmp_path / "files"
    files = LocalFiles.open(root)
    await put(files, root, "imports/p/orphan", days=2)
    cleaning = job(9, "running", token=1, leased_until=CLOCK.now() + DAY)

    async def broken() -> int:
        raise StorageUnavailableError(reason="gone")

    async with open_database(empty_sqlite) as database:
        async with database.transaction() as work:
            await work.jobs.enqueue(cleaning)
        every = chores(database, files) | {"pending_files": broken}
        result = await CleanUp(every, database)(Attempt(cleaning))

    assert result == {"jobs": 0, "answers": 0, "kept_files": 1, "failed": ["pending_files"]}


async def indexes_used(database: SqlDatabase, ask: Ask) -> list[list[str]]:
    """Say which indexes SQLite uses for each query about jobs."""
    engine, asked = database.engine, list[tuple[str, Any]]()

    def note(_c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    async with database.transaction() as work:
        await ask(work)
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    async with engine.connect() as connection:
        plans = [
            str((await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", given)).all())
            for each, given in asked
            if "jobs" in each and not each.startswith("INSERT")
        ]
    assert [each for each in plans if "USING INDEX" not in each] == []
    return [re.findall(r"ix_jobs_\w+|sqlite_autoindex_jobs", each) for each in plans]


async def test_every_query_of_a_worker_uses_an_index(empty_sqlite: str) -> None:
    async def ask(work: UnitOfWork) -> None:
        await work.jobs.enqueue(job(1, unique_key="k"))
        await work.jobs.enqueue(job(2, unique_key="k"))
        await work.jobs.next(["default"], CLOCK.now())
        await work.jobs.next([], CLOCK.now())
        await work.jobs.save(await work.jobs.get(UUID(int=1)))
        await work.jobs.page(JobsWanted(state="failed"), limit=9)
        await work.jobs.page(JobsWanted(portfolio_id=UUID(int=1)), limit=9)
        await work.upkeep.forget("done", CLOCK.now())

    async with open_database(empty_sqlite) as database:
        used = await indexes_used(database.of_everybody(), ask)

    assert used == [
        ["ix_jobs_owner_unique_key"],
        *([["ix_jobs_leased_until"], ["ix_jobs_waiting"]] * 2),
        *([["sqlite_autoindex_jobs"]] * 2),
        ["ix_jobs_ended"],
        ["ix_jobs_portfolio_id_id"],
        *([["ix_jobs_ended"]] * 2),
    ]


async def test_every_query_of_an_owner_uses_an_index(empty_sqlite: str) -> None:
    async def ask(work: UnitOfWork) -> None:
        await work.jobs.enqueue(job(1, unique_key="k"))
        await work.jobs.enqueue(job(2, unique_key="k"))
        await work.jobs.save(await work.jobs.get(UUID(int=1)))
        await work.jobs.page(JobsWanted(), limit=9)

    async with open_database(empty_sqlite) as database:
        used = await indexes_used(database, ask)

    assert used == [
        ["ix_jobs_owner_unique_key"],
        *([["sqlite_autoindex_jobs"]] * 2),
        ["ix_jobs_owner_id"],
    ]
