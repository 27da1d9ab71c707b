"""The headers of every answer there is: of each route, of what is refused, of files and sockets."""

import re
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from httpx import AsyncClient
from litestar.routes import HTTPRoute

from cryptotracker.entrypoints.bootstrap import open_trackers
from cryptotracker.entrypoints.http.app import build, routed
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.settings import Settings
from tests.service import API, HERE, client_to, handshake

FRIEND: Final = "https://friend.example"
VARYING: Final = frozenset(
    "content-encoding content-length content-type date etag idempotent-replayed location ratelimit "
    "ratelimit-policy retry-after vary www-authenticate x-request-id allow".split()
)
"""What is no wall; each has tests of its own."""

WALLS: Final = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
OF_DATA: Final = WALLS | {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
OF_PAGES: Final = WALLS | {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' "
        "'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
ID: Final = "0190a000-0000-7000-8000-000000000000"
UI: Final = {"index.html": "<!doctype html>", "theme.js": "1;", "assets/index-abc.js": "2;"}


def routes() -> list[tuple[str, str]]:
    """List every method of every route, as the application has them."""
    return sorted(
        (method, route.path_format)
        for route in routed().routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
    )


def walls(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name not in VARYING}


def kind(path: str) -> dict[str, str]:
    return OF_DATA if path.startswith(("/api/", "/health", "/metrics")) else OF_PAGES


@pytest.fixture(name="app")
async def provide_app(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[Any]:
    (tmp_path / "ui/assets").mkdir(parents=True)
    for name, content in UI.items():
        (tmp_path / "ui" / name).write_text(content)
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_trackers(settings) as trackers:
        yield build(trackers, uploads=tmp_path, ui=tmp_path / "ui")


@pytest.fixture(name="client")
async def provide_client(app: Any) -> AsyncIterator[AsyncClient]:
    async with client_to(app) as client:
        yield client


@pytest.mark.parametrize(("method", "path"), routes())
async def test_every_route_keeps_the_browser_in_bounds(
    client: AsyncClient, method: str, path: str
) -> None:
    address = path.replace("{address}", "/settings").replace("//", "/")
    address = re.sub(r"{\w+}", ID, address)

    answer = await client.request(method, address)

    found = walls(answer.headers.items())
    if path in {"/", "/{address}"} and method != "OPTIONS":
        assert found.pop("cache-control") == "no-cache"  # it has no figures in it
        assert found == {key: value for key, value in OF_PAGES.items() if key != "cache-control"}
    else:
        assert found == kind(path)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", f"{API}/nothing", {}, 404),
        ("GET", "/nothing.js", {}, 404),
        ("GET", "/docs/nothing", {}, 404),
        ("PUT", f"{API}/portfolios", {}, 405),
        ("GET", f"{API}/portfolios?limit=0", {}, 400),
        ("POST", f"{API}/portfolios", {"content-type": "application/json"}, 400),
        ("POST", f"{API}/portfolios", {"content-length": "2000000"}, 413),
        ("POST", f"{API}/portfolios", {"origin": "https://evil.example"}, 403),
        ("GET", f"{API}/portfolios", {"host": "evil.example"}, 421),
        ("GET", "/", {"host": "evil.example"}, 421),
        ("OPTIONS", f"{API}/portfolios", {"origin": FRIEND}, 204),
    ],
)
async def test_what_is_refused_does_too(
    client: AsyncClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = await client.request(method, path, headers=headers)

    assert (answer.status_code, walls(answer.headers.items())) == (status, kind(path))


async def test_a_file_does_too_and_says_how_long_it_lasts(client: AsyncClient) -> None:
    answer = await client.get("/assets/index-abc.js")
    again = await client.get(
        "/assets/index-abc.js", headers={"if-none-match": answer.headers["etag"]}
    )

    lasting = OF_PAGES | {"cache-control": "public, max-age=31536000, immutable"}
    assert (answer.status_code, walls(answer.headers.items())) == (200, lasting)
    assert (again.status_code, walls(again.headers.items())) == (304, lasting)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"{API}/stream", {"origin": "https://evil.example"}, 403),
        (f"{API}/stream", {"host": "evil.example"}, 421),
        (f"{API}/nothing", {}, 403),
        (f"{API}/portfolios", {}, 403),
    ],
)
async def test_a_handshake_that_is_refused_does_too(
    app: Any, path: str, headers: dict[str, str], status: int
) -> None:
    said = await handshake(app, path, headers)

    assert (said["type"], said["status"]) == ("websocket.http.response.start", status)
    names = {name.decode(): value.decode() for name, value in said["headers"]}
    assert walls(names.items()) == OF_DATA


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("https://tracker.example", "max-age=31536000; includeSubDomains"),
        ("http://tracker.example", None),
        (None, None),
    ],
)
async def test_encryption_is_insisted_on_where_there_is_some(
    empty_sqlite: str, tmp_path: Path, public_url: str | None, expected: str | None
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    exposure = Exposure(public_url=public_url)
    async with (
        open_trackers(settings) as trackers,
        client_to(build(trackers, uploads=tmp_path, exposure=exposure)) as client,
    ):
        answers = [await client.get(path) for path in ("/health", f"{API}/portfolios", "/none.js")]

    assert {each.headers.get("strict-transport-security") for each in answers} == {expected}


async def test_of_two_hosts_neither_is_believed(client: AsyncClient) -> None:
    two = [("host", "127.0.0.1:8000"), ("host", "localhost")]

    answer = await client.get(f"{HERE}/health", headers=two)

    assert answer.status_code == 421
