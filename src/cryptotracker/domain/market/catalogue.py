"""Find an asset among many, by its id, by what a ledger calls it, or by what a person types.

>>> terra, classic = (
...     Asset(id=AssetId("terra-luna-2"), symbol="LUNA", name="Terra", kind="coin"),
...     Asset(id=AssetId("terra-luna"), symbol="LUNC", name="Terra Classic", kind="coin",
...           aliases=("LUNA",)),
... )
>>> index = AssetIndex.of([terra, classic])
>>> [asset.id for asset in index.lookup("LUNA")]
['terra-luna-2', 'terra-luna']
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from cryptotracker.domain.market.assets import Asset, AssetId


@frozen(kw_only=True)
class AssetIndex:
    """Assets in the order in which they are known best; every answer keeps that order."""

    assets: Sequence[Asset]
    by_id: Mapping[AssetId, Asset]
    by_symbol: Mapping[str, Sequence[Asset]]

    @classmethod
    def of(cls, assets: Iterable[Asset]) -> "AssetIndex":
        ranked = tuple(assets)
        by_symbol: dict[str, list[Asset]] = {}
        for asset in ranked:
            for symbol in dict.fromkeys(map(str.upper, (asset.symbol, *asset.aliases))):
                by_symbol.setdefault(symbol, []).append(asset)
        return cls(assets=ranked, by_id={each.id: each for each in ranked}, by_symbol=by_symbol)

    def find(self, asset: AssetId) -> Asset | None:
        return self.by_id.get(asset)

    def lookup(self, symbol: str) -> Sequence[Asset]:
        """Return every asset that goes, or went, by a symbol; upper and lower case are one."""
        return tuple(self.by_symbol.get(symbol.upper(), ()))

    def search(self, text: str, limit: int) -> Sequence[Asset]:
        """Return first the assets of that very symbol, then what begins so, then what contains it.

        >>> shop = AssetIndex.of([Asset(id=AssetId("tether"), symbol="USDT", name="Tether",
        ...     kind="stablecoin"), Asset(id=AssetId("ether"), symbol="ETH", name="Ether",
        ...     kind="coin")])
        >>> [asset.symbol for asset in shop.search("ether", 5)]
        ['ETH', 'USDT']
        """
        wanted = text.strip().casefold()
        if not wanted:
            return self.assets[:limit]
        ranked = [(closeness(asset, wanted), asset) for asset in self.assets]
        # Sorting is stable, so what is equally close stays best known first.
        close = sorted((each for each in ranked if each[0]), key=lambda each: -each[0])
        return tuple(asset for _, asset in close[:limit])


def closeness(asset: Asset, wanted: str) -> int:
    """Tell how well an asset answers a search: 0 not at all, 3 exactly."""
    names = [each.casefold() for each in (asset.symbol, asset.name, asset.id, *asset.aliases)]
    if wanted in names:
        return 3
    if any(name.startswith(wanted) for name in names):
        return 2
    return int(any(wanted in name for name in names))
