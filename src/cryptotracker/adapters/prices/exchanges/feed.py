"""An exchange as a source of prices: what was traded last, candles, and days of the past."""

import asyncio
import csv
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from attrs import field, frozen
from httpx import AsyncClient

from cryptotracker.adapters.prices.asking import Asking, address, allowance, only
from cryptotracker.adapters.prices.exchanges.condition import Condition
from cryptotracker.adapters.prices.exchanges.pairs import Pairs
from cryptotracker.adapters.prices.exchanges.stream import Stream
from cryptotracker.adapters.prices.exchanges.venue import (
    EVERYTHING_WRONG,
    ErrorInsideError,
    LimitedError,
    Stretch,
    Venue,
)
from cryptotracker.adapters.prices.permits import Permits
from cryptotracker.adapters.prices.symbols import all_meant, meant
from cryptotracker.domain.errors import PriceSourceUnavailableError, SettingsError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import INTERVALS
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.domain.market.told_candles import ToldCandle
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.price_feeds import Health
from cryptotracker.ports.price_streams import CandleFeed, Heard, PriceStream
from cryptotracker.ports.prices import Series

OLDEST: Final = timedelta(minutes=30)
PATIENCE: Final = timedelta(seconds=3)
SILENCE_SECONDS: Final = 30
SETTINGS: Final = ("STREAM_URL", "URL", "PER_MINUTE", "SILENCE_SECONDS")
DOLLAR: Final = Currency("USD")
QUESTIONS_MOST: Final = 10
"""So often it is asked for one answer of candles."""


