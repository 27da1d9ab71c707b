"""What a backup is made of: the rows of a database, and a seal that only a secret opens."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from attrs import field, frozen


@frozen(kw_only=True)
class Table:
    """A table's name, and of each column its name and the kind of what it holds."""

    name: str
    columns: Sequence[tuple[str, str]]


@frozen(kw_only=True)
class Secret:
    """What seals and opens: a passphrase that somebody remembers, or a key of random bytes."""

    passphrase: str = field(default="", repr=False)
    key: bytes = field(default=b"", repr=False)


class RowSource(Protocol):
    """A database as it was at one moment."""

    @property
    def revision(self) -> str: ...

    @property
    def tables(self) -> Sequence[Table]:
        """List the tables; what a row refers to is in an earlier one."""
        ...

    def rows(self, table: Table) -> AsyncIterator[Sequence[bytes]]:
        """Give all rows of a table in batches, each row as a line of JSON."""
        ...


class RowSink(RowSource, Protocol):
    """A database that is being filled; it also gives what it has."""

    async def add(self, table: Table, rows: Sequence[bytes]) -> None: ...


class Rows(Protocol):
    """All rows of a database, written the same way whatever kind of database it is.

    - reading sees one moment, waits for nobody and lets nobody wait;
    - writing is kept whole, or after an error not at all;
    - only a database without any row is written to: DatabaseNotEmptyError;
    - rows of an older revision are written as they are, and then brought to this version.
    """

    def reading(self) -> AbstractAsyncContextManager[RowSource]: ...

    def writing(self, revision: str) -> AbstractAsyncContextManager[RowSink]: ...


class Sealing(Protocol):
    """Seals a stream so that nobody reads or changes it without its secret.

    - the same stream comes out, piece by piece, in the same memory whatever its size;
    - a byte that was changed, moved, left out or cut off raises BackupUnusableError before
      anything after it comes out; so does a wrong secret, before anything does.
    """

    def seal(self, pieces: AsyncIterator[bytes], secret: Secret) -> AsyncIterator[bytes]: ...

    def open(self, pieces: AsyncIterator[bytes], secret: Secret) -> AsyncIterator[bytes]: ...
