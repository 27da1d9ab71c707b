"""Uploads in a folder: every worker must see it, on one machine or through a shared disk."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from attrs import frozen

from cryptotracker.domain.errors import UnreadableFileError
from cryptotracker.ports.uploads import Uploads, Waiting

PARTIAL: Final = ".partial"


@frozen
class FolderUploads(Uploads):
    _folder: Path

    async def keep(self, key: str, file: Path) -> None:
        await asyncio.to_thread(self._keep, key, file)

    @asynccontextmanager
    async def opened(self, key: str) -> AsyncIterator[Path]:
        path = self._folder / key
        if not await asyncio.to_thread(path.is_file):
            raise UnreadableFileError(
                file=key, reason="the file that was sent is not there any more"
            )
        yield path

    async def remove(self, key: str) -> None:
        await asyncio.to_thread((self._folder / key).unlink, missing_ok=True)

    async def waiting(self) -> Sequence[Waiting]:
        return await asyncio.to_thread(self._waiting)

    def _keep(self, key: str, file: Path) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = self._folder / (key + PARTIAL)
        # A copy, not a link: whoever has the file open may still write to it.
        with file.open("rb") as source, partial.open("xb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
        partial.rename(self._folder / key)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name, too
        finally:
            os.close(folder)

    def _waiting(self) -> Sequence[Waiting]:
        files = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted(map(found, files), key=lambda each: each.kept_at)


def found(path: Path) -> Waiting:
    return Waiting(key=path.name, kept_at=datetime.fromtimestamp(path.stat().st_mtime, UTC))
