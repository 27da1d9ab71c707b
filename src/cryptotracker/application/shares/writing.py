"""Add to somebody else's portfolio, as far as a share lets one."""

from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.application.import_history import UndoImport
from cryptotracker.application.imports import FileToImport, Imported, ImportFile
from cryptotracker.application.shares.reading import Opened
from cryptotracker.domain.errors import ImportNotFoundError
from cryptotracker.domain.identity.errors import ShareNotFoundError
from cryptotracker.domain.identity.shares import WRITE, includes
from cryptotracker.domain.identity.users import key_of
from cryptotracker.domain.portfolio.portfolios import Import
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import UnitOfWork


@frozen
class ImportByShare:
    """Import a file for the owner of a portfolio, and note the address of whoever did.

    That the share goes on is looked at again where the import is kept: however long a file takes,
    nothing comes in by a share that was ended meanwhile.
    """

    clock: Clock

    async def __call__(
        self, opened: Opened, import_file: ImportFile, file: FileToImport
    ) -> Imported:
        async def check(work: UnitOfWork, _: Imported) -> None:
            await still(work, opened, self.clock)

        named = evolve(file, added_by=opened.share.email)
        return await import_file(opened.share.portfolio_id, named, check)


@frozen
class UndoByShare:
    """Take an import back that came by this share's address; any other is as good as none."""

    clock: Clock

    async def __call__(self, opened: Opened, undo: UndoImport, import_id: UUID) -> Import:
        async def check(work: UnitOfWork, record: Import) -> None:
            await still(work, opened, self.clock)
            if record.added_by is None or key_of(record.added_by) != opened.share.key:
                raise ImportNotFoundError(import_id=str(import_id))

        return await undo(opened.share.portfolio_id, import_id, check)


async def still(work: UnitOfWork, opened: Opened, clock: Clock) -> None:
    share = await work.shares.get(opened.share.id)
    if not share.is_live(clock.now()) or not includes(share.scope, WRITE):
        raise ShareNotFoundError(share=str(share.id))
