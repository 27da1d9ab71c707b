"""Export everything that is a user's: one archive, which is theirs to fetch for some days."""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Final, TypeAlias, TypeVar
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity import export_documents as documents
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.joining import found
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.importing import Room
from cryptotracker.application.keeping import key_of
from cryptotracker.application.raw_rows import pieces_of
from cryptotracker.domain.errors import FileMissingError, JobNotFoundError
from cryptotracker.domain.identity.comments import Comment
from cryptotracker.domain.jobs.jobs import DONE, Facts, Job
from cryptotracker.domain.portfolio.portfolios import Import, Portfolio
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore, Kind
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database, UnitOfWork, Wanted

EXPORT: Final = "export"
FOLDER: Final = "exports"
KEPT: Final = timedelta(days=7)
MANY: Final = 500

Item = TypeVar("Item")
Lines: TypeAlias = Callable[[Iterable[Transaction]], Iterator[str]]
"""Writes transactions as a ledger file has them."""


Read: TypeAlias = Callable[[str | None], Awaitable[Page[Item]]]


def kept_until(job: Job) -> datetime | None:
    """Say until when the archive of an export can be fetched, None if there is none yet."""
    if job.kind != EXPORT or job.state != DONE or job.finished_at is None:
        return None
    return job.finished_at + KEPT


def folder_of(user_id: UUID) -> str:
    return f"{FOLDER}/{user_id}"


@frozen
class StartExport:
    """Promise an export to somebody who has proved of late who they are."""

    database: Database
    clock: Clock

    async def __call__(self, user_id: UUID) -> Job:
        now = self.clock.now()
        job = Job(
            id=self.clock.new_id(),
            kind=EXPORT,
            created_at=now,
            not_before=now,
            unique_key=EXPORT,
        )
        async with self.database.transaction() as work:
            if await found(work, user_id) is not None:  # or it is the implied owner
                await note(work, user_id, "export_asked", now)
            return await work.jobs.enqueue(job)


@frozen
class ReadExport:
    """Give the archive of an export that is done, as long as it is kept."""

    database: Database
    files: FileStore
    clock: Clock

    async def __call__(self, user_id: UUID, job_id: UUID) -> AsyncIterator[bytes]:
        async with self.database.snapshot() as work:
            job = await work.jobs.get(job_id)
        until = kept_until(job)
        if until is None:
            raise JobNotFoundError(job_id=str(job_id))
        if self.clock.now() >= until:
            raise FileMissingError(key=str(job_id))
        pieces = self.files.read(f"{folder_of(user_id)}/{job_id}.zip")
        first = await anext(pieces, b"")  # whether it is there is known before it is answered
        return followed(first, pieces)


