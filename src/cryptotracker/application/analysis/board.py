"""Put assets beside each other, with all their figures, in one asking."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from weakref import WeakKeyDictionary

from attrs import define, field

from cryptotracker.application.analysis.days import MarketDays
from cryptotracker.application.analysis.moments import MomentsAgo
from cryptotracker.domain.market.assets import Asset, Currency
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.comparing import DEEPEST
from cryptotracker.domain.market.daily import Daily
from cryptotracker.domain.market.figures import Known, Row, measure
from cryptotracker.domain.market.indicators.table import ask
from cryptotracker.domain.market.statistics import PLACES, TOO_FEW_DAYS, Measured
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.indicators import Indicators
from cryptotracker.ports.moments import Moments
from cryptotracker.ports.prices import PriceSource
from cryptotracker.ports.supplies import Supplies

SIZE: Final = 100
"""A market is the hundred assets that are known best."""

DEPTH: Final = 440
"""Days: as many as the strength of 14 days goes on depending on, and more than a year."""

ASSETS_MOST: Final = 800
YEARS_OF_MOST: Final = 64
"""So many assets stay in memory with all their years: half a megabyte each."""

LASTING: Final = timedelta(seconds=10)
CURRENCIES_MOST: Final = 8
STRENGTH: Final = ask("rsi:14")


@define(kw_only=True)
class Board:
    """The market of an installation, the same for all who look at it.

    Attributes:
        indicators: loads what computes them, the first time that it is wanted.
    """

    catalogue: Catalogue
    prices: PriceSource
    supplies: Supplies
    moments: Moments
    clock: Clock
    indicators: Callable[[], Indicators]
    days: MarketDays = field(init=False)
    years: MarketDays = field(init=False)
    ago: MomentsAgo = field(init=False)
    _whole: "OrderedDict[Currency, tuple[datetime, Sequence[Row]]]" = field(
        factory=OrderedDict, init=False
    )
    _looking: dict[Currency, asyncio.Lock] = field(factory=dict, init=False)
    _strengths: "WeakKeyDictionary[Daily, Measured]" = field(factory=WeakKeyDictionary, init=False)

    def __attrs_post_init__(self) -> None:
        self.days = MarketDays(self.prices, self.clock, DEPTH, ASSETS_MOST)
        self.years = MarketDays(self.prices, self.clock, DEEPEST.days + 1, YEARS_OF_MOST)
        self.ago = MomentsAgo(self.moments, self.clock)

    async def rows(self, assets: Sequence[Asset], currency: Currency) -> Sequence[Row]:
        """Measure assets; each source is asked once for all of them."""
        ids = [each.id for each in assets]
        quotes, days, ago, supplies = await asyncio.gather(
            self.prices.quotes(ids, currency=currency),
            self.days(ids, currency),
            self.ago(ids, currency),
            self.supplies.supplies(ids),
        )

        def measured() -> Sequence[Row]:
            return [
                measure(
                    Known(
                        asset=each,
                        quote=quotes.get(each.id),
                        daily=days[each.id],
                        ago=ago[each.id],
                        rsi=self.strength(days[each.id]),
                        supply=supplies.get(each.id),
                    )
                )
                for each in assets
            ]

        return await asyncio.to_thread(measured)

    async def whole(self, currency: Currency) -> Sequence[Row]:
        """Measure the whole market, at most every ten seconds."""
        async with self._looking.setdefault(currency, asyncio.Lock()):
            now = self.clock.now()
            then, rows = self._whole.get(currency, (None, ()))
            if then is None or now - then > LASTING:
                rows = await self.rows(self.market(), currency)
                self._whole[currency] = (now, rows)
                while len(self._whole) > CURRENCIES_MOST:
                    self._whole.popitem(last=False)
        return rows

    def market(self) -> Sequence[Asset]:
        return self.listed()[:SIZE]

    def listed(self, text: str = "") -> Sequence[Asset]:
        """List the assets that have a market, the best known first; money has none."""
        every = self.catalogue.search(text, limit=ASSETS_MOST) if text else self.catalogue.assets()
        return [each for each in every if each.kind != "fiat"]

    def strength(self, daily: Daily) -> Measured:
        """Measure the strength of daily prices; it is kept as long as they are."""
        if (found := self._strengths.get(daily)) is None:
            found = self._strengths[daily] = self._computed(daily)
        return found

    def _computed(self, daily: Daily) -> Measured:
        candles = [
            Candle(start=start, open=price, high=price, low=price, close=price)
            for start, price in daily.starts()
        ]
        values = self.indicators().follow(STRENGTH).add(candles) if candles else ()
        if not values or (value := values[-1][0]) is None:
            return Measured(None, len(candles), TOO_FEW_DAYS)
        return Measured(Decimal(str(value)).quantize(PLACES), len(candles))
