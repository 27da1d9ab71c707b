"""Where prices come from."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from attrs import frozen

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock


@frozen(kw_only=True)
class Series:
    """What candles are of, and how long each of them lasts."""

    asset: str
    currency: Currency
    interval: str


@frozen(kw_only=True)
class Fetched:
    """Candles as a source gives them, the oldest first."""

    simulated: bool
    candles: Sequence[Candle] = ()


class PriceSource(Protocol):
    """Quotes the prices of assets, now and in the past; assets are named as the ledger writes them.

    Every adapter keeps these promises; tests/contract/test_price_source.py holds it to them:

    - an asset or a currency it does not know is absent from the answer, never priced at zero;
    - prices are exact decimals in the currency asked for, times are aware and in UTC;
    - a history has at most one quote a day of a source, the oldest first, none outside the days
      asked for;
    - candles come oldest first, each begins at a multiple of its length and within the time asked
      for; where nothing is known there is none; the last one may not have ended yet;
    - made-up prices are marked as simulated;
    - when it cannot answer it raises PriceSourceUnavailableError and nothing else.
    """

    async def quotes(
        self, assets: Collection[str], *, currency: Currency
    ) -> Mapping[str, Quote]: ...

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        """Return the quotes of the days from `since` to `until`, both included."""
        ...

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        """Return the candles that begin at `since` or later, and before `until`."""
        ...


class PriceSourcePlugin(Protocol):
    """What an entry point of the group `cryptotracker.price_sources` names."""

    def open(
        self, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AbstractAsyncContextManager[PriceSource]:
        """Open the source; the catalogue says which asset a ledger's symbol means."""
        ...
