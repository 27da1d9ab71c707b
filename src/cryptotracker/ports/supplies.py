"""Where it is known how many units of an asset there are."""

from collections.abc import Collection, Mapping
from typing import Protocol, runtime_checkable

from cryptotracker.domain.market.supplies import Supply


@runtime_checkable
class Supplies(Protocol):
    """Says how many units of assets go from hand to hand; assets are named by their ids.

    - of what nobody counted there is no answer: never nought;
    - what is made up is marked as simulated.
    """

    async def supplies(self, assets: Collection[str]) -> Mapping[str, Supply]: ...
