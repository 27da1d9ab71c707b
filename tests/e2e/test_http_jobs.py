"""Imports in the background, over HTTP, on every kind of database."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient, Client

from cryptotracker.entrypoints.background import terms
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Installation
from tests.service import API, LEDGER, Running, client_to, created, started

ASYNC = {"Prefer": "respond-async"}
ROWS = 60_000
PATIENCE_SECONDS = 60


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database_url)


@pytest.fixture
async def opened(settings: Settings) -> AsyncIterator[Installation]:
    async with open_installation(settings) as installation:
        yield installation


@pytest.fixture
async def client(opened: Installation, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_to(build(opened.trackers, uploads=tmp_path)) as client:
        yield client


@asynccontextmanager
async def at_work(opened: Installation, settings: Settings) -> AsyncIterator[None]:
    stop = asyncio.Event()
    work = asyncio.create_task(opened.operations.work(terms(settings), stop))
    yield
    stop.set()
    await work


async def send(client: AsyncClient, portfolio: str, content: bytes = LEDGER) -> dict[str, Any]:
    files = {"file": ("ledger.csv", content)}
    answer = await client.post(f"{portfolio}/imports", files=files, headers=ASYNC)
    found: dict[str, Any] = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"{API}/jobs/{found['job']}"
    assert answer.headers["preference-applied"] == "respond-async"
    return found


async def ended(client: AsyncClient, job: dict[str, Any]) -> dict[str, Any]:
    return await until(client, job, lambda found: found["finished_at"] is not None)


async def until(
    client: AsyncClient, job: dict[str, Any], holds: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found: dict[str, Any] = (await client.get(f"{API}/jobs/{job['job']}")).json()
            if holds(found):
                return found
            await asyncio.sleep(0.02)


async def test_an_import_is_promised_and_then_done(
    client: AsyncClient, opened: Installation, settings: Settings, tmp_path: Path
) -> None:
    portfolio = await created(client)

    job = await send(client, portfolio)
    before = (await client.get(f"{portfolio}/imports")).json()["items"]
    async with at_work(opened, settings):
        done = await ended(client, job)

    (record,) = (await client.get(f"{portfolio}/imports")).json()["items"]
    assert (job["state"], job["file"], before) == ("waiting", "ledger.csv", [])
    assert (done["state"], done["problem"]) == ("done", None)
    assert done["result"]["import"] == record["import"]
    assert (done["result"]["added"], record["added"]) == (4, 4)
    assert done["progress"] == {"done": 4, "total": 5, "text": "rows read"}
    assert files_in(tmp_path / "files") == [
        f"imports/{portfolio.split('/')[-1]}/{record['import']}"
    ]


def files_in(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


async def test_a_file_of_no_known_format_ends_as_the_problem_it_is(
    client: AsyncClient, opened: Installation, settings: Settings
) -> None:
    portfolio = await created(client)
    files = {"file": ("ledger.csv", b"Roses are red\n")}
    at_once = (await client.post(f"{portfolio}/imports", files=files)).json()

    async with at_work(opened, settings):
        failed = await ended(client, await send(client, portfolio, b"Roses are red\n"))

    assert (failed["state"], failed["attempts"]) == ("failed", 1)
    assert failed["problem"] == at_once
    assert failed["problem"]["status"] == 422


async def test_a_preview_is_never_put_off(client: AsyncClient) -> None:
    portfolio = await created(client)

    answer = await client.post(
        f"{portfolio}/imports",
        files={"file": ("ledger.csv", LEDGER)},
        data={"dry_run": "true"},
        headers=ASYNC,
    )

    assert (answer.status_code, answer.json()["state"]) == (200, "preview")


async def test_a_job_is_cancelled_listed_and_replayed(
    client: AsyncClient, opened: Installation, settings: Settings
) -> None:
    portfolio = await created(client)
    job = await send(client, portfolio)
    place = f"{API}/jobs/{job['job']}"

    cancelled = (await client.delete(place)).json()
    listed = await client.get(f"{API}/jobs?state=cancelled&portfolio={portfolio.split('/')[-1]}")
    replayed = (await client.post(f"{place}/replay")).json()
    async with at_work(opened, settings):
        done = await ended(client, job)
    conflict = await client.post(f"{place}/replay")

    assert (cancelled["state"], replayed["state"], done["state"]) == (
        "cancelled",
        "waiting",
        "done",
    )
    assert [each["job"] for each in listed.json()["items"]] == [job["job"]]
    assert (conflict.status_code, conflict.json()["type"]) == (409, "/problems/job-conflict")


async def test_an_import_is_broken_off_half_way_and_leaves_nothing(
    client: AsyncClient, opened: Installation, settings: Settings
) -> None:
    portfolio = await created(client)
    job = await send(client, portfolio, b"".join(large()))
    place = f"{API}/jobs/{job['job']}"

    async with at_work(opened, settings):
        await until(client, job, lambda found: found["progress"]["done"] > 0)
        await client.delete(place)
        cancelled = await ended(client, job)
        left = (await client.get(portfolio)).json()["transactions"]
        await client.post(f"{place}/replay")
        done = await ended(client, job)

    assert (cancelled["state"], left) == ("cancelled", 0)
    assert (done["state"], done["result"]["added"]) == ("done", ROWS)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_a_job_that_is_not_there_is_missing(client: AsyncClient, method: str) -> None:
    answer = await client.request(method, f"{API}/jobs/01a20764-3ed6-7000-8483-d231c95bbe3a")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/job-not-found")


async def test_a_state_that_does_not_exist_is_refused(client: AsyncClient) -> None:
    answer = await client.get(f"{API}/jobs?state=asleep")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "?state"


def large() -> Iterator[bytes]:
    yield b"time,type,account,sent_asset,sent_quantity,received_asset,received_quantity\n"
    for number in range(ROWS):
        yield b"2024-01-01T00:00:00Z,buy,kraken,EUR,%d,BTC,1\n" % (number + 1)


def test_an_import_outlives_a_killed_server_and_happens_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRYPTOTRACKER_WORKER_LEASE_SECONDS", "2")
    with serving(tmp_path) as (first, client):
        made = client.post(f"{API}/portfolios", json={"name": "Mine", "currency": "EUR"}).json()
        portfolio = f"{API}/portfolios/{made['id']}"
        files = {"file": ("large.csv", b"".join(large()))}
        place = client.post(f"{portfolio}/imports", files=files, headers=ASYNC).headers["location"]
        reached(client, place, "running")
        first.process.kill()

    with serving(tmp_path) as (_, client):
        done = reached(client, place, "done")
        (record,) = client.get(f"{portfolio}/imports").json()["items"]
        assert client.get(portfolio).json()["transactions"] == ROWS
    assert (record["added"], record["known"]) == (ROWS, 0)
    assert (done["attempts"], done["result"]["import"]) == (2, record["import"])


@contextmanager
def serving(data_dir: Path) -> Iterator[tuple[Running, Client]]:
    with (
        started(data_dir, "serve", "--port", "0") as running,
        Client(base_url=running.address, timeout=PATIENCE_SECONDS) as client,
    ):
        yield running, client


def reached(client: Client, place: str, state: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found: dict[str, Any] = client.get(place).json()
        if found["state"] == state:
            return found
        time.sleep(0.02)
    raise AssertionError(found)
