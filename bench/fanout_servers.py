"""Servers that tell many listeners a new price, again and again: `python -m bench.fanout_servers`.

    ours     the whole product; what is made up is the price: the moment it was asked for
    raw      ASGI without a framework, on the server that ours runs on
    picows   the fastest WebSockets there are for Python, no ASGI

    python -m bench.fanout_servers NAME PORT PAUSE_SECONDS

They begin when they are told to, by SIGUSR1: once everybody listens.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any, Final

import picows
import uvicorn
import uvloop
from attrs import define, field

from bench.moments import BEGUN
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.connections import Bounds, Config, Reception
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.limits import Limits
from cryptotracker.entrypoints.keys import open_rings, rings_of_server
from cryptotracker.entrypoints.observing import open_telemetry
from cryptotracker.entrypoints.people_assembly import open_people
from cryptotracker.entrypoints.serve import settle
from cryptotracker.entrypoints.settings import read_settings

WORDS: Final = 3


def text() -> str:
    """Write what ours tells."""
    told = (
        f'{{"asset":"A0","currency":"USD","price":"{time.monotonic_ns()}",'
        '"time":"2026-01-01T00:00:00Z","source":"bench","simulated":false}'
    )
    return f'{{"topic":"quotes","version":1,"data":[{told}]}}'


@define
class Ticking:
    """Tells everybody who listens a new price, and then the next."""

    pause_seconds: float
    tell: dict[object, Callable[[str], Awaitable[None]]] = field(factory=dict)

    async def tick(self) -> None:
        await BEGUN.wait()
        while True:
            told = text()
            for tell in list(self.tell.values()):
                await tell(told)
            await asyncio.sleep(self.pause_seconds)


@define
class Raw:
    ticking: Ticking

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})

        async def tell(told: str) -> None:
            await send({"type": "websocket.send", "text": told})

        await receive()  # the subscription
        self.ticking.tell[id(send)] = tell
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self.ticking.tell.pop(id(send), None)


async def serve_raw(port: int, ticking: Ticking) -> None:
    config = uvicorn.Config(
        Raw(ticking),
        port=port,
        lifespan="off",
        log_level="error",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
    )
    await asyncio.gather(uvicorn.Server(config).serve(), ticking.tick())


async def serve_picows(port: int, ticking: Ticking) -> None:
    class Listener(picows.WSListener):
        def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
            if frame.msg_type == picows.WSMsgType.TEXT:

                async def tell(told: str) -> None:
                    transport.send(picows.WSMsgType.TEXT, told.encode())

                ticking.tell[id(transport)] = tell

        def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
            ticking.tell.pop(id(transport), None)

    server = await picows.ws_create_server(lambda _: Listener(), "127.0.0.1", port)
    await asyncio.gather(server.serve_forever(), ticking.tick())


async def serve_ours(port: int, ticking: Ticking) -> None:
    settings = read_settings()
    rings = rings_of_server(settings)
    async with AsyncExitStack() as stack:
        telemetry = await stack.enter_async_context(open_telemetry(settings))
        opened = await stack.enter_async_context(open_installation(settings, telemetry, rings))
        await open_rings(settings, rings)
        people = await stack.enter_async_context(open_people(settings, opened))
        exposure = Exposure(
            quoting_pause=timedelta(seconds=ticking.pause_seconds),
            limits=Limits(in_all=0, per_address=0),
            telemetry=telemetry,
        )
        app = build(opened.trackers, exposure=exposure, people=people)
        config = Config(
            app, Reception(Bounds(most=0, per_address=0)), port=port, log_config=None,
            access_log=False, server_header=False, proxy_headers=False,
            ws_per_message_deflate=False,
        )  # fmt: skip
        settle()
        await uvicorn.Server(config).serve()


SERVERS: Final = {"ours": serve_ours, "raw": serve_raw, "picows": serve_picows}


async def serve(name: str, port: int, ticking: Ticking) -> None:
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, BEGUN.set)
    await SERVERS[name](port, ticking)


def main(words: Sequence[str]) -> None:
    if len(words) != WORDS or words[0] not in SERVERS:
        sys.exit(__doc__)
    name, port, pause = words
    uvloop.run(serve(name, int(port), Ticking(float(pause))))


if __name__ == "__main__":
    main(sys.argv[1:])
