"""Read RSS and Atom, in all their dialects."""

from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

import feedparser

from cryptotracker.adapters.feeds import gate
from cryptotracker.adapters.feeds.decoding import without_declaration
from cryptotracker.domain.news.errors import FeedFailedError

UTF8: Final = {"content-type": "application/xml; charset=utf-8"}
DATES: Final = ("published_parsed", "updated_parsed", "created_parsed")


def entries(text: str) -> Iterator[dict[str, Any]]:
    """Give the entries of a feed as they are written: link, title, summary, time."""
    xml = without_declaration(text)
    gate.check(xml)
    # Never a text or bytes: those it would take for the name of a file, or for an address.
    found = feedparser.parse(
        BytesIO(xml.encode(errors="replace")),
        response_headers=UTF8,
        sanitize_html=False,  # what is kept has no markup at all
        resolve_relative_uris=False,
    )
    if not found.version:
        raise FeedFailedError(reason="it is XML, and no feed")
    for entry in found.entries:
        yield {
            "link": entry.get("link", ""),
            "title": entry.get("title", ""),
            "summary": entry.get("summary", "") or content(entry),
            "published_at": moment(entry),
        }


def content(entry: Mapping[str, Any]) -> str:
    return next((each.get("value", "") for each in entry.get("content", ())), "")


def moment(entry: Mapping[str, Any]) -> datetime | None:
    """Return the time of an entry in UTC; the library has made it so."""
    fields = dict(entry)  # its own get() takes one date for another, and warns
    for name in DATES:
        if parsed := fields.get(name):
            try:
                return datetime.fromtimestamp(timegm(parsed), UTC)
            except (ValueError, OverflowError, OSError):
                continue
    return None
