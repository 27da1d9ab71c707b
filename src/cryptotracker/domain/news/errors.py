"""What can be wrong with feeds of news, and with what is asked about articles."""

from datetime import timedelta

from attrs import frozen

from cryptotracker.domain.errors import CryptoTrackerError


@frozen(kw_only=True, str=True)
class FeedFailedError(CryptoTrackerError):
    """A feed cannot be read now; `reason` says why, in words that end a sentence about it.

    Attributes:
        later: so long its server asks to be left alone.
    """

    reason: str
    later: timedelta | None = None


@frozen(kw_only=True, str=True)
class FeedNotFoundError(CryptoTrackerError):
    """No feed has this id."""

    feed: str


@frozen(kw_only=True, str=True)
class FeedTakenError(CryptoTrackerError):
    """There is a feed of this address already."""

    url: str


@frozen(kw_only=True, str=True)
class FeedRefusedError(CryptoTrackerError):
    """A feed cannot be one of ours: its address or its name will not do, or there are too many."""

    reason: str


@frozen(kw_only=True, str=True)
class ArticleNotFoundError(CryptoTrackerError):
    """No article has this id."""

    article: str


@frozen(kw_only=True, str=True)
class TooManySavedError(CryptoTrackerError):
    """Nobody may save more articles than this."""

    most: int
