"""The best-known assets, shipped with the program; tools/catalogue.py made the data."""

import csv
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files

from cryptotracker.domain.market.assets import Asset, AssetId
from cryptotracker.domain.market.catalogue import AssetIndex
from cryptotracker.ports.catalogue import Catalogue


class EmbeddedCatalogue(Catalogue):
    """Reads its data when first asked, so that who never asks pays nothing."""

    @cached_property
    def _index(self) -> AssetIndex:
        data = files(__package__).joinpath("assets.csv").read_text(encoding="utf-8")
        return AssetIndex.of(
            Asset(
                id=AssetId(row["id"]),
                symbol=row["symbol"],
                name=row["name"],
                kind=row["kind"],
                aliases=tuple(row["aliases"].split()),
                color=row["color"],
            )
            for row in csv.DictReader(data.splitlines())
        )

    def find(self, asset: AssetId) -> Asset | None:
        return self._index.find(asset)

    def lookup(self, symbol: str) -> Sequence[Asset]:
        return self._index.lookup(symbol)

    def search(self, text: str, *, limit: int = 20) -> Sequence[Asset]:
        return self._index.search(text, limit)

    def assets(self) -> Sequence[Asset]:
        return self._index.assets
