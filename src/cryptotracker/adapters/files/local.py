"""Files in a directory of this machine."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import define
from obstore.store import LocalStore

from cryptotracker.adapters.files.objects import Objects, Passing, checked, translated
from cryptotracker.domain.errors import StorageUnavailableError
from cryptotracker.ports.files import LARGEST, Addresses, FileStore, Kind, Stored

UNFINISHED: Final = ".unfinished"
DAY: Final = 24 * 60 * 60


@define
class LocalFiles(Objects, FileStore, Addresses):
    """Keeps files in a directory that only its owner can read.

    Reading and listing are the store's, but it does not wait until a file is on the disk.
    """

    _root: Path

    @classmethod
    def open(cls, root: Path) -> "LocalFiles":
        """Open a directory, made if absent, and clear away what a killed process left in it."""
        try:
            for folder in (root, root / UNFINISHED):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in (root / UNFINISHED).iterdir():
                with suppress(FileNotFoundError):
                    if left.stat().st_mtime < time.time() - DAY:
                        left.unlink()
            return cls(LocalStore(root), root)
        except OSError as error:
            raise StorageUnavailableError(reason=f"{root}: {error.strerror}") from error

    async def put(
        self, key: str, pieces: Iterable[bytes], *, kind: Kind, largest: int = LARGEST
    ) -> Stored:
        del kind  # a directory keeps no types
        passing = Passing(checked(key), largest)
        with translated(key):
            await asyncio.to_thread(self._write, passing, pieces)
        return Stored(key=key, size=passing.size, digest=passing.digest)

    def _write(self, passing: Passing, pieces: Iterable[bytes]) -> None:
        """Write beside, wait for the disk, and give the whole file its name."""
        target = self._root / passing.key
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._root / UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in passing.through(pieces):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            Path(name).rename(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        settle(target.parent, self._root)

    async def copy(self, key: str, to: str) -> None:
        target = self._root / checked(to)
        with translated(key):
            await asyncio.to_thread(self._link, self._root / checked(key), target)

    def _link(self, source: Path, target: Path) -> None:
        """Give a file another name; nobody writes into a file that has one."""
        if not source.is_file():
            raise FileNotFoundError(source)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._root / UNFINISHED) as folder:
            link = Path(folder) / "link"
            link.hardlink_to(source)
            link.rename(target)
        settle(target.parent, self._root)

    async def signed(self, key: str, *, seconds: int) -> str | None:
        del seconds
        checked(key)
        return None


def settle(folder: Path, root: Path) -> None:
    """Have the names on the disk too: of the file, and of folders that may be new."""
    for each in (folder, *folder.parents):
        directory = os.open(each, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        if each == root:
            return
