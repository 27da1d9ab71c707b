"""Whose rows a unit of work may see: those of other owners are as good as none."""

from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import frozen
from sqlalchemy import ColumnElement, select, text, true
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.tables import imports, portfolios
from cryptotracker.domain.errors import ImportNotFoundError, PortfolioNotFoundError

Everybody: TypeAlias = Literal["*"]
EVERYBODY: Final = "*"


async def work_for(connection: AsyncConnection, owner: UUID | Everybody) -> None:
    """Tell PostgreSQL whose rows there are in this transaction; a backup asks for everybody's."""
    if connection.dialect.name == "postgresql":
        told = text("SELECT set_config('cryptotracker.owner', :owner, true)")
        await connection.execute(told, {"owner": str(owner)})


@frozen
class Scope:
    """A connection in a transaction of one owner.

    Every query says whose rows it wants. On PostgreSQL the server checks that too, should a
    query forget it: it was told for whom it works, for this transaction alone. Without an owner
    it is everybody's: for those who clear away, and workers that look for what to do.
    """

    connection: AsyncConnection
    owner: UUID | None

    def owns(self, owner: ColumnElement[UUID]) -> ColumnElement[bool]:
        """Tell whether a column names the owner."""
        return true() if self.owner is None else owner == self.owner

    def holds(self, portfolio_id: ColumnElement[UUID]) -> ColumnElement[bool]:
        """Tell whether a column names a portfolio of the owner."""
        return portfolio_id.in_(select(portfolios.c.id).where(self.owns(portfolios.c.owner)))

    def holds_import(self, import_id: ColumnElement[UUID]) -> ColumnElement[bool]:
        """Tell whether a column names an import into a portfolio of the owner."""
        if self.owner is None:
            return true()
        return import_id.in_(select(imports.c.id).where(self.holds(imports.c.portfolio_id)))

    async def require(self, portfolio_id: UUID) -> None:
        """Raise PortfolioNotFoundError unless a portfolio is the owner's."""
        query = select(portfolios.c.id).where(
            portfolios.c.id == portfolio_id, self.owns(portfolios.c.owner)
        )
        if await self.connection.scalar(query) is None:
            raise PortfolioNotFoundError(portfolio=str(portfolio_id))

    async def require_import(self, import_id: UUID) -> None:
        """Raise ImportNotFoundError unless an import is the owner's."""
        query = select(imports.c.id).where(
            imports.c.id == import_id, self.holds(imports.c.portfolio_id)
        )
        if await self.connection.scalar(query) is None:
            raise ImportNotFoundError(import_id=str(import_id))
