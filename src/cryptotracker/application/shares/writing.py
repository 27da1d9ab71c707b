"""Add to somebody else's portfolio, as far as a share lets one."""

from attrs import evolve, frozen

from cryptotracker.application.imports import FileToImport, Imported, ImportFile
from cryptotracker.application.shares.reading import Opened
from cryptotracker.domain.identity.errors import ShareNotFoundError
from cryptotracker.domain.identity.shares import WRITE, includes
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
        async def still(work: UnitOfWork, _: Imported) -> None:
            share = await work.shares.get(opened.share.id)
            if not share.is_live(self.clock.now()) or not includes(share.scope, WRITE):
                raise ShareNotFoundError(share=str(share.id))

        named = evolve(file, added_by=opened.share.email)
        return await import_file(opened.share.portfolio_id, named, still)
