"""Passkeys of users in their table."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, and_, delete, select, update

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.factor_tables import passkeys
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.identity.passkeys import Passkey
from cryptotracker.ports.factors import Passkeys

OWN: Final = tuple(each.name for each in fields(Passkey))


@frozen
class SqlPasskeys(Passkeys):
    _scope: Scope
    _locking: bool

    async def add(self, passkey: Passkey) -> bool:
        new = insert_into(passkeys, self._scope.connection).values(asdict(passkey))
        # Somebody else's, which this owner cannot see, conflicts as well.
        done = await self._scope.connection.execute(new.on_conflict_do_nothing())
        return bool(done.rowcount == 1)

    async def of(self, user_id: UUID) -> Sequence[Passkey]:
        query = select(*(passkeys.c[name] for name in OWN)).where(self._of(user_id))
        query = query.order_by(passkeys.c.id)
        if self._locking:
            query = query.with_for_update()
        rows = await self._scope.connection.execute(query)
        return [Passkey(**dict(zip(OWN, row, strict=True))) for row in rows]

    async def find(self, credential: str) -> UUID | None:
        query = select(passkeys.c.user_id).where(self._mine, passkeys.c.credential == credential)
        found: UUID | None = await self._scope.connection.scalar(query)
        return found

    async def save(self, passkey: Passkey) -> None:
        this = update(passkeys).where(self._of(passkey.user_id), passkeys.c.id == passkey.id)
        await self._scope.connection.execute(this.values(asdict(passkey)))

    async def remove(self, user_id: UUID, passkey_id: UUID) -> None:
        this = delete(passkeys).where(self._of(user_id), passkeys.c.id == passkey_id)
        await self._scope.connection.execute(this)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(passkeys.c.user_id)

    def _of(self, user_id: UUID) -> ColumnElement[bool]:
        return and_(self._mine, passkeys.c.user_id == user_id)
