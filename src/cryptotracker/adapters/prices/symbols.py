"""Which asset of the catalogue the ledger's text means, for sources that must not guess."""

from collections.abc import Collection, Mapping

from cryptotracker.domain.market.assets import Asset, AssetId, is_money
from cryptotracker.ports.catalogue import Catalogue


def meant(catalogue: Catalogue, asset: str) -> Asset | None:
    """Return the one asset that goes by a text; None for money, and where there are several.

    An id names one asset; a symbol that several share, or shared at some time, names none.
    """
    if is_money(asset):
        return None
    candidates = catalogue.lookup(asset)
    if len(candidates) == 1:
        return candidates[0]
    return None if candidates else catalogue.find(AssetId(asset))


def all_meant(catalogue: Catalogue, assets: Collection[str]) -> Mapping[str, Asset]:
    found = ((asset, meant(catalogue, asset)) for asset in sorted(assets))
    return {asset: known for asset, known in found if known is not None and known.kind != "fiat"}
