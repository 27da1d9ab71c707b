"""The market over HTTP."""

from datetime import UTC, datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from cryptotracker.domain.identity.permissions import ADMIN
from cryptotracker.domain.market import assets as market
from cryptotracker.entrypoints.http.market_views import (
    AssetView,
    PriceThenView,
    QuoteView,
    RefusalView,
    SourceView,
)
from cryptotracker.entrypoints.http.queries import Listed, moment, names
from cryptotracker.entrypoints.tracker import Tracker

Names = Annotated[str, QueryParameter(max_length=20_000, description="Between commas.")]
Code = Annotated[str, QueryParameter(pattern="^[A-Z]{3}$(?!\n)")]


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
        currency: Code,
    ) -> Listed[QuoteView]:
        wanted = names(assets, "assets")
        found = await tracker.prices.quotes(wanted, market.Currency(currency))
        now = datetime.now(UTC)
        return Listed([QuoteView.of(found[asset], now) for asset in wanted if asset in found])

    @get("/prices", operation_id="priceThen", summary="What an asset cost at an instant")
    async def price_then(
        self,
        tracker: NamedDependency[Tracker],
        asset: Annotated[str, QueryParameter(min_length=1, max_length=100)],
        currency: Code,
        at: Annotated[str, QueryParameter(max_length=40)],
    ) -> PriceThenView:
        instant = moment(at, "at", UTC)
        found = await tracker.prices.at(asset, market.Currency(currency), instant)
        return PriceThenView.of((asset, currency, instant), found)

    @get(
        "/sources",
        operation_id="listPriceSources",
        summary="How the sources of prices are; none where prices are simulated",
        sync_to_thread=False,
    )
    def sources(self, tracker: NamedDependency[Tracker]) -> Listed[SourceView]:
        states, _ = tracker.see_sources()
        return Listed([SourceView.of(each) for each in states])

    @get(
        "/refusals",
        operation_id="listPriceRefusals",
        summary="The last hundred prices that were not believed, newest first",
        opt={"policy": ADMIN},
        sync_to_thread=False,
    )
    def refusals(self, tracker: NamedDependency[Tracker]) -> Listed[RefusalView]:
        _, last = tracker.see_sources()
        return Listed([RefusalView.of(each) for each in last])
