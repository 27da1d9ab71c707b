"""News over HTTP: stories, what one saved of them, and the feeds that they are from."""

from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from litestar import Controller, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct, convert

from cryptotracker.application.news.reading import NewsAsked, NewsFound
from cryptotracker.domain.identity.permissions import ADMIN
from cryptotracker.domain.news.feeds import NAME_LONGEST
from cryptotracker.entrypoints.documents.news import feed_document, story_document
from cryptotracker.entrypoints.http.auth import Asked, Body
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, Text, names
from cryptotracker.entrypoints.tracker import Tracker

OF_ADMINS: Final = {"policy": ADMIN}
LONGEST: Final = 2_000

Assets: TypeAlias = Annotated[
    str | None, QueryParameter(max_length=20_000, description="Ids or symbols, between commas.")
]
Portfolio: TypeAlias = Annotated[
    UUID | None, QueryParameter(description="A portfolio's id: about something held in it.")
]


class ArticleView(Struct, frozen=True, kw_only=True):
    """An article elsewhere: `published_at` is when it was seen, if `dated` is false."""

    id: UUID
    source: str
    site: str
    title: str
    link: str
    published_at: str
    dated: bool


class NamedAsset(Struct, frozen=True, kw_only=True):
    id: str
    symbol: str
    name: str
    color: str | None


class StoryView(ArticleView, frozen=True, kw_only=True):
    """The first article that tells something; `also` tell the same. An `example` is made up."""

    summary: str
    assets: list[NamedAsset]
    also: list[ArticleView]
    saved: bool
    example: bool


class FeedView(Struct, frozen=True, kw_only=True):
    """A feed: its `url` is shown to administrators, as it may hold a key."""

    id: UUID
    name: str
    site: str
    url: str | None
    state: Literal["active", "failing", "paused"]
    error: str | None
    failures: int
    read_at: str | None
    due_at: str | None


class FeedList(Struct, frozen=True, kw_only=True):
    """All feeds by name; `on` tells whether they are read in the background."""

    on: bool
    items: list[FeedView]


class NewFeed(Body, frozen=True, kw_only=True):
    url: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    name: Annotated[str, Meta(max_length=NAME_LONGEST)] = ""


class FeedEdit(Body, frozen=True, kw_only=True):
    paused: bool


class NewsController(Controller):
    path = "/market/news"
    tags = ("News",)

    @get(operation_id="listNews", summary="What feeds tell, newest first, each story once")
    async def list_all(
        self,
        tracker: NamedDependency[Tracker],
        assets: Assets = None,
        portfolio: Portfolio = None,
        q: Text = None,
        limit: Limit = "50",
        cursor: Cursor = None,
    ) -> Listed[StoryView]:
        named = names(assets, "assets") if assets else None
        asked = NewsAsked(assets=named, portfolio_id=portfolio, text=q or "")
        return listed(await tracker.news.list(asked, limit=int(limit), cursor=cursor))

    @get("/saved", operation_id="listSavedNews", summary="What I saved, newest first")
    async def saved(
        self, tracker: NamedDependency[Tracker], limit: Limit = "50", cursor: Cursor = None
    ) -> Listed[StoryView]:
        asked = NewsAsked(saved=True)
        return listed(await tracker.news.list(asked, limit=int(limit), cursor=cursor))

    @put("/{article_id:uuid}/saved", operation_id="saveArticle", summary="Keep it", status_code=204)
    async def save(self, tracker: NamedDependency[Tracker], article_id: FromPath[UUID]) -> None:
        await tracker.news.save(article_id)

    @delete("/{article_id:uuid}/saved", operation_id="dropArticle", summary="Keep it no longer")
    async def drop(self, tracker: NamedDependency[Tracker], article_id: FromPath[UUID]) -> None:
        await tracker.news.drop(article_id)


class FeedController(Controller):
    path = "/market/news/feeds"
    tags = ("News",)

    @get(operation_id="listFeeds", summary="The feeds, and how they stand")
    async def list_all(self, tracker: NamedDependency[Tracker], request: Asked) -> FeedList:
        whole = asking(request.scope).role == ADMIN
        feeds = await tracker.news.feeds()
        views = [convert(feed_document(each, whole=whole), FeedView) for each in feeds]
        return FeedList(on=tracker.news.on, items=views)

    @post(operation_id="addFeed", summary="Read a feed from now on", opt=dict(OF_ADMINS))
    async def add(self, tracker: NamedDependency[Tracker], data: JSONBody[NewFeed]) -> FeedView:
        found = await tracker.news.add_feed(data.url, data.name)
        return convert(feed_document(found, whole=True), FeedView)

    @patch(
        "/{feed_id:uuid}",
        operation_id="editFeed",
        summary="Pause a feed, or go on reading it",
        opt=dict(OF_ADMINS),
    )
    async def edit(
        self,
        tracker: NamedDependency[Tracker],
        feed_id: FromPath[UUID],
        data: JSONBody[FeedEdit],
    ) -> FeedView:
        found = await tracker.news.pause_feed(feed_id, paused=data.paused)
        return convert(feed_document(found, whole=True), FeedView)

    @delete(
        "/{feed_id:uuid}",
        operation_id="removeFeed",
        summary="Forget a feed; what it told stays a while",
        opt=dict(OF_ADMINS),
    )
    async def remove(self, tracker: NamedDependency[Tracker], feed_id: FromPath[UUID]) -> None:
        await tracker.news.remove_feed(feed_id)


def listed(found: NewsFound) -> Listed[StoryView]:
    views = [convert(story_document(each, found.assets), StoryView) for each in found.page.items]
    return Listed(views, found.page.next_cursor)
