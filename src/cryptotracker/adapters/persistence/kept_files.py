"""The files of imports in their table."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from struct import pack, unpack
from uuid import UUID

from attrs import frozen
from sqlalchemy import ColumnElement, RowMapping, delete, insert, select

from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.tables import import_files, imports, transactions
from cryptotracker.domain.portfolio.kept_files import KeptFile, LineIndex
from cryptotracker.ports.persistence import KeptFiles, Origin


@frozen
class SqlKeptFiles(KeptFiles):
    _scope: Scope

    async def save(self, kept: KeptFile) -> None:
        await self._scope.require_import(kept.import_id)
        row = {
            "import_id": kept.import_id,
            "key": kept.key,
            "size": kept.size,
            "digest": kept.digest,
            "line_end": kept.lines.end,
            "lines_ended": pack(f">{len(kept.lines.ended)}Q", *kept.lines.ended),
        }
        await self._scope.connection.execute(insert(import_files).values(row))

    async def get(self, import_id: UUID) -> KeptFile | None:
        query = select(import_files).where(self._mine, import_files.c.import_id == import_id)
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        return kept_of(row) if row else None

    async def forget(self, import_id: UUID) -> None:
        this = delete(import_files).where(self._mine, import_files.c.import_id == import_id)
        await self._scope.connection.execute(this)

    async def known(self, keys: Sequence[str]) -> Collection[str]:
        query = select(import_files.c.key).where(self._mine, import_files.c.key.in_(keys))
        return set(await self._scope.connection.scalars(query))

    async def origins(
        self, portfolio_id: UUID, digests: Collection[bytes]
    ) -> Mapping[bytes, Sequence[Origin]]:
        query = (
            select(
                transactions.c.digest,
                transactions.c.import_id,
                imports.c.format,
                imports.c.file,
                transactions.c.line,
            )
            .join_from(transactions, imports, transactions.c.import_id == imports.c.id)
            .where(
                self._scope.holds(transactions.c.portfolio_id),
                transactions.c.portfolio_id == portfolio_id,
                transactions.c.digest.in_(list(digests)),
            )
        )
        found = defaultdict(list)
        for digest, import_id, kind, file, line in await self._scope.connection.execute(query):
            found[digest].append(Origin(import_id=import_id, format=kind, file=file, line=line))
        return found

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.holds_import(import_files.c.import_id)


def kept_of(row: RowMapping) -> KeptFile:
    ended = row["lines_ended"]
    return KeptFile(
        import_id=row["import_id"],
        key=row["key"],
        size=row["size"],
        digest=row["digest"],
        lines=LineIndex(row["line_end"], unpack(f">{len(ended) // 8}Q", ended)),
    )
