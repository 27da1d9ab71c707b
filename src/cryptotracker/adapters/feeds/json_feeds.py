"""Read JSON Feed, version 1 and 1.1."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from cryptotracker.domain.news.errors import FeedFailedError

VERSION: Final = "jsonfeed.org/version/1"
LONGEST: Final = 40


def entries(text: str) -> Iterator[dict[str, Any]]:
    """Give the entries of a feed as they are written: link, title, summary, time."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedFailedError(reason="it is no JSON") from error
    if not isinstance(found, dict) or VERSION not in str(found.get("version", "")):
        raise FeedFailedError(reason="it is JSON, and no feed")
    items = found.get("items")
    for entry in items if isinstance(items, list) else ():
        if isinstance(entry, dict):
            yield {
                "link": first(entry, "url", "external_url", "id"),
                "title": first(entry, "title"),
                "summary": first(entry, "summary", "content_text", "content_html"),
                "published_at": moment(first(entry, "date_published", "date_modified")),
            }


def first(entry: dict[str, Any], *names: str) -> str:
    """Return the first of some fields that has a text."""
    return next((text for name in names if isinstance(text := entry.get(name), str) and text), "")


def moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if len(text) < LONGEST else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None