@frozen
class Exchange:
    """What an entry point names: an exchange that can be listened to."""

    venue: Venue

    @asynccontextmanager
    async def open(
        self, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AsyncIterator["ExchangeFeed"]:
        name = self.venue.name.upper()
        only(settings, f"{name}_", [f"{name}_{each}" for each in SETTINGS])
        stream = Stream(
            venue=self.venue,
            url=stream_address(settings, f"{name}_STREAM_URL", self.venue.stream_url),
            clock=clock,
            pairs=Pairs(self.venue.name, clock),
            condition=Condition(clock),
            silence=timedelta(
                seconds=allowance(settings, f"{name}_SILENCE_SECONDS", SILENCE_SECONDS)
            ),
        )
        per_minute = allowance(settings, f"{name}_PER_MINUTE", self.venue.per_minute)
        listening = asyncio.create_task(stream.run())
        try:
            async with AsyncClient(trust_env=False) as client:
                asking = Asking(
                    client=client,
                    source=self.venue.name,
                    url=address(settings, f"{name}_URL", self.venue.url),
                    permits=Permits(clock, per_minute),
                    headers={"user-agent": "cryptotracker"},
                )
                yield ExchangeFeed(stream=stream, asking=asking, catalogue=catalogue)
        finally:
            listening.cancel()
            await asyncio.wait([listening])


@frozen(kw_only=True)
class ExchangeFeed(PriceStream, CandleFeed):
    """Listens to what is wanted; where an exchange counts in a coin, dollars are that coin."""

    _stream: Stream
    _asking: Asking
    _catalogue: Catalogue
    _about: Feed = field(init=False)

    def __attrs_post_init__(self) -> None:
        venue = self._stream.venue
        about = Feed(name=venue.name, oldest=OLDEST, counts_in=venue.counts_in)
        object.__setattr__(self, "_about", about)

    @property
    def about(self) -> Feed:
        return self._about

    def health(self) -> Health:
        return self._stream.condition.health()

    async def hear(self) -> Heard:
        return await self._stream.inbox.take()

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        pairs = self._pairs(assets, currency)
        if not pairs:
            return []
        for symbol, name, counted in pairs:
            self._stream.want(symbol, name, counted)
        symbols = {symbol for symbol, _, _ in pairs}
        await self._stream.said_of(symbols, PATIENCE)
        trouble = self._stream.condition.trouble
        if trouble is not None:
            raise PriceSourceUnavailableError(source=self.about.name, reason=trouble)
        return [each for each in self._stream.pairs.claims(symbols) if each.asset in assets]

    def _pairs(
        self, assets: Collection[str], currency: Currency
    ) -> Sequence[tuple[str, str, Currency]]:
        """Say which pairs price assets in a currency, or in a coin in place of the dollar."""
        found = []
        counted_in = (currency, *(self.about.counts_in if currency == DOLLAR else ()))
        for name, asset in all_meant(self._catalogue, assets).items():
            symbols = ((self._symbol(asset.id, each), each) for each in counted_in)
            known = [(symbol, name, Currency(each)) for symbol, each in symbols if symbol]
            found += known[:1]
        return found

    def _symbol(self, asset: str, currency: str) -> str | None:
        base, quotes = listed(self._stream.venue.name).get(asset, ("", ()))
        return self._stream.venue.symbol(base, currency) if currency in quotes else None

    def lists(self, series: Series) -> bool:
        return self._series_symbol(series) is not None

    def _series_symbol(self, series: Series) -> str | None:
        asset = meant(self._catalogue, series.asset)
        return self._symbol(asset.id, series.currency) if asset else None

    async def candles(
        self, series: Series, *, since: datetime, until: datetime
    ) -> Sequence[ToldCandle]:
        symbol = self._series_symbol(series)
        if symbol is None:
            return []
        found: list[ToldCandle] = []
        span, bars = INTERVALS[series.interval], self._stream.venue.bars
        for _ in range(QUESTIONS_MOST):
            if since >= until:
                break
            end = min(until, since + bars.most * span)
            stretch = Stretch(symbol, series.interval, since, end)
            try:
                found += await self._bars(stretch)
            except PriceSourceUnavailableError:
                if found:
                    break  # the others are asked for the next time
                raise
            since = end
        return found

    async def _bars(self, stretch: Stretch) -> list[ToldCandle]:
        bars = self._stream.venue.bars
        path, params = bars.ask(stretch)
        said = await self._asking.get(path, params)
        try:
            rows = bars.read(said) if said is not None else ()
        except LimitedError as error:
            self._asking.permits.told_to_wait(None)
            raise PriceSourceUnavailableError(source=self.about.name, reason="limited") from error
        except ErrorInsideError as error:
            self._asking.fail("error_inside", error)
        except EVERYTHING_WRONG as error:
            self._asking.fail("wrong_shape", error)
        return [
            ToldCandle(
                time=row.time,
                open=row.open,
                high=row.high,
                low=row.low,
                close=row.close,
                volume=row.volume,
            )
            for row in rows
        ]

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        """Say with which price each day began."""
        if since > until:
            return []
        start, end = (datetime.combine(each, time(), UTC) for each in (since, until))
        claims: dict[tuple[str, object], Claim] = {}
        for name in sorted(assets):
            series = Series(asset=name, currency=currency, interval="1d")
            for each in await self.candles(series, since=start, until=end + timedelta(days=1)):
                claims[name, each.time] = Claim(
                    source=self.about.name,
                    asset=name,
                    currency=currency,
                    price=each.open,
                    time=each.time,
                )
        return list(claims.values())


@cache
def listed(venue: str) -> Mapping[str, tuple[str, Collection[str]]]:
    """Read which assets an exchange trades, how all of them call it, and for what."""
    data = files(__package__).joinpath("listed.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(data.splitlines())
    return {row["asset"]: (row["symbol"], row[venue].split()) for row in rows if row[venue]}


def stream_address(settings: Mapping[str, str], name: str, usual: str) -> str:
    """Read where an exchange is listened to; it is chosen by whoever runs the service."""
    url = settings.get(name, usual)
    parts = urlsplit(url)
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        reason = "is an address that begins with wss:// or ws://"
        raise SettingsError(name=f"CRYPTOTRACKER_{name}", reason=reason)
    return url
