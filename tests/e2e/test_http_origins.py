"""Whose pages may use the API: ours, and those of origins that were named."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import AsyncClient

from cryptotracker.entrypoints.bootstrap import open_trackers
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.settings import Settings
from tests.service import API, client_to, handshake

FRIEND = "https://friend.example"
PORTFOLIO = {"name": "x", "currency": "EUR"}
OTHERS = (
    "https://evil.example",
    "http://friend.example",
    "https://friend.example:444",
    "https://friend.example.evil.example",
    "https://afriend.example",
    "null",
)


@asynccontextmanager
async def befriended(
    database_url: str, data_dir: Path, *friends: str, docs: bool = True
) -> AsyncIterator[AsyncClient]:
    settings = Settings(data_dir=data_dir, database_url=database_url)
    exposure = Exposure(cors_origins=friends, docs=docs)
    async with (
        open_trackers(settings) as trackers,
        client_to(build(trackers, uploads=data_dir, exposure=exposure)) as client,
    ):
        yield client


@pytest.fixture
async def client(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with befriended(empty_sqlite, tmp_path, FRIEND) as client:
        yield client


def asking(origin: str) -> dict[str, str]:
    return {"origin": origin, "access-control-request-method": "POST"}


async def test_a_friends_page_may_ask_read_and_change(client: AsyncClient) -> None:
    first = await client.options(f"{API}/portfolios", headers=asking(FRIEND))
    made = await client.post(f"{API}/portfolios", json=PORTFOLIO, headers={"origin": FRIEND})

    assert (first.status_code, made.status_code) == (204, 201)
    for each in (first, made):
        assert each.headers["access-control-allow-origin"] == FRIEND
        assert "access-control-allow-credentials" not in each.headers
        assert "Origin" in each.headers["vary"]
    assert first.headers["access-control-allow-methods"] == "GET, HEAD, POST, PATCH, PUT, DELETE"
    assert "if-match" in first.headers["access-control-allow-headers"]
    assert "etag" in made.headers["access-control-expose-headers"]


async def test_a_friends_page_hears_why_it_was_refused(client: AsyncClient) -> None:
    answer = await client.post(f"{API}/portfolios", json={}, headers={"origin": FRIEND})

    assert answer.status_code == 400
    assert answer.headers["access-control-allow-origin"] == FRIEND


@pytest.mark.parametrize("origin", OTHERS)
async def test_everybody_elses_page_may_not(client: AsyncClient, origin: str) -> None:
    first = await client.options(f"{API}/portfolios", headers=asking(origin))
    read = await client.get(f"{API}/portfolios", headers={"origin": origin})
    made = await client.post(f"{API}/portfolios", json=PORTFOLIO, headers={"origin": origin})

    assert made.status_code == 403
    for each in (first, read, made):
        assert "access-control-allow-origin" not in each.headers
        assert each.headers["vary"] == "Origin"


async def test_pages_and_probes_are_nobody_elses(client: AsyncClient) -> None:
    answer = await client.get("/health", headers={"origin": FRIEND})

    assert "access-control-allow-origin" not in answer.headers


async def test_without_friends_there_are_none(empty_sqlite: str, tmp_path: Path) -> None:
    async with befriended(empty_sqlite, tmp_path) as client:
        first = await client.options(f"{API}/portfolios", headers=asking(FRIEND))
        made = await client.post(f"{API}/portfolios", json=PORTFOLIO, headers={"origin": FRIEND})

    assert "access-control-allow-origin" not in first.headers
    assert made.status_code == 403


@pytest.mark.parametrize("origin", OTHERS)
async def test_everybody_elses_page_may_not_listen(
    empty_sqlite: str, tmp_path: Path, origin: str
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_trackers(settings) as trackers:
        app = build(trackers, exposure=Exposure(cors_origins=(FRIEND,)))

        said = await handshake(app, f"{API}/stream", {"origin": origin})

    assert said["status"] == 403


async def test_a_friends_page_may_listen(empty_sqlite: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_trackers(settings) as trackers:
        app = build(trackers, exposure=Exposure(cors_origins=(FRIEND,)))

        said = await handshake(app, f"{API}/stream", {"origin": FRIEND})

    assert said["type"] == "websocket.accept"


@pytest.mark.parametrize("path", ["/docs", "/docs/page.css", f"{API}/openapi.json"])
async def test_the_description_can_be_left_out(
    empty_sqlite: str, tmp_path: Path, path: str
) -> None:
    async with befriended(empty_sqlite, tmp_path) as client:
        described = (await client.get(path)).status_code
    async with befriended(empty_sqlite, tmp_path, docs=False) as client:
        left_out = (await client.get(path)).status_code

    assert (described, left_out) == (200, 404)
