"""Wrong tries in their table."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import frozen
from sqlalchemy import ColumnElement, and_, delete, select, update

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.people_tables import attempts
from cryptotracker.domain.identity.attempts import Tries
from cryptotracker.ports.identity import Attempts


@frozen
class SqlAttempts(Attempts):
    _scope: Scope

    async def take(self, by: Mapping[str, bytes]) -> Mapping[str, Tries]:
        # Always in the order of the kinds' names, so that no two wait for each other.
        return {kind: await self._taken(kind, by[kind]) for kind in sorted(by)}

    async def _taken(self, kind: str, digest: bytes) -> Tries:
        first = insert_into(attempts, self._scope.connection)
        first = first.values(kind=kind, digest=digest, wrong=0).on_conflict_do_nothing()
        await self._scope.connection.execute(first)  # a row that is not there cannot be locked
        query = select(attempts.c.wrong, attempts.c.last_at).where(this_of(kind, digest))
        row = (await self._scope.connection.execute(query.with_for_update())).one()
        return Tries(wrong=row.wrong, last_at=row.last_at)

    async def save(self, by: Mapping[str, bytes], tries: Mapping[str, Tries]) -> None:
        for kind, each in tries.items():
            this = this_of(kind, by[kind])
            changed = (
                update(attempts).where(this).values(wrong=each.wrong, last_at=each.last_at)
                if each.wrong
                else delete(attempts).where(this)
            )
            await self._scope.connection.execute(changed)

    async def of(self, kind: str, *, limit: int) -> Sequence[bytes]:
        query = select(attempts.c.digest).where(attempts.c.kind == kind).limit(limit)
        return [*await self._scope.connection.scalars(query)]

    async def forget(self, before: datetime) -> int:
        old = delete(attempts).where(attempts.c.last_at < before)
        return (await self._scope.connection.execute(old)).rowcount


def this_of(kind: str, digest: bytes) -> ColumnElement[bool]:
    return and_(attempts.c.kind == kind, attempts.c.digest == digest)
