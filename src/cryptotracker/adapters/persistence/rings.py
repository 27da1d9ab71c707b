"""Which keys wrap which, in their tables."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from attrs import asdict, frozen
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.secret_tables import (
    data_keys,
    ring_keys,
    secrets,
)
from cryptotracker.ports.sealed import (
    DataKey,
    RingKey,
    Rings,
    Wrappings,
)

Rows = TypeVar("Rows", bound=Select[Any])


def used(query: Rows) -> Rows:
    """Lock rows as one who uses them: they may be changed in the meantime, but not removed."""
    return query.with_for_update(read=True, key_share=True)


@frozen
class SqlRings(Rings):
    _connection: AsyncConnection

    async def keys(self, ring: str) -> Sequence[RingKey]:
        return await self._listed(of(ring))

    async def hold(self, ring: str) -> Sequence[RingKey]:
        await self._listed(of(ring).with_for_update())
        return await self._listed(of(ring))  # with what the one who was waited for has registered

    async def newest(self, ring: str) -> str | None:
        query = select(ring_keys.c.id).where(ring_keys.c.ring == ring)
        newest = query.order_by(ring_keys.c.number.desc()).limit(1)
        found: str | None = await self._connection.scalar(used(newest))
        return found

    async def register(self, key: RingKey) -> bool:
        return await added(self._connection, ring_keys, asdict(key))

    async def remove(self, ring: str, key: str) -> None:
        found = and_(ring_keys.c.ring == ring, ring_keys.c.id == key)
        await self._connection.execute(delete(ring_keys).where(found))

    async def _listed(self, query: Select[Any]) -> Sequence[RingKey]:
        return [RingKey(**row) for row in (await self._connection.execute(query)).mappings()]


def of(ring: str) -> Select[Any]:
    return select(ring_keys).where(ring_keys.c.ring == ring).order_by(ring_keys.c.number)


@frozen
class SqlWrappings(Wrappings):
    _scope: Scope

    async def counts(self, ring: str) -> Mapping[str, int]:
        query = select(data_keys.c.wrapped_by, func.count()).where(data_keys.c.ring == ring)
        rows = await self._scope.connection.execute(query.group_by(data_keys.c.wrapped_by))
        return {row[0]: row[1] for row in rows}

    async def sample(self, ring: str, key: str) -> DataKey | None:
        query = select(data_keys).where(data_keys.c.ring == ring, data_keys.c.wrapped_by == key)
        row = (await self._scope.connection.execute(query.limit(1))).mappings().one_or_none()
        return None if row is None else data_key(row)

    async def others(self, ring: str, key: str, limit: int) -> Sequence[DataKey]:
        other = and_(data_keys.c.ring == ring, data_keys.c.wrapped_by != key)
        query = select(data_keys).where(other).limit(limit).with_for_update(key_share=True)
        found = await self._scope.connection.execute(query)
        return [data_key(row) for row in found.mappings()]

    async def rewrap(self, keys: Sequence[DataKey]) -> None:
        named = [data_keys.c.owner, data_keys.c.ring, data_keys.c.number]
        change = (
            update(data_keys)
            .where(*[column == bindparam(f"of_{column.name}") for column in named])
            .values(wrapped_by=bindparam("by"), wrapped=bindparam("new"))
        )
        rows = [
            {
                "of_owner": each.owner,
                "of_ring": each.ring,
                "of_number": each.number,
                "by": each.wrapped_by,
                "new": each.wrapped,
            }
            for each in keys
        ]
        await self._scope.connection.execute(change, rows)

    async def abandon(self, ring: str, key: str) -> int:
        lost = and_(data_keys.c.ring == ring, data_keys.c.wrapped_by == key)
        sealed = exists().where(
            lost,
            data_keys.c.owner == secrets.c.owner,
            data_keys.c.ring == secrets.c.ring,
            data_keys.c.number == secrets.c.key,
        )
        await self._scope.connection.execute(delete(secrets).where(sealed))
        return await shred(self._scope.connection, lost)


async def added(connection: AsyncConnection, table: Table, row: Mapping[str, object]) -> bool:
    new = insert_into(table, connection).values(row).on_conflict_do_nothing()
    done = await connection.execute(new)
    return bool(done.rowcount == 1)


async def shred(connection: AsyncConnection, which: ColumnElement[bool]) -> int:
    """Remove data keys; SQLite would leave their bytes in the file until others need the room."""
    if connection.dialect.name == "sqlite":
        (await connection.execute(text("PRAGMA secure_delete = ON"))).all()
    return (await connection.execute(delete(data_keys).where(which))).rowcount


def data_key(row: RowMapping) -> DataKey:
    return DataKey(**row)
