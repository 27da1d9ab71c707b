"""The content of a backup, as one stream: rows of tables, then files, then what they come to.

A stream is frames, compressed: a letter, a length, and so many bytes. Everything is written and
read once, in its order, so a backup of any size takes the same memory.
"""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

from attrs import define, field, frozen

from cryptotracker.domain.errors import BackupUnusableError

HEAD, TABLE, ROWS, FILE, BYTES, TOTAL = b"H", b"T", b"R", b"F", b"B", b"M"
LEVEL: Final = 3
LONGEST: Final = 64 << 20
PIECE: Final = 1 << 20
MODULUS: Final = 1 << 256
FORMAT: Final = 1
Frame = tuple[bytes, bytes]


Tell = Callable[[str], None]


def nobody(_: str) -> None:
    """Tell nobody."""


@frozen(kw_only=True)
class Total:
    """What a backup holds, as its end says: rows and their digest a table, and files.

    Attributes:
        missing: files that were gone when their turn came.
    """

    revision: str
    tables: dict[str, dict[str, object]]
    files: int = 0
    missing: int = 0


@define
class Digest:
    """Sums up rows in any order: databases do not agree how texts are sorted."""

    rows: int = 0
    _sum: int = 0

    def take(self, rows: Sequence[bytes]) -> None:
        self.rows += len(rows)
        total = sum(int.from_bytes(sha256(row).digest()) for row in rows)
        self._sum = (self._sum + total) % MODULUS

    @property
    def told(self) -> dict[str, object]:
        return {"rows": self.rows, "digest": f"{self._sum:064x}"}


def written(kind: bytes, content: object) -> bytes:
    """Write a frame of JSON, or of bytes as they are."""
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    return kind + len(content).to_bytes(4) + content


async def compressed(frames: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    press = zlib.compressobj(LEVEL)
    async for frame in frames:
        if found := await asyncio.to_thread(press.compress, frame):
            yield found
    yield press.flush()


@define
class Unpacking:
    """Takes a stream apart into its frames; of a hostile one no more than a frame is in memory."""

    _pieces: AsyncIterator[bytes]
    _held: bytearray = field(factory=bytearray)

    async def frames(self) -> AsyncIterator[Frame]:
        """Give the frames up to the total; without one, the stream is not whole."""
        plain = self._inflated()
        while await self._fill(plain, 5):
            kind, size = bytes(self._held[:1]), int.from_bytes(self._held[1:5])
            if size > LONGEST or not await self._fill(plain, 5 + size):
                break
            content = bytes(self._held[5 : 5 + size])
            del self._held[: 5 + size]
            yield kind, content
            if kind == TOTAL:
                async for _ in plain:
                    raise BackupUnusableError(reason="something follows its end")
                return
        raise BackupUnusableError(reason="it ends before its end")

    async def _fill(self, plain: AsyncIterator[bytes], size: int) -> bool:
        while len(self._held) < size:
            piece = await anext(plain, b"")
            if not piece:
                return False
            self._held += piece
        return True

    async def _inflated(self) -> AsyncIterator[bytes]:
        press = zlib.decompressobj()
        try:
            async for piece in self._pieces:
                left, found = piece, b"more"
                while left or found:
                    found = await asyncio.to_thread(press.decompress, left, PIECE)
                    left = press.unconsumed_tail
                    if found:
                        yield found
        except zlib.error as error:
            raise BackupUnusableError(reason=f"it cannot be unpacked: {error}") from error


def parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise BackupUnusableError(reason="it was written by another program") from error


def pulled(loop: asyncio.AbstractEventLoop, pieces: AsyncIterator[bytes]) -> Iterator[bytes]:
    """Give a thread what the event loop makes, a piece at a time."""
    while piece := asyncio.run_coroutine_threadsafe(following(pieces), loop).result():
        yield piece


async def following(pieces: AsyncIterator[bytes]) -> bytes:
    return await anext(pieces, b"")
