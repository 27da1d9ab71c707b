"""A POST that is sent again with its key is answered again, and done once."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient

from cryptotracker.entrypoints.http.app import describe
from tests.service import API, LEDGER, client_of, created, filled

WANTED = {"name": "Mine", "currency": "EUR"}
UNKNOWN = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(database_url, tmp_path) as client:
        yield client


def key(text: str = "k1") -> dict[str, str]:
    return {"Idempotency-Key": text}


async def names(client: AsyncClient) -> list[str]:
    return [each["name"] for each in (await client.get(f"{API}/portfolios")).json()["items"]]


async def test_the_same_request_is_done_once_and_answered_twice(client: AsyncClient) -> None:
    first = await client.post(f"{API}/portfolios", json=WANTED, headers=key())
    again = await client.post(f"{API}/portfolios", json=WANTED, headers=key())

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (again.headers["etag"], again.headers["content-type"]) == ('"1"', "application/json")
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await names(client) == ["Mine"]


async def test_another_request_under_the_same_key_is_refused(client: AsyncClient) -> None:
    portfolio = await created(client)
    await client.post(f"{API}/portfolios", json=WANTED | {"name": "one"}, headers=key())

    other_body = await client.post(
        f"{API}/portfolios", json=WANTED | {"name": "two"}, headers=key()
    )
    other_route = await client.post(
        f"{portfolio}/imports", files={"file": ("l.csv", LEDGER)}, headers=key()
    )

    assert [other_body.status_code, other_route.status_code] == [422, 422]
    assert other_body.json()["type"] == "/problems/idempotency-key-reused"
    assert await names(client) == ["Mine", "one"]


async def test_of_twenty_at_once_one_is_done(client: AsyncClient) -> None:
    answers = await asyncio.gather(
        *(client.post(f"{API}/portfolios", json=WANTED, headers=key()) for _ in range(20))
    )

    done = [each for each in answers if each.status_code == 201]
    busy = [each for each in answers if each.status_code == 409]
    assert len(done) + len(busy) == 20
    assert len({each.content for each in done}) == 1
    assert {each.json()["type"] for each in busy} <= {"/problems/idempotency-key-busy"}
    assert {each.headers["retry-after"] for each in busy} <= {"2"}
    assert await names(client) == ["Mine"]


async def test_a_refusal_is_repeated_although_the_reason_is_gone(client: AsyncClient) -> None:
    taken = await created(client, name="Mine")
    first = await client.post(f"{API}/portfolios", json=WANTED, headers=key())
    await client.delete(taken)

    again = await client.post(f"{API}/portfolios", json=WANTED, headers=key())

    assert (first.status_code, again.status_code) == (409, 409)
    assert again.content == first.content
    assert await names(client) == []


async def test_a_request_that_was_not_valid_may_be_mended(client: AsyncClient) -> None:
    wrong = await client.post(f"{API}/portfolios", json={"currency": "EUR"}, headers=key())

    mended = await client.post(f"{API}/portfolios", json=WANTED, headers=key())

    assert (wrong.status_code, mended.status_code) == (400, 201)


async def test_an_upload_is_known_again_by_its_parts(client: AsyncClient) -> None:
    portfolio = await created(client)
    sent = {"file": ("ledger.csv", LEDGER)}

    first = await client.post(f"{portfolio}/imports", files=sent, headers=key())
    again = await client.post(f"{portfolio}/imports", files=sent, headers=key())
    other = await client.post(
        f"{portfolio}/imports", files={"file": ("ledger.csv", LEDGER + b"\n")}, headers=key()
    )

    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert (again.json()["added"], again.content) == (4, first.content)
    assert len((await client.get(f"{portfolio}/imports")).json()["items"]) == 1


async def test_a_preview_and_an_undo_have_keys_too(client: AsyncClient) -> None:
    portfolio = await filled(client)
    found = (await client.get(f"{portfolio}/imports")).json()["items"][0]
    sent = {"file": ("ledger.csv", LEDGER)}
    dry = {"dry_run": "true"}

    previews = [
        await client.post(f"{portfolio}/imports", files=sent, data=dry, headers=key("preview"))
        for _ in range(2)
    ]
    address = f"{portfolio}/imports/{found['import']}/undo"
    undone = [await client.post(address, headers=key("undo")) for _ in range(2)]

    assert [each.json()["state"] for each in previews] == ["preview"] * 2
    assert [each.json()["state"] for each in undone] == ["undone"] * 2
    assert "idempotent-replayed" in undone[1].headers


async def test_an_answer_is_repeated_to_who_cannot_unpack(client: AsyncClient) -> None:
    portfolio = await created(client)
    sent = {"file": ("ledger.csv", LEDGER)}

    answers = [
        await client.post(
            f"{portfolio}/imports",
            files=sent,
            data={"dry_run": "true"},
            headers=key() | {"Accept-Encoding": encoding},
        )
        for encoding in ("gzip", "identity")
    ]

    assert [each.headers.get("content-encoding") for each in answers] == [None, None]
    assert answers[0].json() == answers[1].json()


POSTS = [
    path
    for path, operations in describe()["paths"].items()
    for each in operations.get("post", {}).get("parameters", ())
    if each["name"] == "Idempotency-Key"
]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("wrong", ["", "x" * 256, "a b", "ä"])
async def test_every_post_takes_a_key(client: AsyncClient, path: str, wrong: str) -> None:
    address = re.sub(r"\{\w+\}", UNKNOWN, path)

    answer = await client.post(address, headers=[(b"Idempotency-Key", wrong.encode())])

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "Idempotency-Key"
