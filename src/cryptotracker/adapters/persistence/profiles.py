"""What people choose for themselves, and their pictures, in their tables."""

import json
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Row, Select, and_, delete, select, update

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.profile_tables import avatars
from cryptotracker.adapters.persistence.profile_tables import preferences as table
from cryptotracker.domain.identity.notices import Choices
from cryptotracker.domain.identity.preferences import Preferences
from cryptotracker.ports.profiles import Profiles

OWN: Final = tuple(each.name for each in fields(Preferences))
COLUMNS: Final = tuple(table.c[name] for name in OWN)
DEFAULTS: Final = Preferences()


@frozen
class SqlProfiles(Profiles):
    _scope: Scope
    _locking: bool

    async def get(self, owner: UUID) -> Preferences:
        query = select(*COLUMNS).where(self._of(table.c.owner, owner))
        if self._locking and self._scope.owner in {None, owner}:
            first = insert_into(table, self._scope.connection)
            first = first.values(owner=owner, **row_of(DEFAULTS)).on_conflict_do_nothing()
            await self._scope.connection.execute(first)  # no row cannot be locked
            query = query.with_for_update()
        return await self._chosen(query)

    async def seen(self, owner: UUID) -> Preferences:
        return await self._chosen(select(*COLUMNS).where(self._of(table.c.owner, owner)))

    async def _chosen(self, query: Select[Any]) -> Preferences:
        row = (await self._scope.connection.execute(query)).one_or_none()
        return preferences_of(row) if row else DEFAULTS

    async def save(self, owner: UUID, preferences: Preferences) -> None:
        this = update(table).where(self._of(table.c.owner, owner))
        await self._scope.connection.execute(this.values(row_of(preferences)))

    async def picture(self, owner: UUID) -> bytes | None:
        query = select(avatars.c.picture).where(self._of(avatars.c.owner, owner))
        found: bytes | None = await self._scope.connection.scalar(query)
        return found

    async def keep_picture(self, owner: UUID, picture: bytes | None) -> None:
        this = delete(avatars).where(self._of(avatars.c.owner, owner))
        await self._scope.connection.execute(this)
        if picture is not None and self._scope.owner in {None, owner}:
            made = insert_into(avatars, self._scope.connection)
            await self._scope.connection.execute(made.values(owner=owner, picture=picture))

    def _of(self, column: ColumnElement[UUID], owner: UUID) -> ColumnElement[bool]:
        return and_(self._scope.owns(column), column == owner)


def row_of(kept: Preferences) -> dict[str, object]:
    return asdict(kept) | {"notices": written(kept.notices)}


def preferences_of(row: Row[Any]) -> Preferences:
    cells = dict(zip(OWN, row, strict=True))
    return Preferences(**cells | {"notices": read(cells["notices"])})


def written(choices: Choices) -> str:
    return json.dumps([[*place, on] for place, on in sorted(choices.items())])


def read(text: str) -> Choices:
    return {(kind, channel): on for kind, channel, on in json.loads(text)}
