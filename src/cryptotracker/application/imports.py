"""Read a file into a portfolio, and take it back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias
from uuid import UUID

from attrs import define, evolve, field, frozen

from cryptotracker.application.keeping import Held, kept
from cryptotracker.application.raw_rows import rows_of_file
from cryptotracker.domain.errors import (
    PortfolioNotFoundError,
    UnknownFormatError,
    UnreadableFileError,
)
from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.domain.portfolio.portfolios import (
    Entry,
    Import,
    Portfolio,
    Settings,
)
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.formats import FileFormats, Rejection, Remark, Skipped
from cryptotracker.ports.persistence import (
    REJECTIONS_KEPT,
    ROWS_SHOWN,
    Database,
    Recorded,
    Source,
    UnitOfWork,
)
from cryptotracker.ports.telemetry import Audience, ImportFinished, Nobody

AUTOMATIC: Final = "auto"


def nobody(_: int) -> None:
    """Watch nothing."""


@frozen(kw_only=True)
class FileToImport:
    """A file and how to read it.

    Attributes:
        file: the name it goes by, if not the path's own: uploads lie at odd paths.
        stored: its key, if it lies in the store of files already.
        format: a name of FileFormats, or `auto`.
        time_zone: of times that name none; without it they are asked for.
        dry_run: do everything and keep nothing.
        progress: called, in a thread, with the number of rows read so far.
        added_by: the address of whoever imports it, if not the portfolio's owner.
    """

    path: Path
    file: str = ""
    stored: str = ""
    format: str = AUTOMATIC
    time_zone: str | None = None
    dry_run: bool = False
    progress: Callable[[int], None] = nobody
    added_by: str | None = None

    @property
    def name(self) -> str:
        return self.file or self.path.name


@frozen(kw_only=True)
class Imported:
    """What an import did or, of a dry run, would do.

    Attributes:
        rejected: the first 1,000 rows that could not be read; the record counts them all.
        questions: options whose answer would make rows readable.
        first: the first 200 rows with whether they are new; empty unless it was a dry run.
        skipped: the first 200 rows that make no entry, of a dry run.
        literal: rows of these lists as the file has them, by their line, of a dry run.
    """

    record: Import
    rejected: Sequence[Rejection]
    questions: Sequence[str] = ()
    first: Sequence[tuple[Entry, bool]] = ()
    skipped: Sequence[Skipped] = ()
    literal: Mapping[int, LiteralRow] = field(factory=dict)
    dry_run: bool = False

    def lines(self) -> set[int]:
        """List where the rows are that a dry run shows."""
        entries = {entry.transaction.row.line for entry, _ in self.first if entry.transaction.row}
        rejected = {each.line for each in self.rejected[:ROWS_SHOWN]}
        return entries | rejected | {each.line for each in self.skipped}


Also: TypeAlias = Callable[[UnitOfWork, Imported], Awaitable[None]]


async def nothing_else(_: UnitOfWork, __: Imported) -> None:
    """Keep the import alone."""


@define
class Tally:
    """Keeps count of the rows that make no transaction."""

    progress: Callable[[int], None]
    skipped: int = 0
    rejected: int = 0
    needs_answer: int = 0
    kept: list[Rejection] = field(factory=list)
    questions: set[str] = field(factory=set)
    passed_over: list[Skipped] = field(factory=list)

    def watch(self, read: int, remarks: Sequence[Remark]) -> None:
        for remark in remarks:
            if isinstance(remark, Skipped):
                self.skip(remark)
            else:
                self.reject(remark)
        self.progress(read)

    def skip(self, skipped: Skipped) -> None:
        self.skipped += 1
        if len(self.passed_over) < ROWS_SHOWN:
            self.passed_over.append(skipped)

    def reject(self, rejection: Rejection) -> None:
        if rejection.question:
            self.needs_answer += 1
            self.questions.add(rejection.question)
        else:
            self.rejected += 1
        if len(self.kept) < REJECTIONS_KEPT:
            self.kept.append(rejection)


@frozen
class ImportFile:
    """Add a file's rows to a portfolio, all of them or, after an error, none.

    A row that is there already, from this file or another, is known and not added again. A dry
    run is the same work, thrown away at the end: it cannot disagree with the import. Given
    settings instead of an id, the portfolio of that name is meant, and made if absent.

    The file is kept before the transaction is: an import that is there has its file.
    """

    database: Database
    formats: FileFormats
    clock: Clock
    files: FileStore
    audience: Audience = field(factory=Nobody)

    async def __call__(
        self, into: UUID | Settings, file: FileToImport, also: Also = nothing_else
    ) -> Imported:
        """Import, and do something else in the same transaction: both are kept, or neither."""
        tally = Tally(file.progress)
        try:
            chosen, source = await asyncio.to_thread(self._open, file, tally)
        except (UnknownFormatError, UnreadableFileError) as error:
            if not file.file:
                raise
            # It may name the place where an upload lies.
            raise evolve(error, file=file.file) from error
        begin = self.database.rehearsal if file.dry_run else self.database.transaction
        to_keep = Held(file.path, file.stored) if source.size and not file.dry_run else None
        async with begin() as work:
            portfolio = await self._portfolio(work, into)
            record = Import(
                id=self.clock.new_id(),
                portfolio_id=portfolio.id,
                file=file.name,
                format=chosen,
                created_at=self.clock.now(),
                added_by=file.added_by,
            )
            async with kept(self.files, work, record, to_keep):
                record, recorded = await self._add(work, portfolio, record, source, tally)
                imported = Imported(
                    record=record,
                    rejected=tally.kept,
                    questions=sorted(tally.questions),
                    first=recorded.first if file.dry_run else (),
                    skipped=tally.passed_over if file.dry_run else (),
                    dry_run=file.dry_run,
                )
                await also(work, imported)
        if not file.dry_run:
            self._tell(record)
        return await self._shown(imported, file.path, source) if file.dry_run else imported

    def _tell(self, record: Import) -> None:
        self.audience.tell(
            ImportFinished(
                format=record.format,
                added=record.added,
                known=record.known,
                skipped=record.skipped,
                rejected=record.rejected + record.needs_answer,
                took=self.clock.now() - record.created_at,
            )
        )

    def _open(self, file: FileToImport, tally: Tally) -> tuple[str, Source]:
        chosen = file.format
        if chosen == AUTOMATIC:
            chosen = self.formats.recognise(file.path)
        read = partial(
            self.formats.read,
            file.path,
            format_name=chosen,
            time_zone=file.time_zone,
            file=file.name,
        )
        read()  # a file that cannot be read is refused before anything else happens
        size = file.path.stat().st_size if file.path.is_file() else 0
        return chosen, Source(read=read, size=size, watch=tally.watch)

    async def _shown(self, imported: Imported, path: Path, source: Source) -> Imported:
        """Add the rows as they stand in the file."""
        if not source.size:
            return imported
        name, lines = imported.record.format, imported.lines()
        return evolve(imported, literal=await rows_of_file(path, self.formats, name, lines))

    async def _portfolio(self, work: UnitOfWork, into: UUID | Settings) -> Portfolio:
        try:
            return await work.portfolios.get(into.name if isinstance(into, Settings) else into)
        except PortfolioNotFoundError:
            if not isinstance(into, Settings):
                raise
        made = Portfolio(id=self.clock.new_id(), settings=into, created_at=self.clock.now())
        await work.portfolios.add(made)
        return made

    async def _add(
        self,
        work: UnitOfWork,
        portfolio: Portfolio,
        record: Import,
        source: Source,
        tally: Tally,
    ) -> tuple[Import, Recorded]:
        await work.imports.save(record)
        recorded = await work.ledger.add(record, source)
        record = evolve(
            record,
            added=recorded.added,
            known=recorded.known,
            skipped=tally.skipped,
            needs_answer=tally.needs_answer,
            rejected=tally.rejected,
        )
        await work.imports.save(record)
        await work.imports.reject(record.id, tally.kept)
        await work.portfolios.save(portfolio.with_more(recorded.added))
        return record, recorded
