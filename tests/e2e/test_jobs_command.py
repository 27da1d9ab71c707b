"""`cryptotracker jobs` and `worker`, as their users start them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from cryptotracker.application.imports import FileToImport
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.settings import Settings
from tests.service import LEDGER

PROGRAM: Final = (sys.executable, "-m", "cryptotracker")
Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path, database_url: str) -> dict[str, str]:
    return os.environ | {
        "CRYPTOTRACKER_DATA_DIR": str(tmp_path),
        "CRYPTOTRACKER_DATABASE_URL": database_url,
        "CRYPTOTRACKER_DATABASE_ACCEPTS_RISKS": "yes",  # the tests' PostgreSQL does not sync
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PROGRAM, *words], env=environment, capture_output=True, text=True, check=False
        )

    return command


@pytest.fixture
def job(tmp_path: Path, database_url: str) -> str:
    """Promise an import that no worker has seen yet."""

    async def promised() -> str:
        file = tmp_path / "ledger.csv"
        await asyncio.to_thread(file.write_bytes, LEDGER)
        settings = Settings(data_dir=tmp_path, database_url=database_url)
        async with open_tracker(settings) as tracker:
            portfolio = await tracker.create_portfolio("m", currency="EUR")
            started = await tracker.jobs.start_import(portfolio.id, FileToImport(path=file))
        return str(started.id)

    return asyncio.run(promised())


@contextmanager
def working(environment: dict[str, str], queues: str) -> Iterator[subprocess.Popen[str]]:
    """Start a worker, which ends with the block whatever happens in it."""
    with subprocess.Popen(
        [*PROGRAM, "worker", "--queues", queues],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        try:
            yield worker
        finally:
            worker.kill()


def document(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_job_is_listed_cancelled_replayed_and_done_by_a_worker(
    run: Run, job: str, environment: dict[str, str]
) -> None:
    listed = document(run("jobs", "list", "--format", "json"))
    cancelled = document(run("jobs", "cancel", job, "--format", "json"))
    none = document(run("jobs", "list", "--state", "waiting", "--format", "json"))
    replayed = document(run("jobs", "replay", job, "--format", "json"))

    with working(environment, "mail, imports") as worker:
        assert worker.stdout
        assert worker.stdout.readline().endswith("serves queues: mail, imports\n")
        done = ended(run, job)
        doctor = json.loads(run("doctor", "--format", "json").stdout)
        worker.send_signal(signal.SIGTERM)
        code = worker.wait(timeout=20)

    assert [each["job"] for each in listed] == [job]
    assert (cancelled["state"], none, replayed["state"]) == ("cancelled", [], "waiting")
    assert (done["state"], done["result"]["added"], code) == ("done", 4, 0)
    (workers,) = (each for each in doctor if each["what"] == "workers")
    assert workers["state"] == "ok"
    assert workers["detail"].startswith("1 at work")


def ended(run: Run, job: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found: dict[str, Any] = document(run("jobs", "show", job, "--format", "json"))
        if found["finished_at"]:
            return found
    raise AssertionError(found)


def test_people_read_a_table_and_sheets_take_csv(run: Run, job: str) -> None:
    table = run("jobs", "show", job).stdout
    sheet = run("jobs", "list", "--format", "csv").stdout.splitlines()

    assert job in table
    assert "waiting" in table
    assert sheet[0] == "job,kind,state,attempts,progress,created_at,error"
    assert sheet[1].startswith(f"{job},import,waiting,0,,")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("show", "x"), "there is no job 'x'; see cryptotracker jobs list"),
        (("cancel", "01a20764-3ed6-7000-8483-d231c95bbe3a"), "there is no job"),
        (("list", "--state", "asleep"), "--state 'asleep' does not exist; there are waiting"),
    ],
)
def test_what_is_not_there_is_named(run: Run, words: tuple[str, ...], reason: str) -> None:
    done = run("jobs", *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {reason}")


def test_a_job_that_waits_is_not_replayed(run: Run, job: str) -> None:
    done = run("jobs", "replay", job)

    assert done.returncode == 2
    assert "only a failed or cancelled job can be replayed" in done.stderr
