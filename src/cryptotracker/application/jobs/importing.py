"""Import a file in the background: keep it, promise a job, and let a worker read it."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias
from uuid import UUID

from attrs import frozen

from cryptotracker.application.imports import FileToImport, Imported, ImportFile
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.keeping import discard
from cryptotracker.application.raw_rows import pieces_of
from cryptotracker.domain.errors import FileMissingError, UnreadableFileError
from cryptotracker.domain.jobs.jobs import DIGEST, KEY, Facts, Job
from cryptotracker.domain.portfolio.kept_files import pending_folder_of
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore, Kind
from cryptotracker.ports.persistence import Database, UnitOfWork

IMPORT: Final = "import"
QUEUE: Final = "imports"
PIECE: Final = 1 << 20

Room: TypeAlias = Callable[[], AbstractContextManager[Path]]
"""Makes a folder to work in, and clears it away; whoever is killed leaves it to the next."""


@frozen
class StartImport:
    """Promise to import a file; what was sent is safe before anybody is told so."""

    database: Database
    files: FileStore
    clock: Clock

    async def __call__(self, portfolio_id: UUID, file: FileToImport) -> Job:
        now, job_id = self.clock.now(), self.clock.new_id()
        # A file without a job, if we end between the two, is cleaned up one day.
        key = f"{pending_folder_of(portfolio_id)}/{job_id}"
        stored = await self.files.put(key, pieces_of(file.path), kind=Kind.text)
        job = Job(
            id=job_id,
            kind=IMPORT,
            queue=QUEUE,
            portfolio_id=portfolio_id,
            created_at=now,
            not_before=now,
            payload={
                "file": file.name,
                "format": file.format,
                "time_zone": file.time_zone,
                KEY: stored.key,
                DIGEST: stored.digest.hex(),
            },
        )
        async with self.database.transaction() as work:
            return await work.jobs.enqueue(job)


@frozen
class ImportInBackground:
    """Handle such a job: however often it is begun, the file is imported once."""

    import_file: ImportFile
    files: FileStore
    room: Room
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        job = attempt.job
        assert job.portfolio_id is not None

        async def finish(work: UnitOfWork, imported: Imported) -> None:
            await attempt.finish(work, result_of(imported), self.clock.now())

        key = str(job.payload[KEY])
        with self.room() as folder:
            path = folder.joinpath("file")
            await self._fetch(key, path, str(job.payload["file"]))
            total = await asyncio.to_thread(lines, path)
            file = FileToImport(
                path=path,
                file=str(job.payload["file"]),
                stored=key,
                format=str(job.payload["format"]),
                time_zone=str(job.payload["time_zone"] or "") or None,
                progress=partial(attempt.tell, total=total, text="rows read"),
            )
            await self.import_file(job.portfolio_id, file, finish)
        await discard(self.files, key)
        return None

    async def _fetch(self, key: str, path: Path, name: str) -> None:
        """Bring the file to this machine: it may have been sent to another."""
        try:
            with path.open("wb") as target:
                async for piece in self.files.read(key):
                    await asyncio.to_thread(target.write, piece)
        except FileMissingError as error:
            reason = "the file that was sent is not there any more"
            raise UnreadableFileError(file=name, reason=reason) from error


def result_of(imported: Imported) -> Facts:
    record = imported.record
    return {
        "portfolio": str(record.portfolio_id),
        "import": str(record.id),
        "file": record.file,
        "format": record.format,
        "added": record.added,
        "known": record.known,
        "skipped": record.skipped,
        "needs_answer": record.needs_answer,
        "rejected": record.rejected,
        "questions": list(imported.questions),
    }


def lines(path: Path) -> int:
    """Count lines, which are about as many as rows."""
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(partial(file.read, PIECE), b""))
