"""Which sessions and tokens count, of many, by one query each."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from attrs import frozen
from sqlalchemy import Column, ColumnElement, exists, select

from cryptotracker.adapters.persistence.api_tokens_table import api_tokens
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.people_tables import sessions, users
from cryptotracker.adapters.persistence.sessions import live_at
from cryptotracker.ports.standing import Standing


@frozen
class SqlStanding(Standing):
    _scope: Scope

    async def sessions(self, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
        return await self._those(ids, sessions.c.id, sessions.c.user_id, live_at(now))

    async def tokens(self, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
        return await self._those(
            ids, api_tokens.c.id, api_tokens.c.user_id, api_tokens.c.expires_at > now
        )

    async def _those(
        self,
        ids: Collection[UUID],
        key: Column[UUID],
        user_id: Column[UUID],
        counts: ColumnElement[bool],
    ) -> Collection[UUID]:
        let_in = exists().where(users.c.id == user_id, users.c.disabled_at.is_(None))
        query = select(key).where(self._scope.owns(user_id), key.in_(ids), counts, let_in)
        return [*await self._scope.connection.scalars(query)]
