"""Read a feed from wherever it is: get it, make text of it, and clean what is in it."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin

from attrs import frozen

from cryptotracker.adapters.feeds import json_feeds, xml_feeds
from cryptotracker.adapters.feeds.addresses import Network
from cryptotracker.adapters.feeds.cleaning import plain
from cryptotracker.adapters.feeds.decoding import text_of
from cryptotracker.adapters.feeds.fetching import Fetch, Versions
from cryptotracker.domain.news.addresses import canonical
from cryptotracker.domain.news.articles import SUMMARY_LONGEST, TITLE_LONGEST, Item, shortened
from cryptotracker.domain.news.errors import FeedFailedError
from cryptotracker.domain.news.feeds import Feed
from cryptotracker.ports.news import FeedReader, Reading

ITEMS_MOST: Final = 100
"""So many of one reading are taken; feeds list the newest first."""

PAGES: Final = ("<!doctype html", "<html")
PAGE_LONGEST: Final = len(PAGES[0])
FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


@frozen
class WebFeeds(FeedReader):
    """Reads feeds of the web."""

    _fetch: Fetch

    @classmethod
    def open(cls, private: Sequence[Network] = ()) -> "WebFeeds":
        """Make a reader that also reads feeds in some networks that are not public."""
        return cls(Fetch(private))

    async def read(self, feed: Feed) -> Reading:
        found = await self._fetch(feed.url, Versions(etag=feed.etag, modified=feed.modified))
        if found.body is None:  # a server need not name again what has not changed
            etag, modified = found.etag or feed.etag, found.modified or feed.modified
            return Reading(items=None, etag=etag, modified=modified)
        items = await asyncio.to_thread(items_of, found.body, found.charset, feed.url)
        return Reading(items=items, etag=found.etag, modified=found.modified)


def items_of(body: bytes, charset: str, url: str) -> Sequence[Item]:
    """Read the items of a feed, each address once; whatever is wrong is a FeedFailedError."""
    text = text_of(body, charset).strip()
    if not text:
        raise FeedFailedError(reason="it is empty")
    if text[:PAGE_LONGEST].lower().startswith(PAGES):
        raise FeedFailedError(reason="it is a page to look at, and no feed")
    entries = json_feeds.entries(text) if text[0] in "{[" else xml_feeds.entries(text)
    try:
        found = list(islice(items(entries, url), ITEMS_MOST))
    except FAULTS as error:  # of a library that reads what nobody wrote on purpose
        raise FeedFailedError(reason="it cannot be read") from error
    return list({item.link: item for item in reversed(found)}.values())[::-1]


def items(entries: Iterable[dict[str, Any]], url: str) -> Iterator[Item]:
    for entry in entries:
        link = canonical(urljoin(url, entry["link"].strip())) if entry["link"].strip() else None
        title = shortened(plain(entry["title"]), TITLE_LONGEST)
        if link is not None and title:
            summary = shortened(plain(entry["summary"]), SUMMARY_LONGEST)
            yield Item(link=link, title=title, summary=summary, published_at=entry["published_at"])
