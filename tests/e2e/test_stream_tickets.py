"""Who can send neither cookies nor headers opens the stream with a ticket: soon, and once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from tests.people import SITE, Place, bearer, place
from tests.service import API, handshake

STREAM = f"{API}/stream"
OPEN, SIGN_IN_NEEDED = "websocket.accept", 401


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


async def ticket_of(here: Place, tokens: dict[str, Any]) -> str:
    answer = await here.client.post(f"{API}/stream/tickets", headers=bearer(tokens))
    assert (answer.status_code, answer.json()["expires_in"]) == (201, 30)
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.json()["ticket"])


async def opened(here: Place, query: str, **headers: str) -> str | int:
    """Try to open the stream; say that it is open, or with which status it was refused."""
    host = {"host": urlsplit(SITE).netloc}
    said = await handshake(here.app, f"{STREAM}?{query}", host | headers)
    return OPEN if said["type"] == OPEN else int(said["status"])


async def test_a_ticket_opens_the_stream_once(here: Place) -> None:
    ticket = await ticket_of(here, await here.signed_in())

    first = await opened(here, f"ticket={ticket}")
    second = await opened(here, f"ticket={ticket}")

    assert (first, second) == (OPEN, SIGN_IN_NEEDED)


async def test_of_many_who_show_one_ticket_at_once_one_comes_in(here: Place) -> None:
    ticket = await ticket_of(here, await here.signed_in())

    found = await asyncio.gather(*(opened(here, f"ticket={ticket}") for _ in range(5)))

    assert sorted(map(str, found)) == [*["401"] * 4, OPEN]


async def test_after_half_a_minute_it_is_too_late(here: Place) -> None:
    ticket = await ticket_of(here, await here.signed_in())

    with travel(SystemClock().now() + timedelta(seconds=31), tick=False):
        assert await opened(here, f"ticket={ticket}") == SIGN_IN_NEEDED


async def test_it_ends_with_its_session(here: Place) -> None:
    tokens = await here.signed_in()
    ticket = await ticket_of(here, tokens)
    await here.client.post(f"{API}/auth/logout", json={}, headers=bearer(tokens))

    assert await opened(here, f"ticket={ticket}") == SIGN_IN_NEEDED


async def test_it_is_good_for_nothing_else_and_nothing_else_is_a_ticket(here: Place) -> None:
    tokens = await here.signed_in()
    ticket = await ticket_of(here, tokens)

    assert await here.me({"access_token": ticket}) == 401
    asked = await here.client.get(f"{API}/me", params={"ticket": ticket})
    assert asked.status_code == 401
    assert await opened(here, f"ticket={tokens['access_token']}") == SIGN_IN_NEEDED


@pytest.mark.parametrize("query", ["ticket=", "ticket=x", "ticket={0}&ticket={0}", "tickets={0}"])
async def test_what_is_no_ticket_opens_nothing(here: Place, query: str) -> None:
    ticket = await ticket_of(here, await here.signed_in())

    assert await opened(here, query.format(ticket)) == SIGN_IN_NEEDED


async def test_a_foreign_page_may_not_use_one(here: Place) -> None:
    ticket = await ticket_of(here, await here.signed_in())

    assert await opened(here, f"ticket={ticket}", origin="https://evil.example") == 403
