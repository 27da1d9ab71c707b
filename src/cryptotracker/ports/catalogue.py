"""Which assets there are, and what they are called."""

from collections.abc import Sequence
from typing import Protocol

from cryptotracker.domain.market.assets import Asset, AssetId


class Catalogue(Protocol):
    """Knows assets by id, by symbol and by name.

    Every adapter keeps these promises; tests/contract/test_catalogue.py holds it to them:

    - an id names one asset and never changes; a symbol may name several;
    - what is not known is absent: no answer is ever guessed;
    - several answers come best known first, the same at every call;
    - symbols, names and aliases are found in upper and lower case.
    """

    def find(self, asset: AssetId) -> Asset | None: ...

    def lookup(self, symbol: str) -> Sequence[Asset]:
        """Return every asset that goes, or went, by a symbol: more than one is ambiguous."""
        ...

    def search(self, text: str, *, limit: int = 20) -> Sequence[Asset]:
        """Return what a person may mean; for an empty text, the best known."""
        ...

    def assets(self) -> Sequence[Asset]: ...
