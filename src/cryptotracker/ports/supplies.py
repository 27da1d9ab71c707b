"""Where it is known how many units of an asset there are."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, runtime_checkable

from cryptotracker.domain.market.observations import Feed
from cryptotracker.domain.market.supplies import Supply, SupplyClaim


@runtime_checkable
class Supplies(Protocol):
    """Says how many units of assets go from hand to hand; assets are named by their ids.

    - of what nobody counted there is no answer: never nought;
    - what is made up is marked as simulated.
    """

    async def supplies(self, assets: Collection[str]) -> Mapping[str, Supply]: ...


@runtime_checkable
class SupplyFeed(Protocol):
    """One source that counts units, as it speaks; assets are named by their ids.

    - a number is given with every digit that was sent, and never as a float;
    - what it does not know is left out;
    - it asks only as often as it may, and answers or raises PriceSourceUnavailableError.
    """

    @property
    def about(self) -> Feed: ...

    async def counted(self, assets: Collection[str]) -> Sequence[SupplyClaim]: ...
