"""What a user can ask about the market."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from cryptotracker.domain.market.assets import Asset, Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.prices import PriceSource


@frozen
class FindAssets:
    """Say what symbols mean: of several assets that share one, the best known.

    A symbol that nobody knows is absent.
    """

    catalogue: Catalogue

    def __call__(self, symbols: Sequence[str]) -> Mapping[str, Asset]:
        found = ((symbol, self.catalogue.lookup(symbol)) for symbol in symbols)
        return {symbol: assets[0] for symbol, assets in found if assets}


@frozen
class QuoteAssets:
    """Quote what assets cost now; one without a price is absent, never priced at zero."""

    prices: PriceSource

    async def __call__(self, assets: Sequence[str], currency: Currency) -> Mapping[str, Quote]:
        return await self.prices.quotes(assets, currency=currency)
