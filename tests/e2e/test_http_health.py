"""What probes are told of a service and of the parts it can do without."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import AsyncClient

from cryptotracker.entrypoints.bootstrap import open_trackers
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import Settings
from tests.faulty import FaultyRedis
from tests.service import API, client_to


@asynccontextmanager
async def serving(folder: Path, redis_url: str = "") -> AsyncIterator[AsyncClient]:
    settings = Settings(data_dir=folder, redis_url=redis_url)
    async with open_trackers(settings) as trackers, client_to(build(trackers)) as client:
        yield client


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
async def test_a_laptop_is_ready_and_has_no_redis(tmp_path: Path, path: str) -> None:
    async with serving(tmp_path) as client:
        answer = await client.get(path)

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "parts": {"database": "ok", "files": "ok"}}


@pytest.mark.parametrize("fault", ["kill", "freeze"])
async def test_without_redis_it_is_degraded_and_ready(
    tmp_path: Path, faulty_redis: FaultyRedis, fault: str
) -> None:
    async with serving(tmp_path, faulty_redis.url) as client:
        getattr(faulty_redis, fault)()

        answer = await client.get("/health/ready")
        alive = await client.get("/health/live")

    assert (answer.status_code, alive.json()) == (200, {"status": "ok"})
    parts = {"database": "ok", "files": "ok", "redis": "away"}
    assert answer.json() == {"status": "degraded", "parts": parts}
    assert str(faulty_redis.port) not in answer.text


async def test_with_redis_all_is_well(tmp_path: Path, faulty_redis: FaultyRedis) -> None:
    async with serving(tmp_path, faulty_redis.url) as client:
        answer = await client.get("/health/ready")

    parts = {"database": "ok", "files": "ok", "redis": "ok"}
    assert answer.json() == {"status": "ok", "parts": parts}


async def test_without_its_files_it_is_degraded_and_answers(tmp_path: Path) -> None:
    async with serving(tmp_path) as client:
        shutil.rmtree(tmp_path / "files")
        (tmp_path / "files").write_text("no directory")

        answer = await client.get("/health/ready")
        portfolios = await client.get(f"{API}/portfolios")

    assert (answer.status_code, portfolios.status_code) == (200, 200)
    assert answer.json() == {"status": "degraded", "parts": {"database": "ok", "files": "away"}}
    assert str(tmp_path) not in answer.text
