"""Feeds, and what owners saved of their articles, in their tables."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from attrs import asdict, frozen
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence.articles import SqlArticles
from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.news_tables import articles, feeds, saved
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.news.errors import (
    ArticleNotFoundError,
    FeedNotFoundError,
    FeedTakenError,
)
from cryptotracker.domain.news.feeds import Feed
from cryptotracker.ports.news import Feeds, News, SavedArticles


@frozen
class SqlFeeds(Feeds):
    _scope: Scope
    _locking: bool

    async def add(self, feed: Feed) -> None:
        try:
            async with self._scope.connection.begin_nested():
                await self._scope.connection.execute(insert(feeds).values(asdict(feed)))
        except IntegrityError as error:
            raise FeedTakenError(url=feed.url) from error

    async def get(self, feed_id: UUID) -> Feed:
        query = select(feeds).where(feeds.c.id == feed_id)
        if self._locking:  # whoever pauses it and whoever has read it take turns
            query = query.with_for_update(key_share=True)
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise FeedNotFoundError(feed=str(feed_id))
        return Feed(**row)

    async def all(self) -> Sequence[Feed]:
        query = select(feeds).order_by(func.lower(feeds.c.name), feeds.c.id)
        return [Feed(**row) for row in (await self._scope.connection.execute(query)).mappings()]

    async def save(self, feed: Feed) -> None:
        this = update(feeds).where(feeds.c.id == feed.id).values(asdict(feed))
        if (await self._scope.connection.execute(this)).rowcount == 0:
            raise FeedNotFoundError(feed=str(feed.id))

    async def remove(self, feed_id: UUID) -> None:
        this = delete(feeds).where(feeds.c.id == feed_id)
        if (await self._scope.connection.execute(this)).rowcount == 0:
            raise FeedNotFoundError(feed=str(feed_id))


@frozen
class SqlSavedArticles(SavedArticles):
    _scope: Scope

    async def save(self, article_id: UUID, now: datetime) -> None:
        known = select(articles.c.id).where(articles.c.id == article_id)
        if await self._scope.connection.scalar(known) is None:
            raise ArticleNotFoundError(article=str(article_id))
        new = insert_into(saved, self._scope.connection)
        row = {"owner": self._scope.owner, "article_id": article_id, "saved_at": now}
        await self._scope.connection.execute(new.values(row).on_conflict_do_nothing())

    async def drop(self, article_id: UUID) -> None:
        mine = self._scope.owns(saved.c.owner)
        await self._scope.connection.execute(
            delete(saved).where(mine, saved.c.article_id == article_id)
        )

    async def count(self) -> int:
        query = select(func.count()).select_from(saved).where(self._scope.owns(saved.c.owner))
        return int(await self._scope.connection.scalar(query) or 0)


@frozen
class SqlNews(News):
    feeds: SqlFeeds
    articles: SqlArticles
    saved: SqlSavedArticles

    @classmethod
    def of(cls, scope: Scope, *, locking: bool) -> "SqlNews":
        return cls(SqlFeeds(scope, locking), SqlArticles(scope), SqlSavedArticles(scope))
