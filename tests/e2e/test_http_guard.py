"""Who is answered, and what goes with every answer."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import evolve, frozen
from httpx import AsyncClient
from litestar.routes import WebSocketRoute
from litestar.types import Scope, Send

from cryptotracker.application.portfolios import ListPortfolios
from cryptotracker.domain.identity.permissions import POLICIES
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.app import application, build, routed
from cryptotracker.entrypoints.http.guard import Guard
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.pages import Page
from tests.service import API, HERE, client_of, client_to, created, only

PORTFOLIO = {"name": "x", "currency": "EUR"}


@pytest.fixture
async def client(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(empty_sqlite, tmp_path) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/", f"{API}/portfolios", "/nothing.js", f"{API}/nothing", "/docs", "/health"]
)
async def test_every_answer_keeps_the_browser_in_bounds(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/nothing.js", "/docs"])
async def test_a_page_runs_scripts_of_ours_alone(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize("path", [f"{API}/portfolios", f"{API}/nothing", "/health", "/metrics"])
async def test_what_is_no_page_may_do_nothing_as_one(client: AsyncClient, path: str) -> None:
    policy = (await client.get(path)).headers["content-security-policy"]

    assert policy == "default-src 'none'; frame-ancestors 'none'"


async def test_figures_are_never_kept_by_a_cache(client: AsyncClient) -> None:
    answer = await client.get(f"{API}/portfolios")

    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9", "localhost:8000", "[::1]:8000"])
async def test_this_machine_is_answered(client: AsyncClient, host: str) -> None:
    assert (await client.get("/health/live", headers={"host": host})).json() == {"status": "ok"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "10.0.0.1", ""]
)
async def test_a_name_that_is_not_ours_is_not_answered(client: AsyncClient, host: str) -> None:
    answer = await client.get("/health", headers={"host": host})

    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/misdirected-request")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
async def test_a_foreign_page_changes_nothing(client: AsyncClient, origin: str) -> None:
    answer = await client.post(f"{API}/portfolios", json=PORTFOLIO, headers={"origin": origin})

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/foreign-origin")
    assert (await client.get(f"{API}/portfolios")).json()["items"] == []


async def test_our_own_page_may_change_things(client: AsyncClient) -> None:
    answer = await client.post(f"{API}/portfolios", json=PORTFOLIO, headers={"origin": HERE})

    assert answer.status_code == 201


async def test_no_page_elsewhere_may_read(client: AsyncClient) -> None:
    answer = await client.get(f"{API}/portfolios", headers={"origin": "https://evil.example"})

    assert "access-control-allow-origin" not in answer.headers


async def test_a_large_answer_is_made_small(client: AsyncClient) -> None:
    for number in range(10):
        await created(client, name=f"Portfolio {number}")

    answer = await client.get(f"{API}/portfolios", headers={"accept-encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.json()["items"]) == 10


@frozen
class Broken(ListPortfolios):
    """A use case with a fault of ours."""

    async def __call__(self, *, limit: int = 100, cursor: str | None = None) -> Page[Portfolio]:
        message = f"secret of {self.database} {limit} {cursor}"
        raise RuntimeError(message)


async def test_a_fault_of_ours_says_nothing_of_the_inside(
    empty_sqlite: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_tracker(settings) as tracker:
        broken = evolve(tracker, list_portfolios=Broken(tracker.list_portfolios.database))
        app = build(only(broken))
        async with client_to(app, faults_are_raised=False) as client:
            answer = await client.get(f"{API}/portfolios")

    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal-server-error")
    assert "secret" not in answer.text
    assert "secret" in caplog.text


async def test_a_body_that_does_not_come_is_not_waited_for(
    empty_sqlite: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    sent: list[Any] = []
    async with open_tracker(settings) as tracker:
        app = Guard(application(only(tracker)), patience_seconds=0.05)
        await app(half_a_request(), never, collect(sent))

    assert sent[0]["status"] == 408


def half_a_request() -> Scope:
    scope: Any = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": f"{API}/portfolios",
        "raw_path": f"{API}/portfolios".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    found: Scope = scope
    return found


async def never() -> Any:
    await anyio.sleep_forever()


def collect(sent: list[Any]) -> Send:
    async def send(message: Any) -> None:
        sent.append(message)

    return send


def test_every_route_names_who_may_ask() -> None:
    handlers = [handler for route in routed().routes for handler in handlers_of(route)]

    assert {handler.opt.get("policy") for handler in handlers} <= POLICIES


def handlers_of(route: Any) -> list[Any]:
    """List a route's handlers, but for the framework's own of OPTIONS, which lists the others."""
    if isinstance(route, WebSocketRoute):
        return [route.route_handler]
    found = route.route_handler_map.items()
    return [handler for method, (handler, _) in found if method != "OPTIONS"]
