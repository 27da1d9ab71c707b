"""A feed, and articles as one tells them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cryptotracker.domain.news.articles import Article
from cryptotracker.domain.news.feeds import Feed
from tests.contract.people import NOW

FEED: Final = Feed(
    id=UUID(int=71), name="One", url="https://one.example.org/feed", created_at=NOW, due_at=NOW
)


def article(
    number: int = 1,
    title: str = "Bitcoin rises",
    *,
    hours_ago: float = 1,
    cluster: int | None = None,
    assets: Sequence[str] = (),
    source: str = "One",
) -> Article:
    at: datetime = NOW - timedelta(hours=hours_ago)
    return Article(
        id=UUID(int=number),
        feed_id=None,
        source=source,
        link=f"https://one.example.org/{number}",
        title=title,
        published_at=at,
        seen_at=NOW,
        assets=tuple(assets),
        cluster=UUID(int=cluster or number),
    )
