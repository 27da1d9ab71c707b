"""Sessions and the digests of their refresh tokens, in their tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.people_tables import refresh_tokens, sessions
from cryptotracker.domain.identity.errors import SessionNotFoundError
from cryptotracker.domain.identity.sessions import ABSOLUTE, IDLE, Session
from cryptotracker.ports.identity import Sessions

OWN: Final = tuple(each.name for each in fields(Session))
SELECT: Final = select(*(sessions.c[name] for name in OWN))


@frozen
class SqlSessions(Sessions):
    _scope: Scope
    _locking: bool

    async def save(self, session: Session, *, refresh: bytes | None = None) -> None:
        row = asdict(session)
        added = insert_into(sessions, self._scope.connection).values(row)
        await self._scope.connection.execute(
            added.on_conflict_do_update(
                index_elements=[sessions.c.id],
                set_=row,
                where=sessions.c.user_id == session.user_id,
            )
        )
        if session.ended_at is not None:  # none of them is of use any more
            of_it = delete(refresh_tokens).where(refresh_tokens.c.session_id == session.id)
            await self._scope.connection.execute(of_it)
        elif refresh is not None:
            new = insert(refresh_tokens).values(digest=refresh, session_id=session.id)
            await self._scope.connection.execute(new)

    async def get(self, session_id: UUID) -> Session:
        query = SELECT.where(self._mine, sessions.c.id == session_id)
        if self._locking:
            query = query.with_for_update(key_share=True)
        row = (await self._scope.connection.execute(query)).one_or_none()
        if row is None:
            raise SessionNotFoundError(session_id=str(session_id))
        return session_of(row)

    async def show(self, refresh: bytes, now: datetime) -> tuple[Session, bool] | None:
        this = refresh_tokens.c.digest == refresh
        of = select(refresh_tokens.c.session_id).where(this)
        session_id = await self._scope.connection.scalar(of)
        if session_id is None:
            return None
        session = await self.get(session_id)  # whoever shows a token at the same time waits here
        unused = update(refresh_tokens).where(this, refresh_tokens.c.used_at.is_(None))
        done = await self._scope.connection.execute(unused.values(used_at=now))
        return session, done.rowcount == 0

    async def live(self, user_id: UUID, now: datetime) -> Sequence[Session]:
        query = SELECT.where(
            self._mine,
            sessions.c.user_id == user_id,
            live_at(now),
        ).order_by(sessions.c.seen_at.desc(), sessions.c.id.desc())
        if self._locking:
            query = query.with_for_update(key_share=True)
        return [session_of(row) for row in await self._scope.connection.execute(query)]

    async def forget(self, before: datetime) -> int:
        old = delete(sessions).where(self._mine, sessions.c.seen_at < before)
        return (await self._scope.connection.execute(old)).rowcount

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(sessions.c.user_id)


def live_at(now: datetime) -> ColumnElement[bool]:
    return and_(
        sessions.c.ended_at.is_(None),
        sessions.c.seen_at > now - IDLE,
        sessions.c.created_at > now - ABSOLUTE,
    )


def session_of(row: Row[Any]) -> Session:
    return Session(**dict(zip(OWN, row, strict=True)))
