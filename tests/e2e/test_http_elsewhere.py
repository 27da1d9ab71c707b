"""Signing in with somebody else over HTTP, on every kind of database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.elsewhere import came_back, chosen
from tests.issuing import ADA, Provider, provider
from tests.people import OTHER, Place, place
from tests.service import API

NEW = ADA | {"sub": "0815", "email": OTHER, "name": "Bob"}


@pytest.fixture
def issuer() -> Iterator[Provider]:
    with provider() as found:
        yield found


@pytest.fixture
async def here(database_url: str, tmp_path: Path, issuer: Provider) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path, registration="open", **chosen(issuer)) as found:
        await found.invited()
        yield found


async def me(client: AsyncClient) -> tuple[int, str]:
    answer = await client.get(f"{API}/me")
    return answer.status_code, answer.json().get("email", "")


async def test_who_registers_with_somebody_else_is_let_in_again(
    here: Place, issuer: Provider
) -> None:
    first, second = here.visitor(), here.visitor()

    answers = [await came_back(each, issuer, NEW) for each in (first, second)]

    assert [each.headers["location"] for each in answers] == ["/", "/"]
    assert await me(first) == await me(second) == (200, OTHER)
    found = (await first.get(f"{API}/me")).json()
    assert (found["name"], found["role"], found["has_password"]) == ("Bob", "user", False)
