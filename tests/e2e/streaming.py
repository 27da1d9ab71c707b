"""A client of the WebSocket, on a service that really listens."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from attrs import frozen
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE_SECONDS = 20


@frozen
class Listener:
    _socket: ClientConnection

    async def say(self, **message: object) -> None:
        await self._socket.send(json.dumps(message))

    async def send(self, text: str) -> None:
        await self._socket.send(text)

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found: dict[str, Any] = json.loads(await self._socket.recv())
        return found

    async def closed(self) -> int | None:
        """Hear to the end, and return the code that the other side closed with."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            with suppress(ConnectionClosed):
                async for _ in self._socket:
                    pass
        return self._socket.close_code


@asynccontextmanager
async def listening(
    address: str, origin: str | None = None, headers: Mapping[str, str] | None = None
) -> AsyncIterator[Listener]:
    """Connect as a program does or, with an origin, as a page."""
    target = address.replace("http://", "ws://") + "/api/v1/stream"
    said = {"Origin": origin} if origin else {}
    async with connect(target, additional_headers=said | dict(headers or {}), proxy=None) as socket:
        yield Listener(socket)
