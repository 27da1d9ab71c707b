"""How often one address may guess, where a route says that guesses do harm."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Final

import pytest
from httpx import AsyncClient
from litestar import Litestar, post

from cryptotracker.domain.identity.permissions import PUBLIC
from cryptotracker.entrypoints.bootstrap import open_trackers
from cryptotracker.entrypoints.http.app import middleware
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.guesses import GUESSES, Guesses
from cryptotracker.entrypoints.http.limits import Limits
from cryptotracker.entrypoints.http.principals import implied
from cryptotracker.entrypoints.settings import Settings
from tests.faulty import FaultyRedis
from tests.service import client_to

SIGN_IN: Final = Guesses(name="sign-in", limit=20)


@post("/guess", opt={GUESSES: SIGN_IN}, status_code=204)
async def guess() -> None: ...


@post("/guess/again", opt={GUESSES: SIGN_IN}, status_code=204)
async def guess_again() -> None: ...


@post("/anything", status_code=204)
async def anything() -> None: ...


@asynccontextmanager
async def process(folder: Path, redis_url: str = "") -> AsyncIterator[AsyncClient]:
    settings = Settings(data_dir=folder, redis_url=redis_url)
    exposure = Exposure(limits=Limits(trusted=[ip_network("127.0.0.1")]))
    async with open_trackers(settings) as trackers:
        app = Litestar(
            route_handlers=[guess, guess_again, anything],
            middleware=middleware(trackers, implied, exposure),
            opt={"policy": PUBLIC},
            openapi_config=None,
        )
        async with client_to(app) as client:
            yield client


async def passed(client: AsyncClient, count: int, path: str = "/guess") -> int:
    found = [(await client.post(path)).status_code for _ in range(count)]
    assert set(found) <= {204, 429}
    return found.count(204)


async def test_a_route_asks_for_a_limit_by_its_declaration(tmp_path: Path) -> None:
    async with process(tmp_path) as client:
        found = [
            await passed(client, 15),
            await passed(client, 15, "/guess/again"),
            await passed(client, 40, "/anything"),
        ]
        refused = await client.post("/guess", headers={"Idempotency-Key": "once"})
        elsewhere = await client.post("/guess", headers={"X-Forwarded-For": "198.51.100.7"})

    assert found == [15, 5, 40]
    assert (refused.status_code, elsewhere.status_code) == (429, 204)
    assert refused.headers["ratelimit-policy"] == '"sign-in";q=20;w=60'
    wait = refused.headers["retry-after"]
    assert refused.json()["type"] == "/problems/too-many-requests"
    assert refused.json()["detail"] == (
        f"There were more than 20 tries in 60 s from your address. Ask again in {wait} s."
    )


@pytest.mark.parametrize("fault", ["kill", "freeze"])
async def test_without_redis_each_process_allows_a_tenth_and_then_nothing(
    tmp_path: Path, faulty_redis: FaultyRedis, fault: str
) -> None:
    url = faulty_redis.url
    async with process(tmp_path, url) as one, process(tmp_path, url) as other:
        await passed(one, 1)
        getattr(faulty_redis, fault)()

        found = [await passed(one, 20), await passed(other, 20)]

    assert found == [1, 2]


async def test_when_redis_is_back_processes_count_together_again(
    tmp_path: Path, faulty_redis: FaultyRedis
) -> None:
    faulty_redis.kill()
    async with process(tmp_path, faulty_redis.url) as client:
        await passed(client, 5)
        faulty_redis.start()

        async with process(tmp_path, faulty_redis.url) as other:
            found = await passed(other, 30)

    assert found == 20
