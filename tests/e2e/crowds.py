"""The application on a real socket, with bounds that a test can wait for."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from attrs import field, frozen

from cryptotracker.entrypoints.http.connections import Bounds, Config, Reception
from cryptotracker.entrypoints.serve import Server, listen
from tests.waiting import until

WHOLE = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF_HEAD = b"GET /health/live HTTP/1.1\r\nHost: local"


@frozen
class Peer:
    """Somebody who speaks HTTP by hand."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, words: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()

    async def hear(self) -> bytes:
        """Hear to the end; a connection that is cut ends too."""
        try:
            async with asyncio.timeout(20):
                return await self.reader.read()
        except ConnectionResetError:
            return b""

    async def status(self) -> int:
        async with asyncio.timeout(20):
            head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await self.reader.readexactly(length)
        return int(head.split(b" ", 2)[1])


@frozen
class Site:
    """A server, and those who came to it."""

    port: int
    server: Server
    _peers: list[Peer] = field(factory=list)

    async def connect(self, address: str = "127.0.0.1", **options: Any) -> Peer:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(address, 0), **options
        )
        self._peers.append(Peer(reader, writer))
        return self._peers[-1]

    async def ready(self) -> bool:
        return self.server.started

    async def empty(self) -> bool:
        return not self.server.server_state.connections

    async def busy(self) -> bool:
        """Tell whether everybody who is there is being served."""
        state = self.server.server_state
        return len(state.tasks) == len(state.connections) == len(self._peers)

    async def leave(self) -> None:
        for peer in self._peers:
            peer.writer.transport.abort()
            with suppress(OSError):
                await peer.writer.wait_closed()


@asynccontextmanager
async def serving(app: Callable[..., Any], bounds: Bounds) -> AsyncIterator[Site]:
    log = logging.getLogger("uvicorn.error")
    level = log.level
    log.setLevel(logging.CRITICAL)
    listener: socket.socket = listen("127.0.0.1", 18_000)
    config = Config(
        app,
        Reception(bounds),
        lifespan="off",
        timeout_graceful_shutdown=1,
        log_config=None,
        server_header=False,
    )
    server = Server(config, asyncio.Event())
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        site = Site(listener.getsockname()[1], server)
        await until(site.ready)
        yield site
        await site.leave()
    finally:
        server.should_exit = True
        await running
        log.setLevel(level)
