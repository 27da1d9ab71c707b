"""Back up everything but the master key of exchange keys, and restore it elsewhere."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from attrs import asdict, define, field, frozen

from cryptotracker.application import archive
from cryptotracker.application.archive import (
    FORMAT,
    Digest,
    Tell,
    Total,
    compressed,
    nobody,
    parsed,
    pulled,
    written,
)
from cryptotracker.application.restoring import CheckBackup
from cryptotracker.domain.errors import FileMissingError
from cryptotracker.domain.jobs.jobs import DIGEST, DONE, KEY
from cryptotracker.ports.backups import Rows, RowSource, Sealing, Secret, Table
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore, Kind

NAMED: Final = "cryptotracker-"
ENDING: Final = ".backup"
FILES: Final = "import_files"
"""The table that knows the kept files."""

JOBS: Final = "jobs"
"""The table that knows the files which wait to be imported."""


@frozen(kw_only=True)
class BackedUp:
    """A backup that was written, read back and found whole."""

    key: str
    size: int
    total: Total
    removed: Sequence[str] = ()


@define
class Contents:
    """Writes what a backup holds, and counts it."""

    files: FileStore
    tell: Tell
    _digests: dict[str, Digest] = field(factory=dict)
    _kept: int = 0
    _gone: int = 0

    async def frames(self, source: RowSource) -> AsyncIterator[bytes]:
        yield written(archive.HEAD, {"format": FORMAT, "revision": source.revision})
        for table in source.tables:
            async for frame in self._of_table(source, table):
                yield frame
        for table in source.tables:
            async for key, digest in referred(source, table):
                try:
                    async for frame in self._of_file(key, digest):
                        yield frame
                except FileMissingError:  # whose it was is gone since the rows were read
                    self._gone += 1
        yield written(archive.TOTAL, asdict(self.total(source.revision)))

    async def _of_table(self, source: RowSource, table: Table) -> AsyncIterator[bytes]:
        digest = self._digests[table.name] = Digest()
        yield written(archive.TABLE, {"name": table.name, "columns": table.columns})
        async for rows in source.rows(table):
            await asyncio.to_thread(digest.take, rows)
            self.tell(f"{table.name}: {digest.rows:,} rows")
            yield written(archive.ROWS, b"\n".join(rows))

    async def _of_file(self, key: str, digest: str) -> AsyncIterator[bytes]:
        pieces = self.files.read(key)
        first = await anext(pieces, b"")  # a file that is gone raises before anything is written
        yield written(archive.FILE, {"key": key, "digest": digest})
        yield written(archive.BYTES, first)
        async for piece in pieces:
            yield written(archive.BYTES, piece)
        self._kept += 1
        self.tell(f"files: {self._kept:,}")

    def total(self, revision: str) -> Total:
        return Total(
            revision=revision,
            tables={name: digest.told for name, digest in self._digests.items()},
            files=self._kept,
            missing=self._gone,
        )


@frozen
class MakeBackup:
    """Write a backup to a store, read it back, and only then remove older ones but for `keep`."""

    rows: Rows
    files: FileStore
    sealing: Sealing
    clock: Clock

    async def __call__(
        self, to: FileStore, secret: Secret, *, keep: int | None = None, tell: Tell = nobody
    ) -> BackedUp:
        key = f"{NAMED}{self.clock.now():%Y%m%dt%H%M%S%fz}{ENDING}"
        async with self.rows.reading() as source:
            contents = Contents(self.files, tell)
            sealed = self.sealing.seal(compressed(contents.frames(source)), secret)
            pieces = pulled(asyncio.get_running_loop(), sealed)
            stored = await to.put(key, pieces, kind=Kind.binary)
        tell("reading it back")
        total = await CheckBackup(self.sealing)(to.read(key), secret)
        removed = await self._retire(to, keep)
        return BackedUp(key=key, size=stored.size, total=total, removed=removed)

    async def _retire(self, to: FileStore, keep: int | None) -> Sequence[str]:
        found = sorted([each.key async for each in to.below("") if is_backup(each.key)])
        old = [] if keep is None else found[: max(0, len(found) - keep)]
        for each in old:
            await to.delete(each)
        return old


async def referred(source: RowSource, table: Table) -> AsyncIterator[tuple[str, str]]:
    """Give the keys of the files that a table's rows refer to, and what they sum up to."""
    if table.name not in (FILES, JOBS):
        return
    names = [name for name, _ in table.columns]
    async for rows in source.rows(table):
        for line in rows:
            row = dict(zip(names, parsed(line), strict=True))
            if table.name == JOBS:
                row = {} if row["state"] == DONE else waiting(row["payload"])
            if row:
                yield row["key"], row["digest"]


def waiting(payload: str) -> dict[str, Any]:
    """Say which file a job waits for with; most have none."""
    said = parsed(payload.encode())
    return {"key": said[KEY], "digest": said[DIGEST]} if KEY in said else {}


def is_backup(key: str) -> bool:
    return "/" not in key and key.startswith(NAMED) and key.endswith(ENDING)
