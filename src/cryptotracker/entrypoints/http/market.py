"""The market over HTTP."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Struct

from cryptotracker.domain.market import assets as market
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.http.queries import Listed, names
from cryptotracker.entrypoints.tracker import Tracker

Names = Annotated[str, QueryParameter(max_length=20_000, description="Between commas.")]


class AssetView(Struct, frozen=True, kw_only=True):
    id: str
    symbol: str
    name: str
    kind: str
    color: str | None


class QuoteView(Struct, frozen=True, kw_only=True):
    asset: str
    currency: str
    price: str | None
    time: str | None
    source: str
    simulated: bool

    @classmethod
    def of(cls, quote: Quote) -> "QuoteView":
        return cls(
            asset=quote.asset,
            currency=quote.currency,
            price=number(quote.price),
            time=instant(quote.as_of),
            source=quote.source,
            simulated=quote.simulated,
        )


class MarketController(Controller):
    path = "/market"
    tags = ("Market",)

    @get(
        "/assets",
        operation_id="findAssets",
        summary="What symbols mean; of several assets that share one, the best known",
        sync_to_thread=False,
    )
    def assets(self, tracker: NamedDependency[Tracker], symbols: Names) -> Listed[AssetView]:
        found = tracker.find_assets(names(symbols, "symbols"))
        return Listed(
            [
                AssetView(
                    id=asset.id,
                    symbol=symbol,
                    name=asset.name,
                    kind=asset.kind,
                    color=asset.color or None,
                )
                for symbol, asset in found.items()
            ]
        )

    @get("/quotes", operation_id="quoteAssets", summary="What assets cost now")
    async def quotes(
        self,
        tracker: NamedDependency[Tracker],
        assets: Names,
        currency: Annotated[str, QueryParameter(pattern="^[A-Z]{3}$(?!\n)")],
    ) -> Listed[QuoteView]:
        wanted = names(assets, "assets")
        found = await tracker.quote_assets(wanted, market.Currency(currency))
        return Listed([QuoteView.of(found[asset]) for asset in wanted if asset in found])
