"""What a feed told, as it is kept: plain text, a link, a time and the assets it is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import field, frozen
from attrs.validators import max_len, min_len

TITLE_LONGEST: Final = 300
SUMMARY_LONGEST: Final = 1_000
KEPT: Final = timedelta(days=60)
"""After so long an article goes, unless somebody saved it or a copy of it."""

SAVED_MOST: Final = 2_000


@frozen(kw_only=True)
class Item:
    """One entry of a feed, read and cleaned: text without markup, and an address to open.

    Attributes:
        published_at: None if the feed does not say so.
    """

    link: str
    title: str
    summary: str = ""
    published_at: datetime | None = None


@frozen(kw_only=True)
class Article:
    """An item that was kept.

    Attributes:
        feed_id: None once the feed is no more; `source` is still its name.
        published_at: as the feed says, but never later than we saw it.
        dated: whether the feed said so; if not, `published_at` is when we saw it.
        cluster: the first of the articles that tell the same; its own id if it is that.
        example: made up, to show what news look like: never to be shown as news.
    """

    id: UUID
    feed_id: UUID | None
    source: str
    link: str
    title: str = field(validator=[min_len(1), max_len(TITLE_LONGEST)])
    summary: str = field(default="", validator=max_len(SUMMARY_LONGEST))
    published_at: datetime
    dated: bool = True
    seen_at: datetime
    assets: Sequence[str] = ()
    cluster: UUID
    example: bool = False


@frozen(kw_only=True)
class Story:
    """The first article that tells something, and the others that tell the same."""

    lead: Article
    others: Sequence[Article] = ()
    saved: bool = False


def published(item: Item, now: datetime) -> tuple[datetime, bool]:
    """Say when an item is from, and whether the feed says so; nothing is from the future."""
    if item.published_at is None:
        return now, False
    return min(item.published_at, now), True


def is_too_old(published_at: datetime, now: datetime) -> bool:
    return published_at < now - KEPT


def shortened(text: str, most: int) -> str:
    """Cut a text at a word, and show that it was cut.

    >>> shortened("Bitcoin rises above all", 16)
    'Bitcoin rises…'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip(" ,;:.-") + "…"
