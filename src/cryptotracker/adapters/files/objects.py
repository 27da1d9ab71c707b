"""Files as objects of a store, local or S3: the two are read, listed and deleted alike.

Only the synchronous side of obstore is used, in threads. Its asynchronous side has threads of its
own that may still let go of a Python object while the interpreter ends, and then it aborts.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from typing import Any, Final, TypeVar

import obstore
from attrs import define, field
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from cryptotracker.domain.errors import (
    FileMissingError,
    FileTooLargeError,
    InvalidKeyError,
    StorageUnavailableError,
)
from cryptotracker.ports.files import Listed

Answer = TypeVar("Answer")

KEY: Final = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*", re.ASCII)
KEY_LONGEST: Final = 500
PIECE: Final = 1 << 20
AT_ONCE: Final = 1_000
"""So many files are listed, or deleted, by one request."""


def checked(key: str) -> str:
    if not KEY.fullmatch(key) or len(key) > KEY_LONGEST:
        raise InvalidKeyError(key=key)
    return key


@contextmanager
def translated(key: str) -> Iterator[None]:
    """Raise our errors instead of the store's; only its first line is fit to be read."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissingError(key=key) from error
    except (BaseError, OSError) as error:
        raise StorageUnavailableError(reason=str(error).partition("\n")[0]) from error


@define
class Passing:
    """Measures pieces on their way; when there are too many it stops them."""

    key: str
    largest: int
    size: int = 0
    _digest: Any = field(factory=sha256)

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            if self.size > self.largest:
                raise FileTooLargeError(key=self.key, largest=self.largest)
            self._digest.update(piece)
            yield piece

    @property
    def digest(self) -> bytes:
        found: bytes = self._digest.digest()
        return found


@define
class Objects:
    """The files of a store, as far as every kind of store has them."""

    _store: LocalStore | S3Store

    async def read(
        self, key: str, *, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        checked(key)
        pieces = await self._do(key, lambda: self._open(key, start, length))
        while piece := await self._do(key, lambda: next(pieces, None)):
            yield piece

    def _open(self, key: str, start: int, length: int | None) -> Iterator[bytes]:
        size = obstore.head(self._store, key)["size"]
        end = size if length is None else min(start + length, size)
        if start >= end:
            return iter(())
        found = obstore.get(self._store, key, options={"range": (start, end)})
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    async def copy(self, key: str, to: str) -> None:
        checked(to)
        await self._do(checked(key), partial(obstore.copy, self._store, key, to))

    async def delete(self, key: str) -> None:
        found = [each.key async for each in self.below(checked(key))] or [key]
        for first in range(0, len(found), AT_ONCE):
            batch = found[first : first + AT_ONCE]
            with suppress(FileMissingError):  # or somebody else deletes them too
                await self._do(key, partial(obstore.delete, self._store, batch))

    async def below(self, key: str) -> AsyncIterator[Listed]:
        async for batch in self._batches(key and checked(key)):
            for each in batch:
                yield each

    async def _batches(self, key: str) -> AsyncIterator[list[Listed]]:
        found = await self._do(key, lambda: obstore.list(self._store, key, chunk_size=AT_ONCE))
        while batch := await self._do(key, lambda: next(found, None)):
            yield [
                Listed(key=each["path"], size=each["size"], changed=each["last_modified"])
                for each in batch
                if KEY.fullmatch(each["path"])  # or it is none of ours
            ]

    async def _do(self, key: str, work: Callable[[], Answer]) -> Answer:
        with translated(key):
            return await asyncio.to_thread(work)
