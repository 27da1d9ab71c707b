"""The web client's files, as a browser gets them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient

from cryptotracker.entrypoints.http.app import application
from cryptotracker.entrypoints.http.guard import Guard
from tests.service import client_to

FILES = {
    "index.html": "<!doctype html><title>Ours</title>",
    "theme.js": "1;",
    "assets/index-abc123.js": "2;" * 2_000,
    "assets/font-abc.woff2": "font",
}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[AsyncClient]:
    ui = tmp_path / "ui"
    (ui / "assets").mkdir(parents=True)
    for name, content in FILES.items():
        (ui / name).write_text(content, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    async with client_to(Guard(application(None, ui=ui))) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/index.html", "/portfolios/1/gains", "/settings"])
async def test_every_page_of_the_client_begins_with_its_first(
    client: AsyncClient, path: str
) -> None:
    answer = await client.get(path)

    assert (answer.status_code, answer.text) == (200, "<!doctype html><title>Ours</title>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_file_named_by_its_content_is_kept_for_ever(client: AsyncClient) -> None:
    answer = await client.get("/assets/index-abc123.js")

    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_text_is_sent_small_and_fonts_as_they_are(client: AsyncClient) -> None:
    wanted = {"accept-encoding": "gzip"}

    script = await client.get("/assets/index-abc123.js", headers=wanted)
    font = await client.get("/assets/font-abc.woff2", headers=wanted)

    assert (script.text, script.headers["content-encoding"]) == ("2;" * 2_000, "gzip")
    assert int(script.headers["content-length"]) < 100
    assert (font.text, font.headers.get("content-encoding")) == ("font", None)
    assert font.headers["content-type"] == "font/woff2"


async def test_an_unchanged_page_is_not_sent_again(client: AsyncClient) -> None:
    tag = (await client.get("/")).headers["etag"]

    answer = await client.get("/", headers={"if-none-match": tag})

    assert (answer.status_code, answer.content) == (304, b"")


async def test_a_question_for_the_headers_is_answered_without_a_body(
    client: AsyncClient,
) -> None:
    answer = await client.head("/theme.js")

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.js",
        "/assets/nothing.js",
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/api/nothing",
        "/health/nothing",
    ],
)
async def test_what_is_no_file_of_the_client_is_not_there(client: AsyncClient, path: str) -> None:
    answer = await client.get(path)

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


async def test_without_the_client_the_page_says_how_to_build_it(tmp_path: Path) -> None:
    app = Guard(application(None, ui=tmp_path / "nowhere"))
    async with client_to(app) as client:
        answer = await client.get("/")

    assert answer.status_code == 503
    assert "<code>make setup</code>" in answer.text
