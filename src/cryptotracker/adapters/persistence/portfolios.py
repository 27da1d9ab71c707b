"""Portfolios in their table."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.questions import Question
from cryptotracker.adapters.persistence.tables import portfolios
from cryptotracker.domain.errors import PortfolioNameTakenError, PortfolioNotFoundError
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Portfolios

OF_SETTINGS: Final = tuple(each.name for each in fields(Settings))
OWN: Final = tuple(each.name for each in fields(Portfolio) if each.name != "settings")
SELECT: Final = select(*(portfolios.c[name] for name in (*OF_SETTINGS, *OWN)))


def by(column: ColumnElement[Any], *, locking: bool) -> Select[Any]:
    query = SELECT.where(
        portfolios.c.owner == bindparam("owner"), column == bindparam("key", type_=column.type)
    )
    # Its key may still be referred to: what is done later is promised during an import.
    # SQLite has one writer anyway, and leaves it out.
    return query.with_for_update(key_share=True) if locking else query


# Built once: that takes as long as the server takes for the answer.
GET: Final = {
    (column is portfolios.c.id, locking): by(column, locking=locking)
    for column in (portfolios.c.id, portfolios.c.name)
    for locking in (False, True)
}
SHOW: Final = Question.of(GET[True, False])


@frozen
class SqlPortfolios(Portfolios):
    _scope: Scope
    _locking: bool

    async def add(self, portfolio: Portfolio) -> None:
        row = row_of(portfolio) | {"owner": self._scope.owner}
        await self._write(insert(portfolios).values(row), portfolio)

    async def get(self, key: UUID | str) -> Portfolio:
        connection, owner = self._scope.connection, self._scope.owner
        row: Sequence[Any] | None
        if isinstance(key, UUID) and not self._locking:
            row = await SHOW.ask(connection, owner=owner, key=key)
        else:
            query = GET[isinstance(key, UUID), self._locking]
            wanted = {"key": key, "owner": owner}
            row = (await connection.execute(query, wanted)).one_or_none()
        if row is None:
            raise PortfolioNotFoundError(portfolio=str(key))
        return portfolio_of(row)

    async def page(self, *, limit: int, cursor: str | None = None) -> Page[Portfolio]:
        query = SELECT.where(self._mine).order_by(portfolios.c.id).limit(limit + 1)
        if cursor is not None:
            query = query.where(portfolios.c.id > cursors.read_id(cursor))
        found = [portfolio_of(row) for row in await self._scope.connection.execute(query)]
        return cursors.page(found, limit, lambda last: cursors.write_id(last.id))

    async def save(self, portfolio: Portfolio) -> None:
        this = update(portfolios).where(self._mine, portfolios.c.id == portfolio.id)
        if await self._write(this.values(row_of(portfolio)), portfolio) == 0:
            raise PortfolioNotFoundError(portfolio=str(portfolio.id))

    async def remove(self, portfolio_id: UUID) -> None:
        await self.get(portfolio_id)
        this = delete(portfolios).where(self._mine, portfolios.c.id == portfolio_id)
        await self._scope.connection.execute(this)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(portfolios.c.owner)

    async def _write(self, statement: Insert | Update, portfolio: Portfolio) -> int:
        try:
            return (await self._scope.connection.execute(statement)).rowcount
        except IntegrityError as error:
            raise PortfolioNameTakenError(name=portfolio.settings.name) from error


def row_of(portfolio: Portfolio) -> dict[str, object]:
    row: dict[str, Any] = asdict(portfolio, recurse=False)
    settings: Settings = row.pop("settings")
    del row["owner"]  # it is whose the database is, and stays so
    return row | asdict(settings)


def portfolio_of(row: Sequence[Any]) -> Portfolio:
    last = len(OF_SETTINGS)
    settings = Settings(**dict(zip(OF_SETTINGS, row[:last], strict=True)))
    return Portfolio(settings=settings, **dict(zip(OWN, row[last:], strict=True)))
