"""The tokens of programs, in their table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from cryptotracker.adapters.persistence.api_tokens_table import api_tokens
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.identity.api_tokens import ApiToken
from cryptotracker.ports.api_tokens import ApiTokens

OWN: Final = tuple(each.name for each in fields(ApiToken))
SELECT: Final = select(*(api_tokens.c[name] for name in OWN))


@frozen
class SqlApiTokens(ApiTokens):
    _scope: Scope

    async def add(self, token: ApiToken) -> None:
        await self._scope.connection.execute(insert(api_tokens).values(row_of(token)))

    async def find(self, key: UUID | bytes) -> ApiToken | None:
        this = api_tokens.c.id == key if isinstance(key, UUID) else api_tokens.c.digest == key
        query = SELECT.where(self._mine, this)
        row = (await self._scope.connection.execute(query)).one_or_none()
        return token_of(row) if row else None

    async def of(self, user_id: UUID) -> Sequence[ApiToken]:
        query = SELECT.where(self._mine, api_tokens.c.user_id == user_id)
        query = query.order_by(api_tokens.c.created_at.desc(), api_tokens.c.id.desc())
        return [token_of(row) for row in await self._scope.connection.execute(query)]

    async def used(self, token_id: UUID, now: datetime) -> None:
        this = update(api_tokens).where(self._mine, api_tokens.c.id == token_id)
        await self._scope.connection.execute(this.values(last_used_at=now))

    async def remove(self, token_id: UUID) -> bool:
        this = delete(api_tokens).where(self._mine, api_tokens.c.id == token_id)
        return (await self._scope.connection.execute(this)).rowcount == 1

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(api_tokens.c.user_id)


def row_of(token: ApiToken) -> dict[str, object]:
    return asdict(token) | {"scopes": " ".join(sorted(token.scopes))}


def token_of(row: Row[Any]) -> ApiToken:
    cells = dict(zip(OWN, row, strict=True))
    return ApiToken(**cells | {"scopes": cells["scopes"].split()})
