"""Who users are elsewhere, and browsers that were sent there, in their tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.identity_tables import (
    handshakes,
    identities,
    spent_proofs,
)
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.identity.identities import Handshake, Identity
from cryptotracker.domain.identity.identity_errors import IdentityTakenError
from cryptotracker.ports.issuers import Handshakes, Identities

OWN: Final = tuple(each.name for each in fields(Identity))
SELECT: Final = select(*(identities.c[name] for name in OWN))
OF_HANDSHAKE: Final = tuple(each.name for each in fields(Handshake))


@frozen
class SqlIdentities(Identities):
    _scope: Scope

    async def add(self, identity: Identity) -> None:
        try:
            new = insert(identities).values(asdict(identity))
            await self._scope.connection.execute(new)
        except IntegrityError as error:
            raise IdentityTakenError(issuer=identity.issuer) from error

    async def save(self, identity: Identity) -> None:
        this = update(identities).where(self._mine, identities.c.id == identity.id)
        await self._scope.connection.execute(this.values(asdict(identity)))

    async def get(self, issuer: str, subject: str) -> Identity | None:
        query = SELECT.where(
            self._mine, identities.c.issuer == issuer, identities.c.subject == subject
        )
        row = (await self._scope.connection.execute(query)).one_or_none()
        return identity_of(row) if row else None

    async def of(self, user_id: UUID) -> Sequence[Identity]:
        query = SELECT.where(self._mine, identities.c.user_id == user_id)
        rows = await self._scope.connection.execute(query.order_by(identities.c.id))
        return [identity_of(row) for row in rows]

    async def remove(self, identity_id: UUID) -> None:
        this = delete(identities).where(self._mine, identities.c.id == identity_id)
        await self._scope.connection.execute(this)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(identities.c.user_id)


@frozen
class SqlHandshakes(Handshakes):
    _scope: Scope

    async def add(self, handshake: Handshake) -> None:
        await self._scope.connection.execute(insert(handshakes).values(asdict(handshake)))

    async def take(self, digest: bytes) -> Handshake | None:
        columns = (handshakes.c[name] for name in OF_HANDSHAKE)
        this = delete(handshakes).where(handshakes.c.digest == digest).returning(*columns)
        row = (await self._scope.connection.execute(this)).one_or_none()
        return Handshake(**dict(zip(OF_HANDSHAKE, row, strict=True))) if row else None

    async def spend(self, proof: bytes, until: datetime) -> bool:
        new = insert_into(spent_proofs, self._scope.connection).values(digest=proof, until=until)
        done = await self._scope.connection.execute(new.on_conflict_do_nothing())
        return bool(done.rowcount)

    async def forget(self, before: datetime) -> int:
        begun = delete(handshakes).where(handshakes.c.began_at < before)
        spent = delete(spent_proofs).where(spent_proofs.c.until < before)
        done = [await self._scope.connection.execute(each) for each in (begun, spent)]
        return sum(each.rowcount for each in done)


def identity_of(row: Row[Any]) -> Identity:
    return Identity(**dict(zip(OWN, row, strict=True)))
