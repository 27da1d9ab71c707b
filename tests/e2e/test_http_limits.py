"""How often one may ask, and what somebody hears who asks too often."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from time import monotonic

import pytest
from httpx import AsyncClient

from cryptotracker.entrypoints.bootstrap import open_tracker, open_trackers
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.limits import Limits
from cryptotracker.entrypoints.settings import Settings
from tests.faulty import FaultyRedis
from tests.owners import HEADER, ME, OTHER, by_header
from tests.service import API, client_to, filled, only

LIST = f"{API}/portfolios"


@asynccontextmanager
async def limited(
    database_url: str, data_dir: Path, limits: Limits, redis_url: str = ""
) -> AsyncIterator[AsyncClient]:
    settings = Settings(data_dir=data_dir, database_url=database_url, redis_url=redis_url)
    async with (
        open_tracker(settings) as tracker,
        client_to(
            build(only(tracker), uploads=data_dir, exposure=Exposure(limits=limits))
        ) as client,
    ):
        yield client


@pytest.fixture
async def client(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with limited(empty_sqlite, tmp_path, Limits(per_address=3, in_all=5)) as opened:
        yield opened


async def statuses(client: AsyncClient, count: int, path: str = LIST) -> list[int]:
    return [(await client.get(path)).status_code for _ in range(count)]


async def test_an_answer_says_how_many_are_left(client: AsyncClient) -> None:
    headers = (await client.get(LIST)).headers

    assert headers["ratelimit-policy"] == '"address";q=3;w=60'
    assert headers["ratelimit"] == '"address";r=2;t=0'
    assert "retry-after" not in headers


async def test_one_too_many_is_refused_with_the_time_to_wait(client: AsyncClient) -> None:
    assert await statuses(client, 3) == [200, 200, 200]

    refused = await client.get(LIST)

    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (429, "/problems/too-many-requests")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["x-content-type-options"] == "nosniff"
    wait = refused.headers["retry-after"]
    assert 0 < int(wait) <= 20
    assert problem["detail"] == (
        f"There were more than 3 requests a minute from your address. Ask again in {wait} s."
    )


@pytest.mark.parametrize("path", ["/health", "/health/live", "/docs", "/"])
async def test_pages_and_health_are_not_counted(client: AsyncClient, path: str) -> None:
    await statuses(client, 4)

    assert 429 not in await statuses(client, 10, path)


async def test_an_address_cannot_be_made_up(client: AsyncClient) -> None:
    found = [
        await client.get(LIST, headers={"x-forwarded-for": f"198.51.100.{number}"})
        for number in range(5)
    ]

    assert [each.status_code for each in found] == [200, 200, 200, 429, 429]


async def test_behind_a_trusted_proxy_each_address_has_its_own(
    empty_sqlite: str, tmp_path: Path
) -> None:
    limits = Limits(per_address=1, in_all=3, trusted=[ip_network("127.0.0.1")])
    async with limited(empty_sqlite, tmp_path, limits) as client:
        found = [
            await client.get(LIST, headers={"x-forwarded-for": address})
            for address in ("198.51.100.1", "198.51.100.1", "198.51.100.2", "198.51.100.3", "::2")
        ]

    assert [each.status_code for each in found] == [200, 429, 200, 200, 429]
    assert "in all" in found[-1].json()["detail"]


async def test_each_user_has_their_own_from_wherever(empty_sqlite: str, tmp_path: Path) -> None:
    limits = Limits(per_address=9, per_user=2, in_all=0, trusted=[ip_network("127.0.0.1")])
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with (
        open_trackers(settings) as trackers,
        client_to(
            build(trackers, exposure=Exposure(limits=limits), principals=by_header)
        ) as client,
    ):
        found = [
            await client.get(
                LIST, headers={HEADER: str(who), "x-forwarded-for": f"198.51.100.{at}"}
            )
            for at, who in enumerate((ME, ME, OTHER, OTHER, ME))
        ]

    assert [each.status_code for each in found] == [200, 200, 200, 200, 429]
    assert found[1].headers["ratelimit"] == '"user";r=0;t=0, "address";r=8;t=0'
    assert "more than 2 requests a minute of yours" in found[-1].json()["detail"]


async def test_nought_sets_no_limit(empty_sqlite: str, tmp_path: Path) -> None:
    async with limited(empty_sqlite, tmp_path, Limits(per_address=0, in_all=0)) as client:
        assert await statuses(client, 20) == [200] * 20


async def test_two_processes_on_one_redis_count_together(
    empty_sqlite: str, tmp_path: Path, faulty_redis: FaultyRedis
) -> None:
    limits, url = Limits(per_address=4, in_all=0), faulty_redis.url
    async with (
        limited(empty_sqlite, tmp_path, limits, url) as first,
        limited(empty_sqlite, tmp_path, limits, url) as second,
    ):
        asked = [first, second, second, first, second, first]

        found = [(await client.get(LIST)).status_code for client in asked]

    assert found == [200, 200, 200, 200, 429, 429]


@pytest.mark.parametrize("fault", ["kill", "freeze"])
async def test_without_redis_reads_go_on_and_limits_hold_here(
    empty_sqlite: str, tmp_path: Path, faulty_redis: FaultyRedis, fault: str
) -> None:
    limits = Limits(per_address=20, in_all=0)
    async with limited(empty_sqlite, tmp_path, limits, faulty_redis.url) as client:
        portfolio = await filled(client)
        before = (await client.get(f"{portfolio}/net-worth")).json()

        getattr(faulty_redis, fault)()

        began = monotonic()
        after = await client.get(f"{portfolio}/net-worth")
        slowest = monotonic() - began
        edited = await client.patch(portfolio, json={"method": "lifo"})
        rest = await statuses(client, 30, portfolio)

    assert slowest < 1
    assert after.json()["points"][:-1] == before["points"][:-1]  # the last is of now
    assert edited.status_code == 200
    assert 18 <= rest.count(200) <= 20  # one comes back in three seconds
    assert rest.count(200) + rest.count(429) == 30
