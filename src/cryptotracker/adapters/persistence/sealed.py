"""Keys and secrets in their tables, all of it sealed."""

from collections.abc import Sequence
from uuid import UUID

from attrs import asdict, frozen
from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, func, or_, select, update

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.rings import (
    SqlRings,
    SqlWrappings,
    added,
    data_key,
    shred,
    used,
)
from cryptotracker.adapters.persistence.secret_tables import data_keys, secrets, worker_keys
from cryptotracker.ports.sealed import (
    DataKey,
    DataKeys,
    Fields,
    Sealed,
    SealedField,
    WorkerKey,
    WorkerKeys,
)
from cryptotracker.ports.secrets import INSTALLATION, WORKER, Place


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
        assert self._scope.owner in {None, key.owner}
        return await added(self._scope.connection, data_keys, asdict(key))

    async def older(self, key: DataKey) -> Sequence[DataKey]:
        before = data_keys.c.number < key.number
        query = select(data_keys).where(self._of(key.owner, key.ring), before)
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
        anybodys = and_(secrets.c.owner == INSTALLATION, secrets.c.owner == owner)
        readable = or_(self._of(owner), anybodys)
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
            .where(readable, secrets.c.record == record, secrets.c.field == name)
        )
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        key = {column.name: row[f"k_{column.name}"] for column in data_keys.c}
        return sealed_field(row), DataKey(**key) if key["number"] is not None else None

    async def put(self, secret: SealedField) -> None:
        place = secret.place
        assert self._scope.owner in {None, place.user}
        rest = values(secret)
        where = {"owner": place.user, "record": place.record, "field": place.field}
        new = insert_into(secrets, self._scope.connection).values(where | rest)
        named = [secrets.c.owner, secrets.c.record, secrets.c.field]
        done = new.on_conflict_do_update(index_elements=named, set_=rest)
        await self._scope.connection.execute(done)

    async def remove(self, owner: UUID, record: UUID) -> None:
        mine = delete(secrets).where(self._of(owner), secrets.c.record == record)
        await self._scope.connection.execute(mine)

    async def replace(self, old: SealedField, new: SealedField) -> None:
        place = old.place
        unchanged = and_(
            self._of(place.user),
            secrets.c.record == place.record,
            secrets.c.field == place.field,
            secrets.c.sealed == old.sealed,
        )
        change = update(secrets).where(unchanged).values(values(new))
        await self._scope.connection.execute(change)

    async def others(self, key: DataKey, limit: int) -> Sequence[SealedField]:
        other = and_(secrets.c.ring == key.ring, secrets.c.key != key.number)
        query = select(secrets).where(self._of(key.owner), other).limit(limit)
        return [
            sealed_field(row) for row in (await self._scope.connection.execute(query)).mappings()
        ]

    def _of(self, owner: UUID) -> ColumnElement[bool]:
        return and_(self._scope.owns(secrets.c.owner), secrets.c.owner == owner)


@frozen
class SqlWorkerKeys(WorkerKeys):
    _scope: Scope

    async def newest(self) -> WorkerKey | None:
        query = select(worker_keys).order_by(worker_keys.c.number.desc()).limit(1)
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        return None if row is None else WorkerKey(**row)

    async def add(self, key: WorkerKey) -> bool:
        return await added(self._scope.connection, worker_keys, asdict(key))

    async def sent(self, limit: int) -> Sequence[SealedField]:
        mine = self._scope.owns(secrets.c.owner)
        query = select(secrets).where(mine, secrets.c.ring == WORKER).limit(limit)
        return [
            sealed_field(row) for row in (await self._scope.connection.execute(query)).mappings()
        ]


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
            SqlWorkerKeys(scope),
        )


def sealed_by(key: DataKey) -> ColumnElement[bool]:
    return and_(
        secrets.c.owner == key.owner, secrets.c.ring == key.ring, secrets.c.key == key.number
    )


def values(secret: SealedField) -> dict[str, object]:
    """Give what is kept of a secret beside where it is."""
    return {
        "kind": secret.place.kind,
        "version": secret.place.version,
        "ring": secret.ring,
        "key": secret.key,
        "sealed": secret.sealed,
    }


def sealed_field(row: RowMapping) -> SealedField:
    place = Place(
        user=row["owner"],
        record=row["record"],
        kind=row["kind"],
        field=row["field"],
        version=row["version"],
    )
    return SealedField(place=place, ring=row["ring"], key=row["key"], sealed=row["sealed"])
