"""Where the last good prices are kept, for everybody, and for after a restart."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeAlias

from cryptotracker.domain.market.quotes import Quote

Pair: TypeAlias = tuple[str, str]
"""An asset, and the currency that it is priced in."""


class KeptPrices(Protocol):
    """The last price of each pair that was believed; they are market prices, and nobody's own.

    - what went in comes out to the last digit;
    - of two prices of a pair the one of the later moment stays, whatever came first;
    - a pair that was never priced is absent.
    """

    async def last(self, pairs: Collection[Pair]) -> Mapping[Pair, Quote]: ...

    async def keep(self, quotes: Sequence[Quote]) -> None: ...
