"""Articles in their tables, with the assets that they are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import fields, frozen
from sqlalchemy import ColumnElement, RowMapping, Select, delete, or_, select, tuple_

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.news_tables import articles, saved, tags
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.news.addresses import key
from cryptotracker.domain.news.articles import Article, Story
from cryptotracker.ports.news import Articles, NewsWanted
from cryptotracker.ports.pages import Page

OWN: Final = [each.name for each in fields(Article) if each.name not in {"assets", "example"}]
SELECT: Final = select(*(articles.c[name] for name in OWN))
IS_FIRST: Final = articles.c.id == articles.c.cluster
OTHERS_MOST: Final = 20
"""So many that tell the same are shown with a story."""

AT_ONCE: Final = 500


@frozen
class SqlArticles(Articles):
    _scope: Scope

    async def add(self, articles_: Sequence[Article]) -> None:
        for some in batches(articles_):
            rows = [row_of(each) for each in some]
            new = insert_into(articles, self._scope.connection).values(rows)
            kept = new.on_conflict_do_nothing().returning(articles.c.id)
            ids = set(await self._scope.connection.scalars(kept))
            marks = [
                {"article_id": each.id, "asset": asset, "place": place}
                for each in some
                if each.id in ids
                for place, asset in enumerate(each.assets)
            ]
            if marks:
                await self._scope.connection.execute(tags.insert(), marks)

    async def known(self, links: Collection[str]) -> Collection[str]:
        by_key = {key(link): link for link in links}
        query = select(articles.c.key).where(articles.c.key.in_(by_key))
        return {by_key[found] for found in await self._scope.connection.scalars(query)}

    async def firsts(self, since: datetime) -> Sequence[Article]:
        return await self._found(SELECT.where(IS_FIRST, articles.c.published_at >= since))

    async def page(
        self, wanted: NewsWanted, *, limit: int, cursor: str | None = None
    ) -> Page[Story]:
        place = tuple_(articles.c.published_at, articles.c.id)
        query = SELECT.where(IS_FIRST, *self._wanted(wanted))
        if cursor is not None:
            query = query.where(place < cursors.read_place(cursor))
        query = query.order_by(articles.c.published_at.desc(), articles.c.id.desc())
        leads = await self._found(query.limit(limit + 1))
        stories = await self._stories(leads)
        return cursors.page(
            stories, limit, lambda last: cursors.write_place(last.lead.published_at, last.lead.id)
        )

    async def forget(self, before: datetime) -> int:
        clusters = select(articles.c.cluster)
        loved = clusters.where(articles.c.id.in_(select(saved.c.article_id)))
        old = select(articles.c.id).where(IS_FIRST, articles.c.published_at < before)
        this = delete(articles).where(articles.c.cluster.in_(old), articles.c.cluster.not_in(loved))
        return (await self._scope.connection.execute(this)).rowcount

    def _wanted(self, wanted: NewsWanted) -> Iterator[ColumnElement[bool]]:
        """Say which stories are wanted: those one of whose articles is."""
        of = articles.alias()
        asked: list[ColumnElement[bool]] = []
        if wanted.assets is not None:
            about = select(tags.c.article_id).where(tags.c.asset.in_(wanted.assets))
            asked.append(of.c.id.in_(about))
        if wanted.text:
            places = (of.c.title, of.c.summary, of.c.source)
            asked.append(or_(*(each.icontains(wanted.text, autoescape=True) for each in places)))
        if wanted.saved:
            asked.append(of.c.id.in_(select(saved.c.article_id).where(self._mine)))
        if asked:
            yield articles.c.id.in_(select(of.c.cluster).where(*asked))

    async def _stories(self, leads: Sequence[Article]) -> Sequence[Story]:
        ids = [each.id for each in leads]
        telling = SELECT.where(articles.c.cluster.in_(ids), articles.c.id.not_in(ids))
        others: defaultdict[UUID, list[Article]] = defaultdict(list)
        for each in await self._found(telling.order_by(articles.c.published_at, articles.c.id)):
            others[each.cluster].append(each)
        query = select(saved.c.article_id).where(self._mine, saved.c.article_id.in_(ids))
        mine = set(await self._scope.connection.scalars(query))
        return [
            Story(lead=each, others=others[each.id][:OTHERS_MOST], saved=each.id in mine)
            for each in leads
        ]

    async def _found(self, query: Select[Any]) -> Sequence[Article]:
        rows = (await self._scope.connection.execute(query)).mappings().all()
        about = await self._tags([row["id"] for row in rows])
        return [article_of(row, about) for row in rows]

    async def _tags(self, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
        found: defaultdict[UUID, list[str]] = defaultdict(list)
        for some in batches(ids):
            query = select(tags.c.article_id, tags.c.asset).where(tags.c.article_id.in_(some))
            for article_id, asset in await self._scope.connection.execute(
                query.order_by(tags.c.place)
            ):
                found[article_id].append(asset)
        return found

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(saved.c.owner)


def batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[at : at + AT_ONCE] for at in range(0, len(items), AT_ONCE))


def row_of(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in OWN} | {"key": key(article.link)}


def article_of(row: RowMapping, about: Mapping[UUID, Sequence[str]]) -> Article:
    return Article(**row, assets=tuple(about.get(row["id"], ())))
