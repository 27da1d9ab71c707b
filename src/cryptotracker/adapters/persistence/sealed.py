"""Keys and secrets in their tables, all of it sealed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from attrs import asdict, frozen
from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, func, select

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.rings import (
    SqlRings,
    SqlWorkerKeys,
    SqlWrappings,
    added,
    data_key,
    shred,
    used,
)
from cryptotracker.adapters.persistence.secret_tables import data_keys, secrets
from cryptotracker.ports.sealed import DataKey, DataKeys, Fields, Sealed, SealedField
from cryptotracker.ports.secrets import WORKER, Place


@frozen
class SqlDataKeys(DataKeys):
    _scope: Scope

    async def newest(self, owner: UUID, ring: str) -> DataKey | None:
        newest = select(func.max(data_keys.c.number)).where(self._of(owner, ring))
        # One removed meanwhile has left its place to a newer one.
        while (number := await self._scope.connection.scalar(newest)) is not None:
            query = select(data_keys).where(self._of(owner, ring), data_keys.c.number == number)
            found = await self._scope.connection.execute(used(query))
            if row := found.mappings().one_or_none():
                return data_key(row)
        return None

    async def add(self, key: DataKey) -> bool:
        return await added(self._scope.connection, data_keys, asdict(key))

    async def older(self, owner: UUID, ring: str, number: int) -> Sequence[DataKey]:
        query = select(data_keys).where(self._of(owner, ring), data_keys.c.number < number)
        rows = await self._scope.connection.execute(query.order_by(data_keys.c.number))
        return [data_key(row) for row in rows.mappings()]

    async def remove(self, key: DataKey) -> bool:
        mine = and_(self._of(key.owner, key.ring), data_keys.c.number == key.number)
        held = await self._scope.connection.execute(select(data_keys).where(mine).with_for_update())
        held.all()
        if await self._scope.connection.scalar(select(exists().where(sealed_by(key)))):
            return False
        await shred(self._scope.connection, mine)
        return True

    async def forget(self, owner: UUID) -> None:
        mine = self._scope.owns(secrets.c.owner)
        await shred(
            self._scope.connection,
            and_(self._scope.owns(data_keys.c.owner), data_keys.c.owner == owner),
        )
        await self._scope.connection.execute(delete(secrets).where(mine, secrets.c.owner == owner))

    async def _shred(self, which: ColumnElement[bool]) -> None:
        await shred(self._scope.connection, which)

    def _of(self, owner: UUID, ring: str) -> ColumnElement[bool]:
        return and_(
            self._scope.owns(data_keys.c.owner),
            data_keys.c.owner == owner,
            data_keys.c.ring == ring,
        )


@frozen
class SqlFields(Fields):
    _scope: Scope

    async def get(
        self, owner: UUID, record: UUID, name: str
    ) -> tuple[SealedField, DataKey | None] | None:
        query = (
            select(secrets, *[column.label(f"k_{column.name}") for column in data_keys.c])
            .outerjoin(
                data_keys,
                and_(
                    data_keys.c.owner == secrets.c.owner,
                    data_keys.c.ring == secrets.c.ring,
                    data_keys.c.number == secrets.c.key,
                ),
            )
            .where(self._of(owner), secrets.c.record == record, secrets.c.field == name)
        )
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        key = {column.name: row[f"k_{column.name}"] for column in data_keys.c}
        return sealed_field(row), DataKey(**key) if key["number"] is not None else None

    async def put(self, secret: SealedField) -> None:
        place = secret.place
        rest = {
            "kind": place.kind,
            "version": place.version,
            "ring": secret.ring,
            "key": secret.key,
            "sealed": secret.sealed,
        }
        where = {"owner": place.user, "record": place.record, "field": place.field}
        new = insert_into(secrets, self._scope.connection).values(where | rest)
        named = [secrets.c.owner, secrets.c.record, secrets.c.field]
        done = new.on_conflict_do_update(index_elements=named, set_=rest)
        await self._scope.connection.execute(done)

    async def remove(self, owner: UUID, record: UUID) -> None:
        mine = delete(secrets).where(self._of(owner), secrets.c.record == record)
        await self._scope.connection.execute(mine)

    async def others(self, key: DataKey, limit: int) -> Sequence[SealedField]:
        other = and_(secrets.c.ring == key.ring, secrets.c.key != key.number)
        query = select(secrets).where(self._of(key.owner), other)
        return await self._held(query, limit)

    async def sent(self, limit: int) -> Sequence[SealedField]:
        mine = self._scope.owns(secrets.c.owner)
        return await self._held(select(secrets).where(mine, secrets.c.ring == WORKER), limit)

    async def _held(self, query: Any, limit: int) -> Sequence[SealedField]:
        ordered = query.order_by(secrets.c.owner, secrets.c.record, secrets.c.field).limit(limit)
        found = await self._scope.connection.execute(ordered.with_for_update())
        return [sealed_field(row) for row in found.mappings()]

    def _of(self, owner: UUID) -> ColumnElement[bool]:
        return and_(self._scope.owns(secrets.c.owner), secrets.c.owner == owner)


@frozen
class SqlSealed(Sealed):
    rings: SqlRings
    data_keys: SqlDataKeys
    wrappings: SqlWrappings
    fields: SqlFields
    worker_keys: SqlWorkerKeys

    @classmethod
    def of(cls, scope: Scope) -> "SqlSealed":
        return cls(
            SqlRings(scope.connection),
            SqlDataKeys(scope),
            SqlWrappings(scope),
            SqlFields(scope),
            SqlWorkerKeys(scope.connection),
        )


def sealed_by(key: DataKey) -> ColumnElement[bool]:
    return and_(
        secrets.c.owner == key.owner, secrets.c.ring == key.ring, secrets.c.key == key.number
    )


def sealed_field(row: RowMapping) -> SealedField:
    place = Place(
        user=row["owner"],
        record=row["record"],
        kind=row["kind"],
        field=row["field"],
        version=row["version"],
    )
    return SealedField(place=place, ring=row["ring"], key=row["key"], sealed=row["sealed"])
