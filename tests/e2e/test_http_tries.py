"""How often one address may try at the routes of signing in, and while Redis is gone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from httpx import Response
from litestar.routes import HTTPRoute

from cryptotracker.entrypoints.http.app import routed
from cryptotracker.entrypoints.http.guesses import GUESSES
from tests.faulty import FaultyRedis
from tests.people import Place, place
from tests.service import API

LIMIT, SHARE = 30, 3
"""So many tries a minute; a tenth of them, those before among it, while Redis is gone."""

SOMEBODY, ANOTHER = "198.51.100.7", "198.51.100.8"
ROUTES: Final = sorted(
    route.path_format.removeprefix(f"{API}/auth/")
    for route in routed().routes
    if isinstance(route, HTTPRoute)
    for handler, _ in route.route_handler_map.values()
    if GUESSES in handler.opt
)


@pytest.fixture
async def here(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(empty_sqlite, tmp_path) as found:
        yield found


async def tries(here: Place, route: str, count: int) -> list[int]:
    """Send nothing that holds, which counts as well; return the statuses."""
    return [(await here.post(route, asked_from=SOMEBODY)).status_code for _ in range(count)]


def shut(answer: Response) -> bool:
    """Tell whether an answer is that of this limit, and of no other."""
    policy = answer.headers.get("ratelimit-policy", "")
    return answer.status_code == 429 and policy == f'"sign-in";q={LIMIT};w=60'


def test_whatever_can_be_guessed_at_is_counted() -> None:
    assert {"login", "recover", "register", "reset", "step-up", "verify"} <= {*ROUTES}


@pytest.mark.parametrize("route", ROUTES)
async def test_the_31st_try_of_an_address_within_a_minute_is_refused(
    here: Place, route: str
) -> None:
    found = await tries(here, route, LIMIT)
    refused = [await here.post(each, asked_from=SOMEBODY) for each in ROUTES]
    elsewhere = await here.post(route, asked_from=ANOTHER)

    assert 429 not in found
    assert [shut(each) for each in refused] == [True] * len(ROUTES)
    assert elsewhere.status_code != 429


@pytest.mark.parametrize("fault", ["kill", "freeze"])
async def test_without_redis_a_process_allows_its_share_and_then_nothing(
    empty_sqlite: str, tmp_path: Path, faulty_redis: FaultyRedis, fault: str
) -> None:
    async with place(empty_sqlite, tmp_path, redis_url=faulty_redis.url) as here:
        before = await tries(here, "login", 1)
        getattr(faulty_redis, fault)()

        found = await tries(here, "login", SHARE + 1)

    assert before == [400]
    assert found == [400, 400, 429, 429]
