"""Over HTTP, too, what belongs to another user is answered as what never was."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import frozen
from httpx import AsyncClient, Response

from cryptotracker.application.jobs.schedules import CLEAN_UP
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.entrypoints.background import terms
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.http.app import build, describe
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Installation
from tests.locks import blocked, locked
from tests.owners import ME, OTHER, Both, both, by_header
from tests.service import API, LEDGER, created, filled

MISSING: Final = UUID(int=99)
FORM: Final[Any] = {"file": ("ledger.csv", LEDGER)}
SENT: Final[Mapping[str, Mapping[str, Any]]] = {
    "PATCH /portfolios/{portfolio_id}": {"json": {"name": "Taken"}},
    "POST /portfolios/{portfolio_id}/imports": {"files": FORM},
    "PATCH /watchlists/{list_id}": {"json": {"name": "Taken"}},
}
"""What a route takes in its body."""

APART: Final = ("/me/", "{issuer}", "/shares", "/shared/", "/comments", "/news/", "{asset}")
ASYNC: Final = {"Prefer": "respond-async"}
PATIENCE_SECONDS: Final = 60


def routes() -> Iterator[str]:
    """List every route that takes the id of something, by what is described to callers.

    Sessions, identities, shares, comments and news have tests of their own; those with
    whom people sign in, and assets, are nobody's.
    """
    for path, operations in describe()["paths"].items():
        for method in operations:
            if "{" in path and not any(each in path for each in APART):
                yield f"{method.upper()} {path.removeprefix(API)}"


@frozen
class Ids:
    """What there is of one user."""

    portfolio: object = MISSING
    record: object = MISSING
    job: object = MISSING
    watch_list: object = MISSING

    def address(self, path: str) -> str:
        return f"{API}{path}".format(
            portfolio_id=self.portfolio,
            import_id=self.record,
            job_id=self.job,
            list_id=self.watch_list,
            ref=f"{self.portfolio}:value",
        )


@pytest.fixture
async def opened(database_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    async with open_installation(settings) as installation:
        yield installation


@pytest.fixture
async def service(opened: Installation, tmp_path: Path) -> AsyncIterator[Both]:
    app = build(opened.trackers, uploads=tmp_path, principals=by_header)
    async with both(app) as clients:
        yield clients


async def everything(client: AsyncClient) -> Ids:
    """Make one of each thing there is; the job failed, so that it can be replayed."""
    portfolio = await filled(client)
    imports = (await client.get(f"{portfolio}/imports")).json()["items"]
    roses: Any = {"file": ("roses.csv", b"Roses are red\n")}
    job = (await client.post(f"{portfolio}/imports", files=roses, headers=ASYNC)).json()
    watched = (await client.post(f"{API}/watchlists", json={"name": "Mine"})).json()
    return Ids(portfolio.rpartition("/")[2], imports[0]["import"], job["job"], watched["id"])


async def ask(client: AsyncClient, route: str, ids: Ids) -> Response:
    method, _, path = route.partition(" ")
    return await client.request(method, ids.address(path), **SENT.get(route, {}))


def told(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    """Return all that a caller is told, but for what counts requests."""
    counts = ("x-request-id", "ratelimit", "date")
    headers = {name: value for name, value in answer.headers.items() if name not in counts}
    return answer.status_code, answer.content, headers


@pytest.mark.parametrize("route", sorted(routes()))
async def test_the_foreign_is_answered_as_the_missing(service: Both, route: str) -> None:
    mine = await everything(service.mine)

    foreign = await ask(service.theirs, route, mine)
    missing = await ask(service.theirs, route, Ids())
    own = await ask(service.mine, route, mine)

    assert told(foreign) == told(missing)
    assert foreign.status_code == HTTPStatus.NOT_FOUND
    assert own.status_code != HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "path",
    [
        "/portfolios",
        "/jobs",
        "/jobs?state=waiting",
        "/jobs?portfolio={portfolio_id}",
        "/watchlists",
    ],
)
async def test_lists_hold_nothing_foreign(service: Both, path: str) -> None:
    mine = await everything(service.mine)

    address = f"{API}{path}".format(portfolio_id=mine.portfolio)
    theirs = (await service.theirs.get(address)).json()
    own = (await service.mine.get(address)).json()

    assert theirs == {"items": [], "next_cursor": None}
    assert len(own["items"]) == 1


async def test_each_has_names_and_keys_of_their_own(service: Both) -> None:
    wanted, key = {"name": "Mine", "currency": "EUR"}, {"Idempotency-Key": "k"}

    first = await service.mine.post(f"{API}/portfolios", json=wanted, headers=key)
    other = await service.theirs.post(f"{API}/portfolios", json=wanted, headers=key)
    again = await service.mine.post(f"{API}/portfolios", json=wanted, headers=key)

    assert [each.status_code for each in (first, other, again)] == [201, 201, 201]
    assert "idempotent-replayed" not in other.headers
    assert other.json()["id"] != first.json()["id"]
    assert (again.headers["idempotent-replayed"], again.content) == ("true", first.content)


@asynccontextmanager
async def at_work(opened: Installation, data_dir: Path) -> AsyncIterator[None]:
    stop = asyncio.Event()
    agreed = terms(Settings(data_dir=data_dir))
    work = asyncio.create_task(opened.operations.work(agreed, stop))
    yield
    stop.set()
    await work


async def ended(opened: Installation, job: str) -> Job:
    """Wait for the end of anybody's job, as those who run the service may."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found = await opened.operations.jobs.show(UUID(job))
            if found.finished_at is not None:
                return found
            await asyncio.sleep(0.02)


