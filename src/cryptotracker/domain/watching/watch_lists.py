"""A watch-list: assets in an order of one's own, under a name.

>>> from datetime import UTC
>>> mine = WatchList(id=UUID(int=1), name="Mine", created_at=datetime(2026, 1, 1, tzinfo=UTC))
>>> mine.with_asset("bitcoin").with_asset("solana").with_asset("bitcoin").assets
('bitcoin', 'solana')
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen
from attrs.validators import max_len, min_len

from cryptotracker.domain.errors import VersionConflictError
from cryptotracker.domain.watching.errors import TooMuchWatchedError

LISTS_MOST: Final = 50
ASSETS_MOST: Final = 500
"""So many assets a list holds at most; and so many stars there are."""

NAME_LONGEST: Final = 100


@frozen(kw_only=True)
class WatchList:
    """Assets by their ids in the catalogue, in the order that their owner gave them, none twice.

    Attributes:
        version: counts every change.
    """

    id: UUID
    name: str = field(validator=[min_len(1), max_len(NAME_LONGEST)])
    assets: tuple[str, ...] = ()
    created_at: datetime
    version: int = 1

    def expect(self, version: int | None) -> None:
        """Raise VersionConflictError unless this is the version that somebody has seen."""
        if version not in {None, self.version}:
            raise VersionConflictError(
                thing=str(self.id), expected=str(version), current=self.version
            )

    def named(self, name: str) -> "WatchList":
        return evolve(self, name=name, version=self.version + 1)

    def of(self, assets: Iterable[str]) -> "WatchList":
        """Return the list with these assets and no others; each counts once."""
        wanted = tuple(dict.fromkeys(assets))
        room(len(wanted), ASSETS_MOST, "assets in a watch-list")
        return evolve(self, assets=wanted, version=self.version + 1)

    def with_asset(self, asset: str) -> "WatchList":
        """Return the list with an asset more, at its end; the same list if it is in it."""
        return self if asset in self.assets else self.of((*self.assets, asset))

    def without(self, asset: str) -> "WatchList":
        """Return the list without an asset; the same list if it is not in it."""
        left = [each for each in self.assets if each != asset]
        return self if len(left) == len(self.assets) else self.of(left)


def room(wanted: int, most: int, what: str) -> None:
    """Raise TooMuchWatchedError unless there is room for as many."""
    if wanted > most:
        raise TooMuchWatchedError(what=what, most=most)
