"""A source of prices that is made of several."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from attrs import frozen

from cryptotracker.application.prices.merging import MergePrices
from cryptotracker.application.prices.recalling import Days, RecallPrices
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import INTERVALS
from cryptotracker.domain.market.observations import Refusal
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.told_candles import Wanted, examine_candles
from cryptotracker.ports.price_feeds import Health
from cryptotracker.ports.price_streams import CandleFeed
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
    candle_feeds: Sequence[CandleFeed] = ()

    async def quotes(self, assets: Collection[str], *, currency: Currency) -> Mapping[str, Quote]:
        return await self.merge.quotes(assets, currency)

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        return await self.recall(assets, currency, Days(since=since, until=until))

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        """Return those of the first source that has any of the series, but for what cannot be."""
        feed = self.knows(series)
        if feed is None:
            return Fetched(simulated=False)
        now, meter = self.merge.clock.now(), self.merge.meter
        try:
            told = await feed.candles(series, since=since, until=until)
        except PriceSourceUnavailableError:
            meter.add("price_source_requests", feed.about.name, "failed")
            raise
        meter.add("price_source_requests", feed.about.name, "answered")
        last = self.merge.standing.last((series.asset, series.currency))
        wanted = Wanted(
            source=feed.about.name,
            asset=series.asset,
            currency=series.currency,
            span=INTERVALS[series.interval],
            since=since,
            until=until,
            now=now,
            last=last.price if last and now - since < OLDEST else None,
        )
        believed, refused = examine_candles(told, wanted)
        self.merge.quarantine.take(refused)
        return Fetched(simulated=False, candles=believed)

    def knows(self, series: Series) -> CandleFeed | None:
        """Return the source whose candles of a series are shown: the most trusted that has any."""
        return next((feed for feed in self.candle_feeds if feed.lists(series)), None)


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
