"""Import a file in the background: keep it, promise a job, and let a worker read it."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.imports import FileToImport, Imported, ImportFile
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.jobs.jobs import Facts, Job
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database, UnitOfWork
from cryptotracker.ports.uploads import Uploads

IMPORT: Final = "import"
QUEUE: Final = "imports"
PIECE: Final = 1 << 20


@frozen
class StartImport:
    """Promise to import a file; what was sent is safe before anybody is told so."""

    database: Database
    uploads: Uploads
    clock: Clock

    async def __call__(self, portfolio_id: UUID, file: FileToImport) -> Job:
        now = self.clock.now()
        job = Job(
            id=self.clock.new_id(),
            kind=IMPORT,
            queue=QUEUE,
            portfolio_id=portfolio_id,
            created_at=now,
            not_before=now,
            payload={"file": file.name, "format": file.format, "time_zone": file.time_zone},
        )
        # A file without a job, if we end between the two, is cleaned up one day.
        await self.uploads.keep(str(job.id), file.path)
        async with self.database.transaction() as work:
            return await work.jobs.enqueue(job)


@frozen
class ImportInBackground:
    """Handle such a job: however often it is begun, the file is imported once."""

    import_file: ImportFile
    uploads: Uploads
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        job = attempt.job
        assert job.portfolio_id is not None

        async def finish(work: UnitOfWork, imported: Imported) -> None:
            await attempt.finish(work, result_of(imported), self.clock.now())

        async with self.uploads.opened(str(job.id)) as path:
            total = await asyncio.to_thread(lines, path)
            file = FileToImport(
                path=path,
                file=str(job.payload["file"]),
                format=str(job.payload["format"]),
                time_zone=str(job.payload["time_zone"] or "") or None,
                progress=partial(attempt.tell, total=total, text="rows read"),
            )
            await self.import_file(job.portfolio_id, file, finish)
        await self.uploads.remove(str(job.id))
        return None


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
