"""Remove all rows of a user, in whichever tables there are."""

from uuid import UUID

from attrs import frozen
from sqlalchemy import ColumnElement, Table, delete, select, update

from cryptotracker.adapters.persistence.audit_tables import audit_chains, audit_records
from cryptotracker.adapters.persistence.naming import metadata
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.people_tables import users
from cryptotracker.ports.leaving import Leaving

OWNERS = ("owner", "user_id")
"""What the column is called that says whose a row is. What hangs on such a row goes with it."""


@frozen
class SqlLeaving(Leaving):
    _scope: Scope

    async def remove(self, user_id: UUID) -> None:
        for table, owner in owned():
            await self._scope.connection.execute(delete(table).where(owner == user_id))
        await self._scope.connection.execute(delete(users).where(users.c.id == user_id))
        await self._shorten(user_id)

    async def _shorten(self, user_id: UUID) -> None:
        """Leave the last record of the log: that there was somebody, and that they are gone."""
        chain = select(audit_chains.c.number).where(audit_chains.c.user_id == user_id)
        last = await self._scope.connection.scalar(chain.with_for_update())
        if last is None or last == 1:
            return
        before = select(audit_records.c.digest).where(
            audit_records.c.user_id == user_id, audit_records.c.number == last - 1
        )
        digest = await self._scope.connection.scalar(before)
        if digest is None:  # nothing else is left of it
            return
        this = update(audit_chains).where(audit_chains.c.user_id == user_id)
        await self._scope.connection.execute(this.values(forgotten=last - 1, before=digest))
        earlier = delete(audit_records).where(
            audit_records.c.user_id == user_id, audit_records.c.number < last
        )
        await self._scope.connection.execute(earlier)


def owned() -> list[tuple[Table, ColumnElement[UUID]]]:
    """List the tables whose rows are somebody's, those that refer to others first."""
    return [
        (table, table.c[name])
        for table in reversed(metadata.sorted_tables)
        for name in OWNERS
        if name in table.c and table not in {audit_chains, audit_records}
    ]
