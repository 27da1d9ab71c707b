"""What was sent to addresses and is good once, in its table."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import Row, delete, insert, select, update

from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.people_tables import one_time_tokens
from cryptotracker.domain.identity.one_time import OneTimeToken
from cryptotracker.ports.identity import OneTimeTokens

OWN: Final = tuple(each.name for each in fields(OneTimeToken))
SELECT: Final = select(*(one_time_tokens.c[name] for name in OWN))


@frozen
class SqlOneTimeTokens(OneTimeTokens):
    _scope: Scope
    _locking: bool

    async def add(self, token: OneTimeToken) -> None:
        await self._scope.connection.execute(insert(one_time_tokens).values(asdict(token)))

    async def get(self, digest: bytes) -> OneTimeToken | None:
        query = SELECT.where(
            self._scope.owns(one_time_tokens.c.user_id), one_time_tokens.c.digest == digest
        )
        if self._locking:
            query = query.with_for_update()
        row = (await self._scope.connection.execute(query)).one_or_none()
        return token_of(row) if row else None

    async def save(self, token: OneTimeToken) -> None:
        this = update(one_time_tokens).where(
            self._scope.owns(one_time_tokens.c.user_id), one_time_tokens.c.digest == token.digest
        )
        await self._scope.connection.execute(this.values(asdict(token)))

    async def spend(self, user_id: UUID, now: datetime) -> None:
        unused = update(one_time_tokens).where(
            self._scope.owns(one_time_tokens.c.user_id),
            one_time_tokens.c.user_id == user_id,
            one_time_tokens.c.used_at.is_(None),
        )
        await self._scope.connection.execute(unused.values(used_at=now))

    async def forget(self, before: datetime) -> int:
        old = delete(one_time_tokens).where(
            self._scope.owns(one_time_tokens.c.user_id), one_time_tokens.c.expires_at < before
        )
        return (await self._scope.connection.execute(old)).rowcount


def token_of(row: Row[Any]) -> OneTimeToken:
    return OneTimeToken(**dict(zip(OWN, row, strict=True)))
