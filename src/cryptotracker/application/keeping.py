"""Keep the files that imports were read from, and clear away those that belong to none."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from attrs import frozen

from cryptotracker.application.raw_rows import pieces_of
from cryptotracker.domain.errors import StorageUnavailableError
from cryptotracker.domain.portfolio.kept_files import (
    FOLDER,
    KeptFile,
    LineCount,
    folder_of,
)
from cryptotracker.domain.portfolio.portfolios import Import
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore, Kind, Stored
from cryptotracker.ports.persistence import Database, UnitOfWork

ORPHANED: Final = timedelta(days=1)
"""An import that takes longer loses its file; the largest takes minutes."""

BATCH: Final = 500

log = logging.getLogger(__name__)


def key_of(record: Import) -> str:
    return f"{folder_of(record.portfolio_id)}/{record.id}"


@frozen
class Held:
    """A file that can be read here and, if it has a key, lies in the store already."""

    path: Path
    key: str = ""


async def keep(files: FileStore, record: Import, held: Held) -> KeptFile:
    """Keep the file of an import, and count its lines on the way."""
    counting = LineCount()
    pieces = counting.through(pieces_of(held.path))
    if held.key:
        stored = await asyncio.to_thread(summed_up, key_of(record), pieces)
        await files.copy(held.key, stored.key)
    else:
        stored = await files.put(key_of(record), pieces, kind=Kind.text)
    return KeptFile(
        import_id=record.id,
        key=stored.key,
        size=stored.size,
        digest=stored.digest,
        lines=counting.index,
    )


def summed_up(key: str, pieces: Iterable[bytes]) -> Stored:
    size, digest = 0, sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
    return Stored(key=key, size=size, digest=digest.digest())


@asynccontextmanager
async def kept(
    files: FileStore, work: UnitOfWork, record: Import, held: Held | None
) -> AsyncIterator[None]:
    """Keep a file while its rows are added; after an error neither stays. None is no file."""
    if held is None:
        yield
        return
    keeping = asyncio.create_task(keep(files, record, held))
    try:
        yield
        await work.files.save(await keeping)
    except BaseException:
        await asyncio.gather(keeping, return_exceptions=True)
        await discard(files, key_of(record))
        raise


async def discard(files: FileStore, key: str) -> None:
    """Delete what the database has forgotten already; what is left over, SweepFiles finds."""
    try:
        await files.delete(key)
    except StorageUnavailableError as error:
        log.warning("A file is left until the next clean-up: %s", error.reason)


@frozen
class SweepFiles:
    """Delete the files that belong to no import, and say how many; young ones may yet belong.

    They are left by a process that was killed, or by a store that could not be used.
    """

    database: Database
    files: FileStore
    clock: Clock

    async def __call__(self) -> int:
        removed, batch = 0, []
        before = self.clock.now() - ORPHANED
        async for each in self.files.below(FOLDER):
            if each.changed < before:
                batch.append(each.key)
            if len(batch) == BATCH:
                removed += await self._sweep(batch)
                batch = []
        return removed + await self._sweep(batch)

    async def _sweep(self, keys: list[str]) -> int:
        async with self.database.snapshot() as work:
            known = await work.files.known(keys)
        orphans = [key for key in keys if key not in known]
        for key in orphans:
            await self.files.delete(key)
        return len(orphans)