async def followed(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


@frozen(kw_only=True)
class ExportInBackground:
    """Handle such a job: write the archive here, and keep it whole or not at all."""

    database: Database
    files: FileStore
    room: Room
    lines: Lines
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        user_id = attempt.job.owner
        assert user_id is not None
        key = f"{folder_of(user_id)}/{attempt.job.id}.zip"
        with self.room() as folder:
            path = folder.joinpath("export.zip")
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                await self._write(Archive(archive), user_id, attempt)
            stored = await self.files.put(key, pieces_of(path), kind=Kind.binary)
        return {"bytes": stored.size}

    async def _write(self, archive: "Archive", user_id: UUID, attempt: Attempt) -> None:
        await archive.put("README.txt", documents.READ_ME)
        async with self.database.snapshot() as work:  # all of it at one moment
            await self._about(archive, work, user_id)
            page = partial(work.portfolios.page, limit=MANY)
            listed = [each async for each in paged(lambda at: page(cursor=at))]
            for number, portfolio in enumerate(listed, start=1):
                attempt.tell(number - 1, len(listed), "portfolios written")
                await self._portfolio(archive, work, portfolio, f"portfolios/{number:03}")

    async def _about(self, archive: "Archive", work: UnitOfWork, user_id: UUID) -> None:
        people = work.people
        sessions = await people.sessions.live(user_id, self.clock.now())
        tokens = await people.api_tokens.of(user_id)
        totp = await people.factors.totps.get(user_id)
        passkeys = await people.factors.passkeys.of(user_id)
        identities = await people.identities.of(user_id)
        about = {
            "profile.json": documents.of_user(await found(work, user_id)),
            "preferences.json": documents.of_preferences(await people.profiles.get(user_id)),
            "sessions.json": [documents.of_session(each) for each in sessions],
            "factors.json": documents.of_factors(totp, passkeys),
            "identities.json": [documents.of_identity(each) for each in identities],
            "tokens.json": [documents.of_token(each) for each in tokens],
            "watchlists.json": documents.of_watched(
                await work.watching.lists.all(), await work.watching.stars.all()
            ),
        }
        for name, document in about.items():
            await archive.put(name, documents.written(document))
        picture = await people.profiles.picture(user_id)
        if picture is not None:
            await archive.put("avatar.webp", picture)
        page = partial(people.audit.page, user_id, limit=MANY)
        with archive.open("security-log.jsonl") as file:
            async for record in paged(lambda at: page(cursor=at)):
                file.write(documents.line(documents.of_record(record)).encode())
        stated = partial(work.own_prices.page, "", limit=MANY)
        with archive.open("prices.jsonl") as file:
            async for price in paged(lambda at: stated(cursor=at)):
                file.write(documents.line(documents.of_own_price(price)).encode())
        said = partial(work.comments.written, user_id, limit=MANY)
        await self._comments(archive, lambda at: said(cursor=at), user_id, "comments.jsonl")

    async def _portfolio(
        self, archive: "Archive", work: UnitOfWork, portfolio: Portfolio, place: str
    ) -> None:
        settings = documents.of_portfolio(portfolio)
        await archive.put(f"{place}/portfolio.json", documents.written(settings))
        entries = partial(work.ledger.page, portfolio.id, Wanted(), limit=MANY)
        with archive.open(f"{place}/ledger.jsonl") as file:
            async for entry in paged(lambda at: entries(cursor=at)):
                file.write("".join(self.lines([entry.transaction])).encode())
        said, name = partial(work.comments.every, portfolio.id, limit=MANY), "comments.jsonl"
        await self._comments(
            archive, lambda at: said(cursor=at), portfolio.owner, f"{place}/{name}"
        )
        page = partial(work.imports.page, portfolio.id, limit=MANY)
        made = [each async for each in paged(lambda at: page(cursor=at))]
        described = [documents.of_import(each) for each in made]
        await archive.put(f"{place}/imports.json", documents.written(described))
        for each in made:
            await self._file(archive, each, f"{place}/files/{each.id}")

    async def _comments(
        self, archive: "Archive", read: Read[Comment], user_id: UUID | None, name: str
    ) -> None:
        with archive.open(name) as file:
            async for each in paged(read):
                file.write(documents.line(documents.of_comment(each, user_id)).encode())

    async def _file(self, archive: "Archive", record: Import, name: str) -> None:
        pieces = self.files.read(key_of(record))
        try:
            first = await anext(pieces, b"")
        except FileMissingError:  # it was made by hand, or taken back
            return
        with archive.open(name) as file:
            async for piece in followed(first, pieces):
                await asyncio.to_thread(file.write, piece)


@frozen
class Archive:
    """A file of files that is being written, one after the other."""

    _zip: zipfile.ZipFile

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name, "w", force_zip64=True)

    async def put(self, name: str, content: str | bytes) -> None:
        await asyncio.to_thread(self._zip.writestr, name, content)


@frozen
class SweepExports:
    """Delete the archives that were there to be fetched for long enough."""

    files: FileStore
    clock: Clock

    async def __call__(self) -> int:
        removed, before = 0, self.clock.now() - KEPT
        async for each in self.files.below(FOLDER):
            if each.changed < before:
                await self.files.delete(each.key)
                removed += 1
        return removed


async def paged(read: Read[Item]) -> AsyncIterator[Item]:
    """Go through a list to its end."""
    cursor: str | None = None
    while True:
        page = await read(cursor)
        for each in page.items:
            yield each
        cursor = page.next_cursor
        if cursor is None:
            return
