"""Users in their table."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Insert, Row, Update, exists, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.people_tables import ADMINISTRATORS, users
from cryptotracker.domain.identity.errors import EmailTakenError, UserNotFoundError
from cryptotracker.domain.identity.users import User, key_of
from cryptotracker.ports.identity import Administrators, Users
from cryptotracker.ports.pages import Page

OWN: Final = tuple(each.name for each in fields(User))
SELECT: Final = select(*(users.c[name] for name in OWN))
RUNNING: Final = text(ADMINISTRATORS)  # to the letter, as the index has it


@frozen
class SqlUsers(Users):
    _scope: Scope
    _locking: bool

    async def add(self, user: User) -> None:
        await self._write(insert(users).values(row_of(user)), user)

    async def get(self, key: UUID | str) -> User:
        this = users.c.id == key if isinstance(key, UUID) else users.c.key == key_of(key)
        query = SELECT.where(self._mine, this)
        if self._locking:  # what refers to the user may do so meanwhile
            query = query.with_for_update(key_share=True)
        row = (await self._scope.connection.execute(query)).one_or_none()
        if row is None:
            raise UserNotFoundError(user=str(key))
        return user_of(row)

    async def save(self, user: User) -> None:
        this = update(users).where(self._mine, users.c.id == user.id)
        if await self._write(this.values(row_of(user)), user) == 0:
            raise UserNotFoundError(user=str(user.id))

    async def page(self, *, limit: int, cursor: str | None = None) -> Page[User]:
        query = SELECT.where(self._mine).order_by(users.c.id).limit(limit + 1)
        if cursor is not None:
            query = query.where(users.c.id > cursors.read_id(cursor))
        found = [user_of(row) for row in await self._scope.connection.execute(query)]
        return cursors.page(found, limit, lambda last: cursors.write_id(last.id))

    async def others(self, than: UUID) -> bool:
        each = (users.c.id < than, users.c.id > than)  # each of them a range of an index
        query = select(or_(*(exists().where(self._mine, other) for other in each)))
        return bool(await self._scope.connection.scalar(query))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(users.c.id)

    async def _write(self, statement: Insert | Update, user: User) -> int:
        try:
            return (await self._scope.connection.execute(statement)).rowcount
        except IntegrityError as error:
            raise EmailTakenError(email=user.email) from error


@frozen
class SqlAdministrators(Administrators):
    _scope: Scope
    _locking: bool

    async def all(self) -> Sequence[User]:
        query = SELECT.where(self._scope.owns(users.c.id), RUNNING).order_by(users.c.id)
        if self._locking:
            query = query.with_for_update(key_share=True)
        return [user_of(row) for row in await self._scope.connection.execute(query)]


def row_of(user: User) -> dict[str, object]:
    return asdict(user) | {"key": user.key}


def user_of(row: Row[Any]) -> User:
    return User(**dict(zip(OWN, row, strict=True)))
