"""What those who run the service see of jobs: figures, and records of this job or that."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from httpx import AsyncClient

from cryptotracker.application.imports import FileToImport
from cryptotracker.entrypoints.background import terms, watching, work
from cryptotracker.entrypoints.bootstrap import open_installation, open_tracker
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.observing import open_telemetry
from cryptotracker.entrypoints.settings import Settings
from tests.service import LEDGER, client_to, created

PATIENCE_SECONDS = 30
DONE = 'cryptotracker_jobs_total{job="import",outcome="done"} 1.0'
DEAD = 'cryptotracker_jobs_total{job="import",outcome="dead"} 1.0'


async def shown(client: AsyncClient, *lines: str) -> str:
    """Wait until all of some lines are among the figures."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            text = (await client.get("/metrics")).text
            if all(line in text for line in lines):
                return text
            await asyncio.sleep(0.02)


async def test_work_is_seen_in_the_figures(database_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=database_url, log_level="error")
    stop = asyncio.Event()
    async with (
        open_telemetry(settings) as telemetry,
        open_installation(settings, telemetry) as opened,
        client_to(build(opened.trackers, exposure=Exposure.of(settings, telemetry))) as client,
    ):
        portfolio = await created(client)
        for content in (LEDGER, b"Roses are red\n"):
            files, prefer = {"file": ("f.csv", content)}, {"Prefer": "respond-async"}
            await client.post(f"{portfolio}/imports", files=files, headers=prefer)
        async with watching(opened.operations, telemetry):
            waiting = await shown(client, 'cryptotracker_queue_depth{queue="imports"} 2.0')
        working = asyncio.create_task(work(opened.operations, terms(settings), telemetry, stop))
        await shown(client, DONE, DEAD)
        stop.set()
        await working
        assert (await client.get(f"{portfolio}/net-worth")).status_code == 200
        text = (await client.get("/metrics")).text

    assert 'cryptotracker_queue_age_seconds{queue="imports"}' in waiting
    assert 'cryptotracker_job_seconds_count{job="import"} 2.0' in text
    assert 'cryptotracker_cache_requests_total{outcome="miss"}' in text


async def test_a_record_is_of_a_request_or_of_a_job(
    empty_sqlite: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    stop = asyncio.Event()
    async with (
        open_telemetry(settings) as telemetry,
        open_installation(settings, telemetry) as opened,
        client_to(build(opened.trackers, exposure=Exposure.of(settings, telemetry))) as client,
    ):
        working = asyncio.create_task(work(opened.operations, terms(settings), telemetry, stop))
        files, prefer = {"file": ("f.csv", b"Roses are red\n")}, {"Prefer": "respond-async"}
        place = f"{await created(client)}/imports"
        promised = await client.post(place, files=files, headers=prefer)
        await shown(client, DEAD)
        stop.set()
        await working
    records = [json.loads(line) for line in capfd.readouterr().err.splitlines()]

    (of_job,) = [each for each in records if "job_id" in each]
    of_request = [each for each in records if each.get("route", "").endswith("/imports")]
    assert (of_job["job_id"], of_job.get("request_id")) == (promised.json()["job"], None)
    ids = [(each["request_id"], each.get("job_id")) for each in of_request]
    assert ids == [(promised.headers["x-request-id"], None)]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found: int = taken.getsockname()[1]
    return found


async def promise(settings: Settings, file: Path) -> str:
    async with open_tracker(settings) as tracker:
        portfolio = await tracker.create_portfolio("m", currency="EUR")
        return str((await tracker.jobs.start_import(portfolio.id, FileToImport(path=file))).id)


def test_a_worker_shows_its_figures_and_says_of_which_job_a_record_is(
    tmp_path: Path, empty_sqlite: str, port: int
) -> None:
    (tmp_path / "roses").write_text("Roses are red\n")
    settings = Settings(data_dir=tmp_path / "data", database_url=empty_sqlite)
    job = asyncio.run(promise(settings, tmp_path / "roses"))

    with subprocess.Popen(
        [sys.executable, "-m", "cryptotracker", "worker"],
        env=os.environ
        | {
            "CRYPTOTRACKER_DATA_DIR": str(settings.data_dir),
            "CRYPTOTRACKER_DATABASE_URL": empty_sqlite,
            "CRYPTOTRACKER_METRICS_PORT": str(port),
        },
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        found = figures(port)
        elsewhere = httpx.get(f"http://127.0.0.1:{port}/").status_code
        program.send_signal(signal.SIGTERM)
        assert program.stderr
        records = [json.loads(line) for line in program.stderr]

    assert DEAD in found
    assert (elsewhere, program.returncode) == (404, 0)
    assert [each["job_id"] for each in records if "failed" in each["event"]] == [job]
    assert settings.master_key_file.exists()


def figures(port: int) -> str:
    deadline, text = time.monotonic() + PATIENCE_SECONDS, ""
    while DEAD not in text and time.monotonic() < deadline:
        try:
            text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        except httpx.TransportError:
            time.sleep(0.05)
    return text
