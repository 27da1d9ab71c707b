"""Over the WebSocket, too, nobody hears of what belongs to another user."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from httpx import AsyncClient
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from cryptotracker.entrypoints.bootstrap import open_trackers
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import Settings
from tests.e2e.streaming import listening
from tests.owners import HEADER, ME, OTHER, by_header
from tests.service import API, LEDGER


@pytest.fixture
async def site(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[str]:
    """Serve really, in this process."""
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_trackers(settings) as trackers:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            app = build(trackers, uploads=tmp_path, principals=by_header)
            config = uvicorn.Config(app, log_config=None, lifespan="off", ws="websockets-sansio")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            server.should_exit = True
            await serving


@asynccontextmanager
async def client_at(site: str, user: object) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=f"{site}{API}", headers={HEADER: str(user)}) as client:
        yield client


async def made(client: AsyncClient, name: str) -> str:
    wanted = {"name": name, "currency": "EUR"}
    return str((await client.post("/portfolios", json=wanted)).json()["id"])


async def test_all_portfolios_are_all_of_ones_own(site: str) -> None:
    async with (
        client_at(site, ME) as mine,
        client_at(site, OTHER) as theirs,
        listening(site, headers={HEADER: str(ME)}) as listener,
    ):
        first = await made(mine, "first")
        await made(theirs, "theirs")
        await listener.say(op="subscribe", topic="portfolio")
        standing = await listener.hear()

        foreign = await made(theirs, "foreign")
        await theirs.patch(f"/portfolios/{foreign}", json={"method": "lifo"})
        await theirs.delete(f"/portfolios/{foreign}")
        second = await made(mine, "second")
        news = await listener.hear()

    assert (standing["portfolio"], standing["version"]) == (first, 1)
    assert (news["portfolio"], news["data"]["name"]) == (second, "second")


async def test_a_foreign_portfolio_is_followed_like_one_that_never_was(site: str) -> None:
    async with (
        client_at(site, ME) as mine,
        client_at(site, OTHER) as theirs,
        listening(site, headers={HEADER: str(ME)}) as listener,
    ):
        foreign, own = await made(theirs, "theirs"), await made(mine, "mine")
        answers = []
        for portfolio in (foreign, "00000000-0000-7000-8000-000000000063"):
            await listener.say(op="subscribe", topic="portfolio", portfolio=portfolio)
            answers.append(await listener.hear())
        await theirs.patch(f"/portfolios/{foreign}", json={"method": "lifo"})
        await listener.say(op="subscribe", topic="portfolio", portfolio=own)

        assert (await listener.hear())["portfolio"] == own
    assert answers == [{"op": "error", "reason": "there is no such portfolio"}] * 2


async def test_of_jobs_one_hears_of_ones_own_and_a_foreign_one_never_was(site: str) -> None:
    async with (
        client_at(site, ME) as mine,
        client_at(site, OTHER) as theirs,
        listening(site, headers={HEADER: str(ME)}) as listener,
    ):
        own, other = await made(mine, "mine"), await made(theirs, "theirs")
        foreign = await promised(theirs, other)
        answers = []
        for job in (foreign, "00000000-0000-7000-8000-000000000063"):
            await listener.say(op="subscribe", topic="jobs", job=job)
            answers.append(await listener.hear())
        await listener.say(op="subscribe", topic="jobs")
        await promised(theirs, other)
        job = await promised(mine, own)
        begun = await listener.hear()
        await mine.delete(f"/jobs/{job}")
        ended = await listener.hear()

    assert answers == [{"op": "error", "reason": "there is no such job"}] * 2
    told = [(each["topic"], each["job"], each["data"]["state"]) for each in (begun, ended)]
    assert told == [("jobs", job, "waiting"), ("jobs", job, "cancelled")]
    assert (begun["data"]["portfolio"], begun["version"], ended["version"]) == (own, 1, 2)


async def promised(client: AsyncClient, portfolio: str) -> str:
    """Leave an import to workers, of whom there are none here."""
    address, files = f"/portfolios/{portfolio}/imports", {"file": ("a.csv", LEDGER)}
    answer = await client.post(address, files=files, headers={"Prefer": "respond-async"})
    return str(answer.json()["job"])


async def test_nobody_is_let_into_the_stream(site: str) -> None:
    target = site.replace("http://", "ws://") + f"{API}/stream"

    with pytest.raises(InvalidStatus) as refused:
        async with connect(target, proxy=None):
            pass

    assert refused.value.response.status_code == 401
    assert b"/problems/sign-in-needed" in refused.value.response.body
