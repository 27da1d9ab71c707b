"""Imports and their rejections in their tables."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from attrs import asdict, evolve, fields, frozen
from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.tables import import_rejections, imports
from cryptotracker.domain.errors import ImportNotFoundError
from cryptotracker.domain.portfolio.portfolios import Import
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import REJECTIONS_KEPT, Imports

VALUE_LONGEST: Final = 200


@frozen
class SqlImports(Imports):
    _scope: Scope

    async def save(self, record: Import) -> None:
        await self._scope.require(record.portfolio_id)
        row = asdict(record) | {"file": storable(record.file)}
        changed = update(imports).where(self._mine, imports.c.id == record.id).values(row)
        if (await self._scope.connection.execute(changed)).rowcount == 0:
            await self._scope.connection.execute(insert(imports).values(row))

    async def get(self, portfolio_id: UUID, import_id: UUID) -> Import:
        query = select(imports).where(
            self._mine, imports.c.portfolio_id == portfolio_id, imports.c.id == import_id
        )
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise ImportNotFoundError(import_id=str(import_id))
        return import_of(row)

    async def page(
        self, portfolio_id: UUID, *, limit: int, cursor: str | None = None
    ) -> Page[Import]:
        query = select(imports).where(self._mine, imports.c.portfolio_id == portfolio_id)
        if cursor is not None:
            query = query.where(imports.c.id < cursors.read_id(cursor))
        query = query.order_by(imports.c.id.desc()).limit(limit + 1)
        rows = (await self._scope.connection.execute(query)).mappings()
        return cursors.page(
            [import_of(row) for row in rows], limit, lambda last: cursors.write_id(last.id)
        )

    async def reject(self, import_id: UUID, rejections: Sequence[Rejection]) -> None:
        await self._scope.require_import(import_id)
        mine = import_rejections.c.import_id == import_id
        kept = await self._scope.connection.scalar(select(func.count()).where(mine)) or 0
        rows = [
            {"import_id": import_id, "number": number} | asdict(shortened(each))
            for number, each in enumerate(rejections[: REJECTIONS_KEPT - kept], kept)
        ]
        if rows:
            await self._scope.connection.execute(insert(import_rejections), rows)

    async def rejections(self, import_id: UUID) -> Sequence[Rejection]:
        columns = [import_rejections.c[each.name] for each in fields(Rejection)]
        query = (
            select(*columns)
            .join(imports, imports.c.id == import_rejections.c.import_id)
            .where(self._mine, import_rejections.c.import_id == import_id)
            .order_by(import_rejections.c.number)
        )
        rows = (await self._scope.connection.execute(query)).mappings()
        return [Rejection(**row) for row in rows]

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.holds(imports.c.portfolio_id)


def import_of(row: RowMapping) -> Import:
    return Import(**row)


def shortened(rejection: Rejection) -> Rejection:
    return evolve(
        rejection,
        file=storable(rejection.file),
        column=storable(rejection.column),
        value=storable(rejection.value[:VALUE_LONGEST]),
        reason=storable(rejection.reason),
    )


def storable(text: str) -> str:
    """Replace what PostgreSQL's text cannot hold: halves of characters, and NUL."""
    known = text.encode(errors="surrogatepass").decode(errors="replace")
    return known.replace("\0", "\N{REPLACEMENT CHARACTER}")
