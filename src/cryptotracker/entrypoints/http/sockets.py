"""WebSockets that one text can be told to many of, at once and without waiting for anybody.

ASGI has no word for either: each send makes the same frame anew, and waits for whoever does not
read. Our server puts the socket itself among the extensions of its scope.

Whoever offers it is told compressed (RFC 7692), each message by itself: nothing is kept for a
connection between two messages, and one frame fits all.
"""

from functools import cached_property
from typing import Any, Final, Protocol

from litestar.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN

EXTENSION: Final = "cryptotracker.socket"
WINDOW_BITS: Final = 15
FAST: Final = {"level": 1}
COMPRESSING: Final = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True, client_no_context_takeover=True, compress_settings=FAST
)
COMPRESSED: Final = PerMessageDeflate(
    remote_no_context_takeover=True,
    local_no_context_takeover=True,
    remote_max_window_bits=WINDOW_BITS,
    local_max_window_bits=WINDOW_BITS,
    compress_settings=FAST,
)
COMPRESSED_LEAST: Final = 256
"""So many bytes has a text at least that is worth it."""


class Told:
    """A text in a frame, as it is and compressed; the latter is made once, when anybody takes it.

    A server's frame is not masked (RFC 6455, 5.2).
    """

    def __init__(self, text: bytes) -> None:
        self._text = text

    @cached_property
    def plain(self) -> bytes:
        return Frame(Opcode.TEXT, self._text).serialize(mask=False)

    @cached_property
    def compressed(self) -> bytes:
        if len(self._text) < COMPRESSED_LEAST:
            return self.plain
        frame = Frame(Opcode.TEXT, self._text)
        return frame.serialize(mask=False, extensions=[COMPRESSED])


class Line(Protocol):
    """The way to one listener."""

    def is_free(self) -> bool:
        """Tell whether what was said before has been taken."""
        ...

    def say(self, told: Told) -> None:
        """Say something; to whoever has gone nothing is said."""
        ...


class Socket(WebSocketsSansIOProtocol):
    """A WebSocket that takes frames which are written already."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # uvicorn's own would keep a window for each connection.
        self.conn.available_extensions = [COMPRESSING]

    @cached_property
    def takes_compressed(self) -> bool:
        """Tell whether it was agreed on; a window smaller than ours fits no frame made for all."""
        return any(
            isinstance(each, PerMessageDeflate) and each.local_max_window_bits == WINDOW_BITS
            for each in self.conn.extensions
        )

    async def run_asgi(self) -> None:
        extensions: dict[str, Any] = self.scope["extensions"] or {}
        extensions[EXTENSION] = self
        await super().run_asgi()

    def is_free(self) -> bool:
        return self.writable.is_set()

    def say(self, told: Told) -> None:
        if self.conn.state is OPEN and not self.transport.is_closing():
            self.transport.write(told.compressed if self.takes_compressed else told.plain)


def line_to(scope: Scope) -> Line:
    """Return the way to who has opened a WebSocket of our server."""
    extensions: Any = scope.get("extensions") or {}
    found: Line = extensions[EXTENSION]
    return found