async def test_a_job_is_done_for_its_owner(
    service: Both, opened: Installation, tmp_path: Path
) -> None:
    clients = (service.mine, service.theirs)
    portfolios = [await created(client) for client in clients]
    jobs = [
        (await client.post(f"{portfolio}/imports", files=FORM, headers=ASYNC)).json()["job"]
        for client, portfolio in zip(clients, portfolios, strict=True)
    ]

    async with at_work(opened, tmp_path):
        found = [await ended(opened, job) for job in jobs]
    shown = [
        (await client.get(portfolio)).json()["transactions"]
        for client, portfolio in zip(clients, portfolios, strict=True)
    ]

    assert [(each.state, each.owner) for each in found] == [("done", ME), ("done", OTHER)]
    assert shown == [4, 4]


async def test_what_the_service_does_for_itself_nobody_else_sees(
    service: Both, opened: Installation, tmp_path: Path
) -> None:
    worker = opened.operations.work
    now, job_id = worker.clock.now(), worker.clock.new_id()
    async with worker.database.transaction() as work:
        await work.jobs.enqueue(Job(id=job_id, kind=CLEAN_UP, created_at=now, not_before=now))

    async with at_work(opened, tmp_path):
        done = await ended(opened, str(job_id))
    shown = await service.mine.get(f"{API}/jobs/{job_id}")
    listed = await service.mine.get(f"{API}/jobs")

    assert (done.state, done.owner) == ("done", None)
    assert (shown.status_code, listed.json()["items"]) == (404, [])


async def test_a_cancelled_request_leaves_its_user_to_nobody(
    empty_postgres: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_postgres, database_pool=1)
    async with open_installation(settings) as opened:
        app = build(opened.trackers, uploads=tmp_path, principals=by_header)
        async with both(app) as service:
            portfolio = await created(service.mine)
            async with locked(empty_postgres):
                waiting = asyncio.create_task(
                    service.mine.patch(portfolio, json={"method": "lifo"})
                )
                await blocked(empty_postgres)
                waiting.cancel()
                await asyncio.wait([waiting])

            theirs = (await service.theirs.get(f"{API}/portfolios")).json()["items"]
            foreign = await service.theirs.get(portfolio)
            mine = (await service.mine.get(portfolio)).json()

    assert waiting.cancelled()
    assert (theirs, foreign.status_code) == ([], 404)
    assert (mine["method"], mine["version"]) == ("fifo", 1)
