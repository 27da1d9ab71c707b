"""How it is answered over HTTP when something is wrong with feeds or articles."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.news.errors import (
    ArticleNotFoundError,
    FeedFailedError,
    FeedNotFoundError,
    FeedRefusedError,
    FeedTakenError,
    TooManySavedError,
)
from cryptotracker.entrypoints.http.kind import Kind

NEWS_KINDS: Final[Mapping[type[CryptoTrackerError], Kind]] = {
    FeedFailedError: Kind(
        503, "The feed cannot be read now", lambda e: e.reason, retry_after_seconds=900
    ),
    FeedNotFoundError: Kind(404, "There is no such feed", lambda _: "It may have been removed."),
    FeedTakenError: Kind(
        409, "The feed is there already", lambda e: f"There is a feed of {e.url}."
    ),
    FeedRefusedError: Kind(400, "It cannot be a feed", lambda e: e.reason, lambda _: "#/url"),
    ArticleNotFoundError: Kind(
        404, "There is no such article", lambda _: "It may be too old to be kept."
    ),
    TooManySavedError: Kind(
        409, "Too much is saved", lambda e: f"One may save {e.most} articles. Drop one first."
    ),
}
