"""Look back at imports, and take one back."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.application.imports import Imported
from cryptotracker.application.keeping import discard, key_of
from cryptotracker.domain.portfolio.portfolios import (
    UNDONE,
    Import,
)
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database, UnitOfWork

Check: TypeAlias = Callable[[UnitOfWork, Import], Awaitable[None]]


@frozen
class ListImports:
    database: Database

    async def __call__(
        self, portfolio_id: UUID, *, limit: int = 100, cursor: str | None = None
    ) -> Page[Import]:
        async with self.database.snapshot() as work:
            await work.portfolios.get(portfolio_id)
            return await work.imports.page(portfolio_id, limit=limit, cursor=cursor)


@frozen
class ShowImport:
    """Show an import with the rows that it could not read."""

    database: Database

    async def __call__(self, portfolio_id: UUID, import_id: UUID) -> Imported:
        async with self.database.snapshot() as work:
            record = await work.imports.get(portfolio_id, import_id)
            rejected = await work.imports.rejections(import_id)
        questions = sorted({each.question for each in rejected if each.question})
        return Imported(record=record, rejected=rejected, questions=questions)


async def agreed(_: UnitOfWork, __: Import) -> None:
    """Let the owner do so."""


@frozen
class UndoImport:
    """Take a whole import back; rows that another import holds too stay. Twice is once."""

    database: Database
    files: FileStore

    async def __call__(self, portfolio_id: UUID, import_id: UUID, check: Check = agreed) -> Import:
        """Do so unless `check`, in the transaction that does it, raises an error."""
        async with self.database.transaction() as work:
            portfolio = await work.portfolios.get(portfolio_id)
            record = await work.imports.get(portfolio_id, import_id)
            await check(work, record)
            if record.state == UNDONE:
                return record
            removed = await work.ledger.take_back(record)
            record = evolve(record, state=UNDONE)
            await work.imports.save(record)
            await work.files.forget(record.id)
            await work.portfolios.save(portfolio.with_more(-removed))
        await discard(self.files, key_of(record))
        return record
