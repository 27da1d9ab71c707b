"""Who is let in: the route's policy decides, before anything is done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest
from attrs import define
from httpx import AsyncClient
from litestar.types import Scope

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.identity.permissions import Principal
from cryptotracker.entrypoints.bootstrap import open_trackers
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.principals import Principals
from cryptotracker.entrypoints.settings import Settings
from tests.service import API, client_to

MINE = f"{API}/portfolios"
WANTED = {"name": "Mine", "currency": "EUR"}
USER = Principal(user_id=UUID(int=1))
READER = Principal(user_id=UUID(int=1), token_id=UUID(int=2), scopes=frozenset({"read"}))


@define
class Asking:
    """Says of every request that the same one asks."""

    principal: Principal | None
    asked: int = 0

    async def __call__(self, _: Scope) -> Principal | None:
        self.asked += 1
        return self.principal


@asynccontextmanager
async def service(url: str, data_dir: Path, principals: Principals) -> AsyncIterator[AsyncClient]:
    settings = Settings(data_dir=data_dir, database_url=url)
    async with (
        open_trackers(settings) as trackers,
        client_to(build(trackers, uploads=data_dir, principals=principals)) as client,
    ):
        yield client


async def test_nobody_is_asked_to_sign_in(empty_sqlite: str, tmp_path: Path) -> None:
    async with service(empty_sqlite, tmp_path, Asking(None)) as client:
        read = await client.get(MINE)
        written = await client.post(MINE, json=WANTED, headers={"Idempotency-Key": "k"})

    assert (read.status_code, written.status_code) == (401, 401)
    assert read.headers["www-authenticate"] == "Bearer"
    assert read.json() == {
        "type": "/problems/sign-in-needed",
        "title": "Sign-in is needed",
        "status": 401,
        "detail": "Sign in, and ask again.",
        "errors": [],
    }


@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/docs", "/"])
async def test_pages_and_probes_are_for_whoever_asks(
    empty_sqlite: str, tmp_path: Path, address: str
) -> None:
    nobody = Asking(None)
    async with service(empty_sqlite, tmp_path, nobody) as client:
        answer = await client.get(address)

    assert (answer.status_code, nobody.asked) == (200, 0)


async def test_it_is_found_out_once_who_asks(empty_sqlite: str, tmp_path: Path) -> None:
    someone = Asking(USER)
    async with service(empty_sqlite, tmp_path, someone) as client:
        answer = await client.post(MINE, json=WANTED, headers={"Idempotency-Key": "k"})

    assert (answer.status_code, someone.asked) == (201, 1)


async def test_a_token_that_may_only_read_writes_nothing(empty_sqlite: str, tmp_path: Path) -> None:
    async with service(empty_sqlite, tmp_path, Asking(READER)) as client:
        written = await client.post(MINE, json=WANTED)
        read = await client.get(MINE)

    assert (written.status_code, written.json()["type"]) == (403, "/problems/not-allowed")
    assert written.json()["detail"] == "The token lacks the scope write."
    assert (read.status_code, read.json()["items"]) == (200, [])


async def test_what_methods_there_are_is_no_secret(empty_sqlite: str, tmp_path: Path) -> None:
    async with service(empty_sqlite, tmp_path, Asking(None)) as client:
        answer = await client.options(MINE)

    assert answer.status_code == 204


async def unable(_: Scope) -> Principal | None:
    """Be unable to say who asks, for now."""
    raise DatabaseUnavailableError(reason="it does not answer")


async def test_while_nobody_can_say_who_asks_the_rest_goes_on(
    empty_sqlite: str, tmp_path: Path
) -> None:
    async with service(empty_sqlite, tmp_path, unable) as client:
        mine, page = await client.get(MINE), await client.get("/health/ready")

    assert (mine.status_code, mine.json()["type"]) == (503, "/problems/database-unavailable")
    assert page.status_code == 200
