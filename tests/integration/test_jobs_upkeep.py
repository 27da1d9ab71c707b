"""Old jobs and forgotten files go, what is wanted stays; and no query reads all jobs."""

import asyncio
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import event

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.engines import create_engine
from cryptotracker.adapters.uploads.folder import FolderUploads
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.cleaning import CleanUp
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.ports.jobs import JobsWanted

CLOCK = SystemClock()
DAY = timedelta(days=1)


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


async def test_what_nobody_looks_at_any_more_is_removed(database_url: str, tmp_path: Path) -> None:
    cleaning = job(9, "running", token=1, leased_until=CLOCK.now() + DAY)
    ended = [job(1, "done", 8), job(2, "done", 6), job(3, "failed", 8), job(4, "failed", 31)]
    uploads, file = FolderUploads(tmp_path / "pending"), tmp_path / "sent"
    await asyncio.to_thread(file.write_bytes, b"x")
    keys = [str(UUID(int=number)) for number in (1, 3, 7, 8)]
    for key in keys:
        await uploads.keep(key, file)
    for key in keys[:3]:  # the last one was sent just now
        await asyncio.to_thread(os.utime, tmp_path / "pending" / key, (0, 0))

    async with open_database(database_url) as database:
        async with database.transaction() as work:
            for each in (*ended, cleaning):
                await work.jobs.enqueue(each)
        result = await CleanUp(database, uploads, CLOCK)(Attempt(cleaning))
        async with database.snapshot() as work:
            left = (await work.jobs.page(JobsWanted(), limit=9)).items

    assert result == {"jobs": 2, "files": 2}
    assert [each.id.int for each in left] == [9, 3, 2]
    assert sorted(each.key for each in await uploads.waiting()) == [keys[1], keys[3]]


async def test_every_query_of_a_worker_uses_an_index(empty_sqlite: str) -> None:
    engine = create_engine(empty_sqlite)
    database, asked = SqlDatabase(engine), list[tuple[str, Any]]()

    def note(_c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    async with database.transaction() as work:
        await work.jobs.enqueue(job(1, unique_key="k"))
        await work.jobs.enqueue(job(2, unique_key="k"))
        await work.jobs.next(["default"], CLOCK.now())
        await work.jobs.next([], CLOCK.now())
        await work.jobs.save(await work.jobs.get(UUID(int=1)))
        await work.jobs.page(JobsWanted(state="failed"), limit=9)
        await work.jobs.page(JobsWanted(portfolio_id=UUID(int=1)), limit=9)
        await work.upkeep.forget("done", CLOCK.now())
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    async with engine.connect() as connection:
        plans = [
            str((await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", given)).all())
            for each, given in asked
            if "jobs" in each and not each.startswith("INSERT")
        ]
    await engine.dispose()

    assert [each for each in plans if "USING INDEX" not in each] == []
    used = [re.findall(r"ix_jobs_\w+|sqlite_autoindex_jobs", each) for each in plans]
    assert used == [
        ["ix_jobs_unique_key"],
        *([["ix_jobs_leased_until"], ["ix_jobs_waiting"]] * 2),
        *([["sqlite_autoindex_jobs"]] * 2),
        ["ix_jobs_ended"],
        ["ix_jobs_portfolio_id_id"],
        ["ix_jobs_ended"],
    ]
