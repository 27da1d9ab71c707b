"""Measure jobs a second, and what a page of a long list takes at its beginning and at its end.

Both in this process, on SQLite and on a private PostgreSQL, through the ports that use cases use.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final
from uuid import UUID

from attrs import evolve, frozen
from sqlalchemy import select

from bench.databases import Database as Place
from bench.databases import postgres, sqlite
from bench.ledgers import ledger
from bench.process import CommandFailedError, Usage
from bench.report import Figure, Goal, ratio
from bench.run import WORK, Run
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.formats.ledger.writing import json_lines
from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.ownership import work_for
from cryptotracker.adapters.persistence.tables import transactions
from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.worker import Terms, Worker
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.background import Means, worker
from cryptotracker.entrypoints.uploads_folder import uploads_folder
from cryptotracker.ports.persistence import Database, Wanted
from tests.programs import ProgramMissingError

PLACES: Final = (("SQLite", sqlite), ("Postgres", postgres))
JOBS, PAGE, TIMES, SLOWER_MOST = 500, 100, 31, 1.5
FIRST, LAST, ENQUEUED, DONE = "first page", "last page", "jobs enqueued", "jobs done"


@frozen
class Idle:
    """Does nothing, and says so."""

    database: Database
    clock: SystemClock
    left: list[UUID]
    stop: asyncio.Event

    async def __call__(self, attempt: Attempt) -> None:
        async with self.database.transaction() as work:
            await attempt.finish(work, {}, self.clock.now())
        self.left.remove(attempt.job.id)
        if not self.left:
            self.stop.set()


def measure_platform(run: Run) -> None:
    file = ledger("mixed", run.most_rows, WORK).resolve()
    for name, place in PLACES:
        folder = WORK.resolve() / f"platform-{name.lower()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            with place(folder) as opened:
                measure_place(run, name, opened, (folder, file))
        except (CommandFailedError, ProgramMissingError) as failure:
            run.report.say(f"{name}: {failure}")
        shutil.rmtree(folder)
        first, last = (
            run.report.taken("wall_seconds", each, f"of {run.most_rows:,} in {name}", PAGE)
            for each in (FIRST, LAST)
        )
        run.report.goals.append(
            Goal(name=f"{LAST} / {FIRST}, {name}", measured=ratio(last, first), limit=SLOWER_MOST)
        )


def measure_place(run: Run, name: str, place: Place, paths: tuple[Path, Path]) -> None:
    folder, file = paths
    url = place.environment.get(
        "CRYPTOTRACKER_DATABASE_URL", f"sqlite:///{folder}/cryptotracker.db"
    )
    importing: list[str | Path] = ["import", file, "--portfolio", "bench", "--format", "json"]
    run.ours("db upgrade", ["db", "upgrade"], environment=place.environment)
    run.ours("import", importing, of=(f"for {name}", run.most_rows), environment=place.environment)
    asyncio.run(measure_database(run, name, url, folder))


async def measure_database(run: Run, name: str, url: str, folder: Path) -> None:
    async with open_database(url) as database:
        async with database.snapshot() as work:
            portfolio = (await work.portfolios.get("bench")).id
        last = await last_cursor(database)
        for which, cursor in ((FIRST, None), (LAST, last)):
            ask = partial(page, database, portfolio, cursor)
            taken = [await timed(ask) for _ in range(TIMES)]
            usage = evolve(taken[0], wall_seconds=median(each.wall_seconds for each in taken))
            shape = f"of {run.most_rows:,} in {name}"
            run.report.add(Figure(name=which, shape=shape, rows=PAGE, usage=usage))
        left: list[UUID] = []
        for what, job in (
            (ENQUEUED, partial(enqueue, database, left)),
            (DONE, partial(do, database, folder, left)),
        ):
            usage = await timed(job)
            run.report.add(Figure(name=what, shape=name, rows=JOBS, usage=usage))
            run.report.say(f"{what}, {name}: {JOBS / usage.wall_seconds:,.0f} a second")


async def timed(work: Callable[[], Awaitable[None]]) -> Usage:
    wall, cpu = perf_counter(), process_time()
    await work()
    return Usage(
        code=0,
        wall_seconds=perf_counter() - wall,
        cpu_seconds=process_time() - cpu,
        peak_mb=0,
    )


async def page(database: Database, portfolio: UUID, cursor: str | None) -> None:
    async with database.snapshot() as work:
        found = await work.ledger.page(portfolio, Wanted(), limit=PAGE, cursor=cursor)
    assert len(found.items) == PAGE


async def last_cursor(database: SqlDatabase) -> str:
    """Find the place before the last page, without all the pages before it."""
    time, place = transactions.c.time, transactions.c.id
    async with database.engine.begin() as connection:
        await work_for(connection, THE_OWNER)
        query = select(time, place).order_by(time, place).offset(PAGE).limit(1)
        return cursors.write_place(*(await connection.execute(query)).one())


async def enqueue(database: Database, left: list[UUID]) -> None:
    """Promise jobs as use cases do: each in a transaction of its own."""
    clock = SystemClock()
    for _ in range(JOBS):
        now = clock.now()
        job = Job(id=clock.new_id(), kind="idle", created_at=now, not_before=now)
        async with database.transaction() as work:
            await work.jobs.enqueue(job)
        left.append(job.id)


async def do(database: SqlDatabase, folder: Path, left: list[UUID]) -> None:
    stop = asyncio.Event()
    handler = Idle(database, SystemClock(), left, stop)
    await evolve(idler(database, folder), handlers=lambda _: {"idle": handler}, schedules=())(
        Terms(name="bench"), stop
    )


def idler(database: SqlDatabase, folder: Path) -> Worker:
    clock, files = SystemClock(), LocalFiles.open(folder / "files")
    means = Means(
        database=database,
        everybody=database.of_everybody(),
        databases=database,
        events=MemoryEvents(),
        listening=database.arrivals,
        files=files,
        room=partial(uploads_folder, folder),
        lines=json_lines,
        clock=clock,
    )
    return worker(means, lambda _: {})
