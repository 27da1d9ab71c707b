"""What can be wrong with watch-lists and stars."""

from attrs import frozen

from cryptotracker.domain.errors import CryptoTrackerError


@frozen(kw_only=True, str=True)
class WatchListNotFoundError(CryptoTrackerError):
    """No watch-list has this id or name."""

    watch_list: str


@frozen(kw_only=True, str=True)
class WatchListNameTakenError(CryptoTrackerError):
    """Another watch-list has this name."""

    name: str


@frozen(kw_only=True, str=True)
class TooMuchWatchedError(CryptoTrackerError):
    """There is no room for more watch-lists, or for more assets in one, or for more stars."""

    what: str
    most: int


@frozen(kw_only=True, str=True)
class UnknownAssetError(CryptoTrackerError):
    """The catalogue knows no asset of this id or symbol."""

    asset: str
