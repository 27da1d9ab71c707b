"""Keep the files that imports were read from, and clear away those that belong to none."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
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
from cryptotracker.ports.files import FileStore, Kind
from cryptotracker.ports.persistence import Database, UnitOfWork

ORPHANED: Final = timedelta(days=1)
"""An import that takes longer loses its file; the largest takes minutes."""

BATCH: Final = 500

log = logging.getLogger(__name__)


def key_of(record: Import) -> str:
    return f"{folder_of(record.portfolio_id)}/{record.id}"


async def keep(files: FileStore, record: Import, path: Path) -> KeptFile:
    """Keep the file of an import, and count its lines on the way."""
    counting = LineCount()
    stored = await files.put(
        key_of(record),
        counting.through(pieces_of(path)),
        kind=Kind.text,
    )
    return KeptFile(
        import_id=record.id,
        key=stored.key,
        size=stored.size,
        digest=stored.digest,
        lines=counting.index,
    )


@asynccontextmanager
async def kept(
    files: FileStore, work: UnitOfWork, record: Import, path: Path | None
) -> AsyncIterator[None]:
    """Keep a file while its rows are added; after an error neither stays. None is no file."""
    if path is None:
        yield
        return
    keeping = asyncio.create_task(keep(files, record, path))
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
