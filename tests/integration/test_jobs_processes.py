"""However a worker's process ends, or sleeps, what a job promises happens once."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.formats.ledger.writing import json_lines
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.application.import_history import ListImports
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.portfolios import CreatePortfolio, ShowPortfolio
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.domain.portfolio.portfolios import THE_OWNER, Settings
from cryptotracker.entrypoints.background import Means, in_background
from cryptotracker.entrypoints.tracker import InBackground
from cryptotracker.entrypoints.uploads_folder import uploads_folder
from cryptotracker.ports.jobs import JobsWanted

ROOT = Path(__file__).parents[2]
ROWS = 50_000
PATIENCE_SECONDS = 40


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture
def jobs(database: SqlDatabase, tmp_path: Path) -> InBackground:
    clock, files = SystemClock(), LocalFiles.open(tmp_path / "files")
    means = Means(
        database=database,
        everybody=database.of_everybody(),
        databases=database,
        events=MemoryEvents(),
        listening=database.arrivals,
        files=files,
        room=partial(uploads_folder, tmp_path),
        lines=json_lines,
        clock=clock,
    )
    return in_background(means, ImportFile(database, Formats(), clock, files), THE_OWNER)


@contextmanager
def worker(url: str, directory: Path, halt: str = "go") -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.working", url, directory, halt],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        try:
            assert said(program) == "ready"
            yield program
        finally:
            program.kill()


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout
    return program.stdout.readline().strip()


def tell(program: subprocess.Popen[str]) -> None:
    assert program.stdin
    program.stdin.write("on\n")
    program.stdin.flush()


async def greet(database: SqlDatabase, count: int, **payload: int) -> None:
    clock = SystemClock()
    async with database.transaction() as work:
        for _ in range(count):
            now = clock.now()
            job = Job(
                id=clock.new_id(), kind="greet", created_at=now, not_before=now, payload=payload
            )
            await work.jobs.enqueue(job)


async def until(jobs: InBackground, holds: Callable[[list[Job]], bool]) -> list[Job]:
    """Wait until what is listed is as it should be."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found = [*(await jobs.list(JobsWanted())).items]
            if holds(found):
                return found
            await asyncio.sleep(0.05)


def all_in(state: str) -> Callable[[list[Job]], bool]:
    return lambda found: {each.state for each in found} == {state}


async def names(database: SqlDatabase) -> list[str]:
    async with database.snapshot() as work:
        return [
            each.settings.name.partition(" by ")[0]
            for each in (await work.portfolios.page(limit=500)).items
        ]


def left_in(directory: Path) -> list[Path]:
    """List what waits to be imported, or was being read when a worker was killed."""
    places = (directory / "files" / "pending", *directory.glob("uploads-*"))
    return [path for place in places for path in place.rglob("*") if path.is_file()]


async def test_a_killed_workers_import_is_taken_over_and_kept_once(
    database: SqlDatabase, jobs: InBackground, database_url: str, tmp_path: Path
) -> None:
    portfolio = await CreatePortfolio(database, SystemClock())(Settings(name="m", currency="EUR"))
    file = tmp_path / "rows"
    file.write_text(str(ROWS))

    with worker(database_url, tmp_path, "halt") as first:
        job = await jobs.start_import(portfolio.id, FileToImport(path=file))
        assert await asyncio.to_thread(said, first) == "half"
        first.kill()
    file.unlink()
    with worker(database_url, tmp_path) as second:
        (done,) = await until(jobs, all_in("done"))
        second.terminate()
        assert await asyncio.to_thread(second.wait, 20) == 0

    imports = await ListImports(database)(portfolio.id)
    assert (done.id, done.attempts) == (job.id, 2)
    assert [str(each.id) for each in imports.items] == [done.result and done.result["import"]]
    assert (await ShowPortfolio(database)(portfolio.id)).transactions == ROWS
    assert left_in(tmp_path) == []


async def test_a_worker_that_slept_past_its_lease_writes_nothing(
    database: SqlDatabase, jobs: InBackground, database_url: str, tmp_path: Path
) -> None:
    with worker(database_url, tmp_path) as sleeper:
        await greet(database, 1)
        assert await asyncio.to_thread(said, sleeper) == "begun"
        sleeper.send_signal(signal.SIGSTOP)
        with worker(database_url, tmp_path) as other:
            assert await asyncio.to_thread(said, other) == "begun"
            tell(other)
            (done,) = await until(jobs, all_in("done"))
            sleeper.send_signal(signal.SIGCONT)
            tell(sleeper)
            sleeper.terminate()
            code = await asyncio.to_thread(sleeper.wait, PATIENCE_SECONDS)
        assert (code, done.result) == (0, {"by": other.pid})

    assert await names(database) == [str(done.id)]
    assert await jobs.show(done.id) == done


async def test_told_to_stop_a_worker_gives_back_what_it_cannot_finish(
    database: SqlDatabase, jobs: InBackground, database_url: str, tmp_path: Path
) -> None:
    await greet(database, 2, seconds=0)
    await greet(database, 2, seconds=60)

    with worker(database_url, tmp_path) as program:
        await until(jobs, lambda found: [each.state for each in found].count("done") == 2)
        program.terminate()
        code = await asyncio.to_thread(program.wait, 20)

    found = await until(jobs, lambda _: True)
    assert code == 0
    assert [(each.state, each.attempts) for each in found] == [("waiting", 0)] * 2 + [
        ("done", 1)
    ] * 2
    assert sorted(await names(database)) == sorted(str(each.id) for each in found[2:])


async def test_two_workers_share_the_jobs_and_do_each_once(
    database: SqlDatabase, jobs: InBackground, database_url: str, tmp_path: Path
) -> None:
    with worker(database_url, tmp_path) as one, worker(database_url, tmp_path) as other:
        await greet(database, 40, seconds=0)
        found = await until(jobs, all_in("done"))
        pids = {one.pid, other.pid}

    assert {each.attempts for each in found} == {1}
    assert sorted(await names(database)) == sorted(str(each.id) for each in found)
    assert {each.result and each.result["by"] for each in found} <= pids
