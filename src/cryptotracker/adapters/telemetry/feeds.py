"""One of several sources of prices, watched: how often it is asked, and whether it answers."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from time import perf_counter_ns

from attrs import frozen

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.ports.price_feeds import Health, PriceFeed
from cryptotracker.ports.telemetry import Readings, Telemetry


@frozen
class WatchedFeed(PriceFeed):
    """Asks another source, and tells of it."""

    _feed: PriceFeed
    _telemetry: Telemetry

    @property
    def about(self) -> Feed:
        return self._feed.about

    def health(self) -> Health:
        return self._feed.health()

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        with self._asked("quotes"):
            return await self._feed.observe(assets, currency=currency)

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        with self._asked("history"):
            return await self._feed.history(assets, currency=currency, since=since, until=until)

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        meter, name = self._telemetry.meter, self.about.name
        began, outcome = perf_counter_ns(), "failed"
        try:
            with self._telemetry.tracer.span(f"prices {what}", "client"):
                yield
            outcome = "answered"
        finally:
            took = timedelta(microseconds=(perf_counter_ns() - began) // 1000)
            meter.add("price_source_requests", name, outcome)
            meter.observe("price_source_seconds", name, took=took)


def up(feeds: Sequence[PriceFeed]) -> Readings:
    """Say of each source whether it answered the last time it was asked."""
    return {(each.about.name,): int(each.health().state == "up") for each in feeds}
