"""How it is answered over HTTP when something is wrong with watch-lists or stars."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.watching.errors import (
    TooMuchWatchedError,
    UnknownAssetError,
    WatchListNameTakenError,
    WatchListNotFoundError,
)
from cryptotracker.entrypoints.http.kind import Kind

WATCH_KINDS: Final[Mapping[type[CryptoTrackerError], Kind]] = {
    WatchListNotFoundError: Kind(
        404, "There is no such watch-list", lambda _: "It may have been removed."
    ),
    WatchListNameTakenError: Kind(
        409, "The name is taken", lambda _: "another watch-list has this name", lambda _: "#/name"
    ),
    TooMuchWatchedError: Kind(
        409,
        "Too much is watched",
        lambda e: f"There is room for {e.most} {e.what}. Drop one first.",
    ),
    UnknownAssetError: Kind(
        400,
        "There is no such asset",
        lambda e: f"nobody knows {e.asset!r}: give an id or a symbol of the catalogue",
    ),
}
