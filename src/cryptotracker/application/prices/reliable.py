"""A source of prices that is made of several."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from attrs import frozen

from cryptotracker.application.prices.merging import MergePrices
from cryptotracker.application.prices.recalling import Days, RecallPrices
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import Refusal
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.price_feeds import Health
from cryptotracker.ports.prices import Fetched, PriceSource, Series


@frozen(kw_only=True)
class SourceState:
    """How a source is, and how often it was not believed, by the reason."""

    name: str
    health: Health
    refused: Mapping[str, int]


@frozen
class ReliablePrices(PriceSource):
    """Prices of now are merged from all sources, those of past days are the first one's."""

    merge: MergePrices
    recall: RecallPrices

    async def quotes(self, assets: Collection[str], *, currency: Currency) -> Mapping[str, Quote]:
        return await self.merge.quotes(assets, currency)

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        return await self.recall(assets, currency, Days(since=since, until=until))

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        """Know none: what sources outside say of candles is not checked yet, so not believed."""
        del series, since, until
        return Fetched(simulated=False)


@frozen
class SeeSources:
    """Show how each source is, and what was refused last."""

    prices: ReliablePrices | None = None

    def __call__(self) -> tuple[Sequence[SourceState], Sequence[Refusal]]:
        if self.prices is None:
            return (), ()
        merge = self.prices.merge
        states = [
            SourceState(
                name=feed.about.name,
                health=feed.health(),
                refused=merge.quarantine.counts(feed.about.name),
            )
            for feed in merge.feeds
        ]
        return states, merge.quarantine.last()
