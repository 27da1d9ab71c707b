"""Nobody keeps the service from others by keeping it waiting, with no proxy before it."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from cryptotracker.entrypoints.bootstrap import open_trackers
from cryptotracker.entrypoints.http.app import application, build
from cryptotracker.entrypoints.http.connections import Bounds
from cryptotracker.entrypoints.http.guard import Guard
from cryptotracker.entrypoints.settings import Settings
from tests.e2e.crowds import HALF_HEAD, WHOLE, Peer, Site, serving
from tests.service import API
from tests.waiting import until

SHORT = Bounds(head_seconds=0.3, idle_seconds=0.3, taking_seconds=0.3, head_largest=8192)
POST = (
    f"POST {API}/portfolios HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
).encode()


@pytest.fixture(name="site")
async def provide_site(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[Site]:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with (
        open_trackers(settings) as trackers,
        serving(build(trackers, uploads=tmp_path), SHORT) as site,
    ):
        yield site


async def endless(scope: Any, receive: Any, send: Any) -> None:
    """Answer with more than any buffer holds."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(200):
        await send({"type": "http.response.body", "body": b"x" * 1_000_000, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def body_reader(scope: Any, receive: Any, send: Any) -> None:
    del scope
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def drip(peer: Peer, drops: bytes) -> None:
    for drop in drops:
        peer.writer.write(bytes([drop]))
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("said", [b"", b"\r\n\r\n"])
async def test_who_says_nothing_is_left(site: Site, said: bytes) -> None:
    peer = await site.connect()
    await peer.say(said)

    assert await peer.hear() == b""


async def test_a_head_that_does_not_come_is_not_waited_for(site: Site) -> None:
    peer = await site.connect()
    await peer.say(HALF_HEAD)

    heard = await peer.hear()

    assert heard.startswith(b"HTTP/1.1 408 ")
    assert b'"type":"/problems/request-timeout"' in heard
    assert b"\r\nx-content-type-options: nosniff\r\n" in heard


@pytest.mark.parametrize("drops", [b"X-A: " + b"a" * 100, b"\r\n" * 50])
async def test_a_head_that_drips_is_not_waited_for(site: Site, drops: bytes) -> None:
    peer = await site.connect()
    began = monotonic()
    dripping = asyncio.create_task(drip(peer, b"GET / HTTP/1.1\r\n" + drops))

    await peer.hear()

    assert monotonic() - began < 3
    dripping.cancel()


async def test_between_two_requests_the_wait_is_short_too(site: Site) -> None:
    peer = await site.connect()
    await peer.say(WHOLE)
    assert await peer.status() == 200

    dripping = asyncio.create_task(drip(peer, b"\r\n" * 50))
    heard = await peer.hear()

    assert heard == b""
    dripping.cancel()


async def test_a_head_that_does_not_end_is_too_large(site: Site) -> None:
    peer = await site.connect()
    await peer.say(HALF_HEAD + b"x" * 20_000)

    assert (await peer.hear()).startswith(b"HTTP/1.1 431 ")


async def test_what_is_no_http_is_answered_with_a_problem(site: Site) -> None:
    peer = await site.connect()
    await peer.say(b"GET / HTTP/9.9\r\n\r\n")

    heard = await peer.hear()

    assert heard.startswith(b"HTTP/1.1 400 ")
    assert b"content-security-policy: " in heard
    assert b'"type":"/problems/bad-request"' in heard


@pytest.mark.parametrize(
    "fault", [b"Sec-WebSocket-Version: 13\r\n", b"Sec-WebSocket-Key: " + b"x" * 24 + b"\r\n"]
)
async def test_half_a_handshake_is_answered_with_a_problem(site: Site, fault: bytes) -> None:
    peer = await site.connect()
    await peer.say(
        f"GET {API}/stream HTTP/1.1\r\nHost: localhost\r\n".encode()
        + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
        + fault
        + b"\r\n"
    )

    heard = await peer.hear()

    assert heard.startswith(b"HTTP/1.1 400 ")
    assert b"content-security-policy: " in heard
    assert b'"type":"/problems/bad-request"' in heard


async def test_a_header_behind_the_body_is_none(site: Site) -> None:
    body = b'{"name": "x", "currency": "EUR"}'
    peer = await site.connect()
    await peer.say(
        POST
        + b"Transfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%b\r\n0\r\nOrigin: https://evil.example\r\n\r\n" % (len(body), body)
    )

    assert await peer.status() == 201


async def test_a_body_in_small_pieces_arrives() -> None:
    async with serving(body_reader, SHORT) as site:
        peer = await site.connect()
        await peer.say(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        await peer.say(b"8\r\n12345678\r\n" * 20_000 + b"0\r\n\r\n")

        assert await peer.status() == 200


async def test_more_around_a_body_than_in_it_is_too_much() -> None:
    async with serving(body_reader, SHORT) as site:
        peer = await site.connect()
        await peer.say(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        await peer.say(b"1;" + b"x" * 20_000)

        assert await peer.hear() == b""


async def test_a_body_that_drips_is_not_waited_for() -> None:
    async with serving(Guard(body_reader, patience_seconds=0.3), SHORT) as site:
        peer = await site.connect()
        began = monotonic()
        await peer.say(POST + b"Content-Length: 1000\r\n\r\n")
        dripping = asyncio.create_task(drip(peer, b"x" * 100))

        await peer.hear()

        assert monotonic() - began < 3
        dripping.cancel()


async def test_half_a_body_gets_its_answer_and_the_end(empty_sqlite: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_trackers(settings) as trackers:
        app = Guard(application(trackers), patience_seconds=0.3)
        async with serving(app, SHORT) as site:
            peer = await site.connect()
            await peer.say(POST + b"Content-Length: 1000\r\n\r\n{")

            heard = await peer.hear()

    assert heard.startswith(b"HTTP/1.1 408 ")
    assert b"\r\nconnection: close\r\n" in heard


async def test_an_answer_that_nobody_takes_is_given_up() -> None:
    async with serving(endless, SHORT) as site:
        peer = await site.connect(limit=1024)
        began = monotonic()
        await peer.say(b"GET / HTTP/1.1\r\n\r\n")

        await until(site.empty)

        assert monotonic() - began < 3


async def test_an_answer_that_is_taken_slowly_is_not() -> None:
    async with serving(endless, SHORT) as site:
        peer = await site.connect(limit=1024)
        await peer.say(b"GET / HTTP/1.1\r\n\r\n")
        taken = 0
        while taken < 100_000_000:
            taken += len(await peer.reader.readexactly(2_000_000))
            await asyncio.sleep(0.02)

        assert len(site.server.server_state.connections) == 1
        peer.writer.transport.abort()


async def statuses(site: Site, *addresses: str) -> list[int]:
    found = []
    for address in addresses:
        peer = await site.connect(address)
        await peer.say(WHOLE)
        found.append(await peer.status())
    return found


PATIENT = Bounds(most=6, per_address=4, head_seconds=60)


async def test_a_newcomer_gets_the_place_of_who_waited_longest(
    empty_sqlite: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with (
        open_trackers(settings) as trackers,
        serving(build(trackers, uploads=tmp_path), PATIENT) as site,
    ):
        crowd = [await site.connect("127.0.0.2") for _ in range(4)]
        for peer in crowd:
            await peer.say(HALF_HEAD)

        assert await statuses(site, "127.0.0.3", "127.0.0.3", "127.0.0.2") == [200, 200, 200]
        assert await crowd[0].hear() == b""
        await crowd[3].say(b"host\r\n\r\n")
        assert await crowd[3].status() == 200


async def busy(scope: Any, receive: Any, send: Any) -> None:
    """Work for ever."""
    del scope, receive, send
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("bounds", "refused"),
    [
        (Bounds(per_address=2), "127.0.0.1"),
        (Bounds(most=2), "127.0.0.9"),
        (Bounds(most=2, per_address=0), "127.0.0.9"),
    ],
)
async def test_where_all_are_being_served_a_newcomer_is_told_to_come_later(
    bounds: Bounds, refused: str
) -> None:
    async with serving(busy, bounds) as site:
        others = [await site.connect() for _ in range(2)]
        for peer in others:
            await peer.say(WHOLE)
        await until(site.busy)

        heard = await (await site.connect(refused)).hear()

        assert heard.startswith(b"HTTP/1.1 503 ")
        for peer in others:
            peer.writer.transport.abort()


async def test_a_trusted_proxy_connects_for_many(empty_sqlite: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    bounds = Bounds(per_address=1, trusted=(ip_network("127.0.0.0/8"),))
    async with (
        open_trackers(settings) as trackers,
        serving(build(trackers, uploads=tmp_path), bounds) as site,
    ):
        assert await statuses(site, "127.0.0.1", "127.0.0.1") == [200, 200]
        assert len(site.server.server_state.connections) == 2
