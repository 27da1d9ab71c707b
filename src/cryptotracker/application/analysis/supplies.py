"""Do without anybody who says how many units of an asset there are."""

from collections.abc import Collection, Mapping

from attrs import frozen

from cryptotracker.domain.market.supplies import Supply
from cryptotracker.ports.supplies import Supplies


@frozen
class NobodyCounts(Supplies):
    """Knows of none, as most sources of prices do not."""

    async def supplies(self, assets: Collection[str]) -> Mapping[str, Supply]:
        del assets
        return {}
