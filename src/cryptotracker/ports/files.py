"""Where files are kept: what was uploaded, and later what is written for a user to fetch."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from attrs import frozen

LARGEST: Final = 32 << 30


class Kind(StrEnum):
    """The content types that are kept; nothing that a browser would run is among them."""

    text = "text/plain; charset=utf-8"
    binary = "application/octet-stream"


@frozen(kw_only=True)
class Stored:
    """A file that was put: its size in bytes, and the SHA-256 of what it holds."""

    key: str
    size: int
    digest: bytes


@frozen(kw_only=True)
class Listed:
    """A file that was found."""

    key: str
    size: int
    changed: datetime


class FileStore(Protocol):
    """Keeps files under keys: words of `a-z 0-9 . _ -`, joined by slashes.

    Every adapter keeps these promises; tests/contract/test_files.py holds it to them:

    - a file is there whole or not at all, and once put it outlives a crash of ours;
    - putting, or copying, under a key again replaces the file, whole or not at all;
    - a key is a file's or that of a folder of files, never both;
    - any size takes the same memory, and a range is read without the rest of the file;
    - another key, like one that leads elsewhere, raises InvalidKeyError;
    - more bytes than `largest` raise FileTooLargeError, and nothing is kept;
    - a file that is not there raises FileMissingError; deleting it is no error;
    - a store that cannot be used raises StorageUnavailableError.
    """

    async def put(
        self, key: str, pieces: Iterable[bytes], *, kind: Kind, largest: int = LARGEST
    ) -> Stored:
        """Keep a file; its pieces are asked for in a thread."""
        ...

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """Give a file, or so many bytes of it; past its end there is nothing."""
        ...

    async def copy(self, key: str, to: str) -> None:
        """Keep a file under another key too, without its bytes leaving the store."""
        ...

    async def delete(self, key: str) -> None:
        """Remove a file, and those below its key as if it were a folder."""
        ...

    def below(self, key: str) -> AsyncIterator[Listed]:
        """Find the files below a key as if it were a folder, in no order; all, if it is empty."""
        ...


class Addresses(Protocol):
    """Gives files addresses, where a store has them: see FileStore."""

    async def signed(self, key: str, *, seconds: int) -> str | None:
        """Return an address at which anybody may read a file for so long.

        None where a store has no addresses: a local one has not.
        """
        ...
