"""WebSockets that one text can be told to many of, at once and without waiting for anybody.

ASGI has no word for either: each send makes the same frame anew, and waits for whoever does not
read. Our server puts the socket itself among the extensions of its scope.
"""

from typing import Any, Final, Protocol

from litestar.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN

EXTENSION: Final = "cryptotracker.socket"


class Line(Protocol):
    """The way to one listener."""

    def is_free(self) -> bool:
        """Tell whether what was said before has been taken."""
        ...

    def say(self, frame: bytes) -> None:
        """Say something; to whoever has gone nothing is said."""
        ...


class Socket(WebSocketsSansIOProtocol):
    """A WebSocket that takes frames which are written already."""

    async def run_asgi(self) -> None:
        extensions: dict[str, Any] = self.scope["extensions"] or {}
        extensions[EXTENSION] = self
        await super().run_asgi()

    def is_free(self) -> bool:
        return self.writable.is_set()

    def say(self, frame: bytes) -> None:
        if self.conn.state is OPEN and not self.transport.is_closing():
            self.transport.write(frame)


def line_to(scope: Scope) -> Line:
    """Return the way to who has opened a WebSocket of our server."""
    extensions: Any = scope.get("extensions") or {}
    found: Line = extensions[EXTENSION]
    return found


def framed(text: bytes) -> bytes:
    """Write the frame of a text (RFC 6455, 5.2); a server's is not masked."""
    return Frame(Opcode.TEXT, text).serialize(mask=False)
