"""Where news come from, and where they are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import frozen

from cryptotracker.domain.news.articles import Article, Item, Story
from cryptotracker.domain.news.feeds import Feed
from cryptotracker.ports.pages import Page


@frozen(kw_only=True)
class Reading:
    """What a feed answered.

    Attributes:
        items: None if nothing has changed since the version that was read last.
        etag: what to ask by the next time, with `modified`.
    """

    items: Sequence[Item] | None
    etag: str = ""
    modified: str = ""


class FeedReader(Protocol):
    """Reads feeds from wherever they are.

    - whatever goes wrong, and whatever is sent, is a FeedFailedError with a reason;
    - it connects to public addresses only, or to those of networks that the operator named;
    - it takes little time and little room, however slow or large the answer;
    - what it gives has no markup, and links that begin with http:// or https://;
    - an item without a title or a link is left out.
    """

    async def read(self, feed: Feed) -> Reading: ...


class Feeds(Protocol):
    """The feeds of an installation; they are everybody's.

    - an address is that of one feed: FeedTakenError;
    - what is not there raises FeedNotFoundError;
    - a feed got in a transaction is changed by nobody else until it ends;
    - the articles of a feed that is removed stay.
    """

    async def add(self, feed: Feed) -> None: ...

    async def get(self, feed_id: UUID) -> Feed: ...

    async def all(self) -> Sequence[Feed]:
        """List them by name."""
        ...

    async def save(self, feed: Feed) -> None: ...

    async def remove(self, feed_id: UUID) -> None: ...


@frozen(kw_only=True)
class NewsWanted:
    """Which stories to list: those that meet everything given.

    Attributes:
        assets: about one of them; None for whatever.
        text: in the title or the summary; upper and lower case are the same.
        saved: only what the asker saved.
    """

    assets: Collection[str] | None = None
    text: str = ""
    saved: bool = False


class Articles(Protocol):
    """The articles of all feeds, everybody's, and which of them the owner saved.

    - of articles with one address the first is kept;
    - a story is listed once, as its first article, if any of its articles is what is wanted;
    - what one owner saved no other sees;
    - forgetting leaves every story that somebody saved.
    """

    async def add(self, articles: Sequence[Article]) -> None: ...

    async def known(self, links: Collection[str]) -> Collection[str]:
        """Return those of some links that are kept already, however they are written."""
        ...

    async def firsts(self, since: datetime) -> Sequence[Article]:
        """Return the first articles of the stories since a time."""
        ...

    async def page(
        self, wanted: NewsWanted, *, limit: int, cursor: str | None = None
    ) -> Page[Story]:
        """List stories, newest first."""
        ...

    async def forget(self, before: datetime) -> int:
        """Remove the stories of before a time; say how many articles that were."""
        ...


class SavedArticles(Protocol):
    """What an owner saved.

    - to save what is saved, or to drop what is not, changes nothing;
    - what is not there raises ArticleNotFoundError.
    """

    async def save(self, article_id: UUID, now: datetime) -> None: ...

    async def drop(self, article_id: UUID) -> None: ...

    async def count(self) -> int: ...


class News(Protocol):
    """All that is kept of news."""

    @property
    def feeds(self) -> Feeds: ...

    @property
    def articles(self) -> Articles: ...

    @property
    def saved(self) -> SavedArticles: ...
