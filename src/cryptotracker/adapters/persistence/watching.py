"""Watch-lists and stars in their tables."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import frozen
from sqlalchemy import ColumnElement, Insert, RowMapping, Update, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.watch_tables import stars, watch_lists, watched
from cryptotracker.domain.watching.errors import WatchListNameTakenError, WatchListNotFoundError
from cryptotracker.domain.watching.watch_lists import WatchList
from cryptotracker.ports.watching import Stars, Watching, WatchLists


@frozen
class SqlWatchLists(WatchLists):
    _scope: Scope
    _locking: bool

    async def add(self, watch_list: WatchList) -> None:
        row = row_of(watch_list) | {"owner": self._scope.owner}
        await self._write(insert(watch_lists).values(row), watch_list)
        await self._fill(watch_list)

    async def get(self, key: UUID | str) -> WatchList:
        this = watch_lists.c.id if isinstance(key, UUID) else watch_lists.c.name
        query = select(watch_lists).where(self._mine, this == key)
        if self._locking:
            query = query.with_for_update()
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise WatchListNotFoundError(watch_list=str(key))
        of = select(watched.c.asset).where(watched.c.list_id == row["id"])
        found = await self._scope.connection.scalars(of.order_by(watched.c.place))
        return list_of(row, found.all())

    async def all(self) -> Sequence[WatchList]:
        query = select(watch_lists).where(self._mine).order_by(watch_lists.c.id)
        rows = (await self._scope.connection.execute(query)).mappings().all()
        of = select(watched.c.list_id, watched.c.asset).where(
            watched.c.list_id.in_([row["id"] for row in rows])
        )
        assets: defaultdict[UUID, list[str]] = defaultdict(list)
        found = await self._scope.connection.execute(
            of.order_by(watched.c.list_id, watched.c.place)
        )
        for list_id, asset in found:
            assets[list_id].append(asset)
        return [list_of(row, assets[row["id"]]) for row in rows]

    async def save(self, watch_list: WatchList) -> None:
        this = update(watch_lists).where(self._mine, watch_lists.c.id == watch_list.id)
        if await self._write(this.values(row_of(watch_list)), watch_list) == 0:
            raise WatchListNotFoundError(watch_list=str(watch_list.id))
        before = delete(watched).where(watched.c.list_id == watch_list.id)
        await self._scope.connection.execute(before)
        await self._fill(watch_list)

    async def remove(self, list_id: UUID) -> None:
        this = delete(watch_lists).where(self._mine, watch_lists.c.id == list_id)
        if (await self._scope.connection.execute(this)).rowcount == 0:
            raise WatchListNotFoundError(watch_list=str(list_id))

    async def _fill(self, watch_list: WatchList) -> None:
        rows = [
            {"list_id": watch_list.id, "place": place, "asset": asset}
            for place, asset in enumerate(watch_list.assets)
        ]
        if rows:
            await self._scope.connection.execute(insert(watched), rows)

    async def _write(self, statement: Insert | Update, watch_list: WatchList) -> int:
        try:
            return (await self._scope.connection.execute(statement)).rowcount
        except IntegrityError as error:
            raise WatchListNameTakenError(name=watch_list.name) from error

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(watch_lists.c.owner)


@frozen
class SqlStars(Stars):
    _scope: Scope

    async def all(self) -> Sequence[str]:
        query = select(stars.c.asset).where(self._scope.owns(stars.c.owner))
        query = query.order_by(stars.c.marked_at, stars.c.asset)
        return (await self._scope.connection.scalars(query)).all()

    async def mark(self, asset: str, now: datetime) -> None:
        new = insert_into(stars, self._scope.connection)
        row = {"owner": self._scope.owner, "asset": asset, "marked_at": now}
        await self._scope.connection.execute(new.values(row).on_conflict_do_nothing())

    async def unmark(self, asset: str) -> None:
        this = delete(stars).where(self._scope.owns(stars.c.owner), stars.c.asset == asset)
        await self._scope.connection.execute(this)


@frozen
class SqlWatching(Watching):
    lists: SqlWatchLists
    stars: SqlStars

    @classmethod
    def of(cls, scope: Scope, *, locking: bool) -> "SqlWatching":
        return cls(SqlWatchLists(scope, locking), SqlStars(scope))


def row_of(watch_list: WatchList) -> dict[str, object]:
    return {
        "id": watch_list.id,
        "name": watch_list.name,
        "created_at": watch_list.created_at,
        "version": watch_list.version,
    }


def list_of(row: RowMapping, assets: Sequence[Any]) -> WatchList:
    return WatchList(
        id=row["id"],
        name=row["name"],
        created_at=row["created_at"],
        version=row["version"],
        assets=tuple(assets),
    )
