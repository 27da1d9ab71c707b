"""What owners let others see, in its tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, or_, select, update

from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.share_tables import shares, visits
from cryptotracker.adapters.persistence.tables import portfolios
from cryptotracker.domain.identity.errors import ShareNotFoundError
from cryptotracker.domain.identity.shares import Share, Visit
from cryptotracker.ports.shares import Shares

OWN: Final = tuple(each.name for each in fields(Share) if each.name != "owner")
SELECT: Final = select(*(shares.c[name] for name in OWN), portfolios.c.owner).join(
    portfolios, portfolios.c.id == shares.c.portfolio_id
)


@frozen
class SqlShares(Shares):
    _scope: Scope
    _locking: bool

    async def linked(self, digest: bytes) -> Share | None:
        found = await self._found(shares.c.digest == digest)
        return found[0] if found else None

    async def offered(self, user_id: UUID, key: str) -> Sequence[Share]:
        nobodys = and_(shares.c.user_id.is_(None), shares.c.key == key)
        return await self._found(or_(shares.c.user_id == user_id, nobodys))

    async def begin(self, visit: Visit) -> None:
        await self._scope.connection.execute(insert(visits).values(asdict(visit)))

    async def visit(self, digest: bytes) -> Visit | None:
        query = select(visits).where(visits.c.digest == digest, self._of_mine(visits.c.share_id))
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        return Visit(**row) if row else None

    async def forget(self, ended: datetime, before: datetime) -> int:
        removed = 0
        for old in (
            delete(visits).where(self._of_mine(visits.c.share_id), visits.c.expires_at < before),
            delete(shares).where(self._mine, shares.c.expires_at < ended),
        ):
            removed += (await self._scope.connection.execute(old)).rowcount
        return removed

    async def add(self, share: Share) -> None:
        await self._scope.require(share.portfolio_id)
        await self._scope.connection.execute(insert(shares).values(row_of(share)))

    async def get(self, share_id: UUID) -> Share:
        found = await self._found(shares.c.id == share_id)
        if not found:
            raise ShareNotFoundError(share=str(share_id))
        return found[0]

    async def of(self, portfolio_id: UUID) -> Sequence[Share]:
        await self._scope.require(portfolio_id)
        return await self._found(shares.c.portfolio_id == portfolio_id)

    async def save(self, share: Share) -> None:
        this = update(shares).where(self._mine, shares.c.id == share.id)
        changed = await self._scope.connection.execute(this.values(row_of(share)))
        if changed.rowcount == 0:
            raise ShareNotFoundError(share=str(share.id))
        begun = delete(visits).where(visits.c.share_id == share.id)
        await self._scope.connection.execute(begun)

    async def remove(self, portfolio_id: UUID, share_id: UUID) -> None:
        this = and_(shares.c.id == share_id, shares.c.portfolio_id == portfolio_id)
        done = await self._scope.connection.execute(delete(shares).where(self._mine, this))
        if done.rowcount == 0:
            raise ShareNotFoundError(share=str(share_id))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.holds(shares.c.portfolio_id)

    def _of_mine(self, share_id: ColumnElement[UUID]) -> ColumnElement[bool]:
        return share_id.in_(select(shares.c.id).where(self._mine))

    async def _found(self, which: ColumnElement[bool]) -> Sequence[Share]:
        mine = self._scope.owns(portfolios.c.owner)
        query: Select[Any] = SELECT.where(mine, which).order_by(shares.c.id)
        if self._locking:  # what refers to a share may do so meanwhile
            query = query.with_for_update(key_share=True, of=shares)
        return [share_of(row) for row in await self._scope.connection.execute(query)]


def row_of(share: Share) -> dict[str, object]:
    return {name: getattr(share, name) for name in (*OWN, "key")}


def share_of(row: Row[Any]) -> Share:
    return Share(**dict(zip((*OWN, "owner"), row, strict=True)))
