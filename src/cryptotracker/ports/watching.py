"""Where it is kept what owners keep an eye on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.watching.watch_lists import WatchList


class WatchLists(Protocol):
    """The watch-lists of one owner.

    - a name belongs to one list: WatchListNameTakenError;
    - what is not there raises WatchListNotFoundError;
    - assets come out in the order in which they went in;
    - a list got in a transaction is changed by nobody else until the transaction ends.
    """

    async def add(self, watch_list: WatchList) -> None: ...

    async def get(self, key: UUID | str) -> WatchList:
        """Return the list of an id, or of a name if a text is given."""
        ...

    async def all(self) -> Sequence[WatchList]:
        """List them, oldest first."""
        ...

    async def save(self, watch_list: WatchList) -> None: ...

    async def remove(self, list_id: UUID) -> None: ...


class Stars(Protocol):
    """The assets that one owner marked with a star.

    - to mark what is marked, or to unmark what is not, changes nothing;
    - they come in the order in which they were marked.
    """

    async def all(self) -> Sequence[str]: ...

    async def mark(self, asset: str, now: datetime) -> None: ...

    async def unmark(self, asset: str) -> None: ...


class Watching(Protocol):
    """All that an owner keeps an eye on, held or not."""

    @property
    def lists(self) -> WatchLists: ...

    @property
    def stars(self) -> Stars: ...


class Watched(Protocol):
    """What watches: watch-lists, and stars."""

    @property
    def watching(self) -> Watching: ...
