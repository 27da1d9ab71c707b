"""What people say about portfolios, in its table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import fields, frozen
from sqlalchemy import ColumnElement, Row, and_, delete, func, select, update

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.columns import Moment
from cryptotracker.adapters.persistence.comment_tables import comments
from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.identity.comments import About, Comment, Thread
from cryptotracker.domain.identity.errors import CommentNotFoundError
from cryptotracker.ports.comments import Comments
from cryptotracker.ports.pages import Page

OWN: Final = tuple(each.name for each in fields(Comment))
SELECT: Final = select(*(comments.c[name] for name in OWN))


@frozen
class SqlComments(Comments):
    _scope: Scope
    _locking: bool

    async def get(self, portfolio_id: UUID, comment_id: UUID) -> Comment:
        query = SELECT.where(self._mine, this(portfolio_id, comment_id))
        if self._locking:
            query = query.with_for_update()
        row = (await self._scope.connection.execute(query)).one_or_none()
        if row is None:
            raise CommentNotFoundError(comment=str(comment_id))
        return comment_of(row)

    async def page(
        self, portfolio_id: UUID, about: About, *, limit: int, cursor: str | None = None
    ) -> Page[Comment]:
        await self._scope.require(portfolio_id)
        return await self._page(on(portfolio_id, about), limit, cursor)

    async def every(
        self, portfolio_id: UUID, *, limit: int, cursor: str | None = None
    ) -> Page[Comment]:
        await self._scope.require(portfolio_id)
        return await self._page(comments.c.portfolio_id == portfolio_id, limit, cursor)

    async def threads(self, portfolio_id: UUID) -> Sequence[Thread]:
        await self._scope.require(portfolio_id)
        last = func.max(comments.c.created_at, type_=Moment)
        counts = (func.count(), func.count() - func.count(comments.c.resolved_at))
        query = (
            select(comments.c.about, *counts, last)
            .where(comments.c.portfolio_id == portfolio_id)
            .group_by(comments.c.about)
            .order_by(last.desc(), comments.c.about)
        )
        return [
            Thread(about=About.read(about), comments=number, open=still, last_at=at)
            for about, number, still, at in await self._scope.connection.execute(query)
        ]

    async def written(
        self, user_id: UUID, *, limit: int, cursor: str | None = None
    ) -> Page[Comment]:
        theirs = and_(comments.c.user_id == user_id, self._scope.owns(comments.c.user_id))
        return await self._page(theirs, limit, cursor)

    async def save(self, comment: Comment) -> None:
        await self._scope.require(comment.portfolio_id)
        row = row_of(comment)
        changed = {name: row[name] for name in ("text", "edited_at")}
        kept = insert_into(comments, self._scope.connection).values(row)
        one = this(comment.portfolio_id, comment.id)
        await self._scope.connection.execute(
            kept.on_conflict_do_update(index_elements=["id"], set_=changed, where=one)
        )

    async def settle(self, comment: Comment, at: datetime) -> None:
        before = and_(
            on(comment.portfolio_id, comment.about),
            comments.c.id <= comment.id,
            comments.c.resolved_at.is_(None),
        )
        settled = update(comments).where(self._mine, before).values(resolved_at=at)
        await self._scope.connection.execute(settled)

    async def reopen(self, comment: Comment) -> None:
        one = this(comment.portfolio_id, comment.id)
        again = update(comments).where(self._mine, one).values(resolved_at=None)
        await self._scope.connection.execute(again)

    async def remove(self, portfolio_id: UUID, comment_id: UUID) -> None:
        one = delete(comments).where(self._mine, this(portfolio_id, comment_id))
        if (await self._scope.connection.execute(one)).rowcount == 0:
            raise CommentNotFoundError(comment=str(comment_id))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.holds(comments.c.portfolio_id)

    async def _page(
        self, which: ColumnElement[bool], limit: int, cursor: str | None
    ) -> Page[Comment]:
        query = SELECT.where(which).order_by(comments.c.id).limit(limit + 1)
        if cursor is not None:
            query = query.where(comments.c.id > cursors.read_id(cursor))
        found = [comment_of(row) for row in await self._scope.connection.execute(query)]
        return cursors.page(found, limit, lambda last: cursors.write_id(last.id))


def this(portfolio_id: UUID, comment_id: UUID) -> ColumnElement[bool]:
    return and_(comments.c.id == comment_id, comments.c.portfolio_id == portfolio_id)


def on(portfolio_id: UUID, about: About) -> ColumnElement[bool]:
    return and_(comments.c.portfolio_id == portfolio_id, comments.c.about == str(about))


def row_of(comment: Comment) -> dict[str, Any]:
    return {name: getattr(comment, name) for name in OWN} | {"about": str(comment.about)}


def comment_of(row: Row[Any]) -> Comment:
    found = dict(zip(OWN, row, strict=True))
    return Comment(**found | {"about": About.read(found["about"])})
