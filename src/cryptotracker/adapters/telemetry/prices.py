"""A source of prices, watched: how often it is asked, how long it takes, and whether it answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from time import perf_counter_ns

from attrs import define, field

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.prices import Fetched, PriceSource, Series
from cryptotracker.ports.telemetry import Readings, Telemetry


@define
class WatchedPrices(PriceSource):
    """Asks another source, and tells of it."""

    _source: PriceSource
    _name: str
    _telemetry: Telemetry
    _up: dict[tuple[str, ...], int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._telemetry.meter.watch("price_source_up", self._health)

    async def quotes(self, assets: Collection[str], *, currency: Currency) -> Mapping[str, Quote]:
        with self._asked("quotes"):
            return await self._source.quotes(assets, currency=currency)

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        with self._asked("history"):
            return await self._source.history(assets, currency=currency, since=since, until=until)

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        with self._asked("candles"):
            return await self._source.candles(series, since=since, until=until)

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        began, answered = perf_counter_ns(), False
        try:
            with self._telemetry.tracer.span(f"prices {what}", "client"):
                yield
            answered = True
        finally:
            took = timedelta(microseconds=(perf_counter_ns() - began) // 1000)
            meter = self._telemetry.meter
            meter.add("price_source_requests", self._name, "answered" if answered else "failed")
            meter.observe("price_source_seconds", self._name, took=took)
            self._up[(self._name,)] = int(answered)

    def _health(self) -> Readings:
        return self._up
