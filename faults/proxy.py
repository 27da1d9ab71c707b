"""A TCP proxy that spoils connections: late, in pieces, silent, cut, or without the reply."""

import asyncio
import random
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Final

from attrs import define, field, frozen

BLOCK: Final = 1 << 16
RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER: close with RST


@frozen(kw_only=True)
class Fault:
    """What the proxy does to every connection while the fault lasts.

    Attributes:
        delay: seconds that each piece waits.
        piece: the most bytes that are passed on at once; 0 is as they come.
        silent: nothing is passed on, and nothing is closed.
        refused: new connections are reset at once, those there are too.
        after: bytes in a request whose reply may be dropped, the connection with it.
        chance: how often that happens.
    """

    delay: float = 0
    piece: int = 0
    silent: bool = False
    refused: bool = False
    after: bytes = b""
    chance: float = 0


NONE: Final = Fault()


@define
class Proxy:
    """Stands before a server's port; `fault` may be changed at any time."""

    target: int
    random: random.Random
    port: int = 0
    fault: Fault = NONE
    dropped: int = 0
    _speaking: asyncio.Event = field(factory=asyncio.Event)
    _open: set[asyncio.StreamWriter] = field(factory=set)
    loop: asyncio.AbstractEventLoop = field(factory=asyncio.new_event_loop)

    def spoil(self, fault: Fault) -> None:
        self.fault = fault
        self.loop.call_soon_threadsafe(self._speaking.clear if fault.silent else self._speaking.set)
        if fault.refused:
            self.loop.call_soon_threadsafe(self.reset_all)

    def reset_all(self) -> None:
        for writer in list(self._open):
            reset(writer)

    async def end(self, server: asyncio.Server) -> None:
        server.close()
        self.reset_all()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=2)

    def __attrs_post_init__(self) -> None:
        self._speaking.set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side ends it."""
        if self.fault.refused:
            reset(writer)
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        self._open |= {writer, back}
        doomed = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pass(reader, back, doomed, asking=True))
                group.create_task(self._pass(there, writer, doomed, asking=False))
        except* (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open -= {writer, back}
            for side in (writer, back):
                side.close()

    async def _pass(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        doomed: asyncio.Event,
        *,
        asking: bool,
    ) -> None:
        while data := await source.read(BLOCK):
            fault = self.fault
            await self._speaking.wait()
            if asking and fault.after and fault.after in data:
                if self.random.random() < fault.chance:
                    doomed.set()
            elif not asking and doomed.is_set():
                self.dropped += 1
                raise ConnectionResetError
            for part in pieces(data, fault.piece):
                await asyncio.sleep(fault.delay)
                target.write(part)
                await target.drain()
        with suppress(OSError):
            target.write_eof()


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    step = size or len(data)
    yield from (data[at : at + step] for at in range(0, len(data), step))


def reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    with suppress(OSError, AttributeError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.close()


@contextmanager
def proxied(target: int, seeded: random.Random) -> Iterator[Proxy]:
    """Run a proxy in a thread of its own."""
    proxy = Proxy(target, seeded)
    loop = proxy.loop

    async def serve() -> asyncio.Server:
        return await asyncio.start_server(proxy.accept, "127.0.0.1", 0)

    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(5)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(proxy.end(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
