"""Read a backup: to check it, or to fill an empty database with it."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

from attrs import define, field, frozen

from cryptotracker.application import archive
from cryptotracker.application.archive import (
    FORMAT,
    Digest,
    Frame,
    Tell,
    Total,
    Unpacking,
    nobody,
    parsed,
    pulled,
)
from cryptotracker.domain.errors import BackupUnusableError
from cryptotracker.ports.backups import Rows, RowSink, Sealing, Secret, Table
from cryptotracker.ports.files import FileStore, Kind


@frozen
class CheckBackup:
    """Read a whole backup, and find that it holds what its end says."""

    sealing: Sealing

    async def __call__(self, pieces: AsyncIterator[bytes], secret: Secret) -> Total:
        frames = Frames(Unpacking(self.sealing.open(pieces, secret)).frames())
        await frames.begin()
        return await Reading(frames).total()


@frozen
class RestoreBackup:
    """Fill an empty database and a store of files; what was written is read again and compared."""

    rows: Rows
    files: FileStore
    sealing: Sealing

    async def __call__(
        self, pieces: AsyncIterator[bytes], secret: Secret, *, tell: Tell = nobody
    ) -> Total:
        frames = Frames(Unpacking(self.sealing.open(pieces, secret)).frames())
        async with self.rows.writing(await frames.begin()) as sink:
            reading = Reading(frames, sink, self.files, tell)
            total = await reading.total()
            tell("comparing")
            for table in reading.tables:
                digest = Digest()
                async for rows in sink.rows(table):
                    await asyncio.to_thread(digest.take, rows)
                if digest.told != total.tables[table.name]:
                    reason = f"{table.name} did not come out as it went in"
                    raise BackupUnusableError(reason=reason)
        return total


@define
class Frames:
    """The frames of a backup, one after the other."""

    _frames: AsyncIterator[Frame]
    _ahead: Frame | None = None

    async def take(self) -> Frame:
        if self._ahead is None:
            return await anext(self._frames)
        frame, self._ahead = self._ahead, None
        return frame

    async def run(self, kind: bytes) -> AsyncIterator[bytes]:
        """Take frames as long as they are of one kind."""
        while (frame := await self.take())[0] == kind:
            yield frame[1]
        self._ahead = frame

    async def begin(self) -> str:
        """Take the head; return which revision of the database the rows are of."""
        kind, content = await self.take()
        said = parsed(content)
        if kind != archive.HEAD or said["format"] != FORMAT:
            raise BackupUnusableError(reason="a newer version of this program wrote it")
        revision: str = said["revision"]
        return revision


@define
class Reading:
    """Reads what follows the head, and puts it somewhere or, without a sink, nowhere."""

    _frames: Frames
    _sink: RowSink | None = None
    _files: FileStore | None = None
    _tell: Tell = nobody
    tables: list[Table] = field(factory=list)
    _digests: dict[str, Digest] = field(factory=dict)
    _read: int = 0

    async def total(self) -> Total:
        while (frame := await self._frames.take())[0] != archive.TOTAL:
            kind, content = frame
            await (self._table if kind == archive.TABLE else self._file)(parsed(content))
        total = Total(**parsed(frame[1]))
        found = {name: digest.told for name, digest in self._digests.items()}
        if (found, self._read) != (total.tables, total.files):
            raise BackupUnusableError(reason="it does not hold what its end says")
        return total

    async def _table(self, said: dict[str, Any]) -> None:
        columns = [(name, kind) for name, kind in said["columns"]]
        table = Table(name=said["name"], columns=columns)
        digest = self._digests[table.name] = Digest()
        self.tables.append(table)
        async for content in self._frames.run(archive.ROWS):
            rows = content.split(b"\n")
            await asyncio.to_thread(digest.take, rows)
            if self._sink is not None:
                await self._sink.add(table, rows)
            self._tell(f"{table.name}: {digest.rows:,} rows")

    async def _file(self, said: dict[str, Any]) -> None:
        pieces = self._frames.run(archive.BYTES)
        if self._files is None:
            found = await summed_up(pieces)
        else:
            given = pulled(asyncio.get_running_loop(), pieces)
            found = (await self._files.put(said["key"], given, kind=Kind.text)).digest
        if found.hex() != said["digest"]:
            raise BackupUnusableError(reason=f"the file {said['key']} is not what it was")
        self._read += 1
        self._tell(f"files: {self._read:,}")


async def summed_up(pieces: AsyncIterator[bytes]) -> bytes:
    digest = sha256()
    async for piece in pieces:
        digest.update(piece)
    return digest.digest()
