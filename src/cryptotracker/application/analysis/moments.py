"""Keep what assets cost a short while ago, by the candles that begin then."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import define, field

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import INTERVALS, start_of
from cryptotracker.domain.market.figures import SHORT, Ago
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.prices import PriceSource, Series

INTERVAL: Final = "5m"
SPAN: Final = INTERVALS[INTERVAL]
KEPT_MOST: Final = 10_000
Moment: TypeAlias = tuple[str, Currency, datetime]


@define
class MomentsAgo:
    """The price with which the five minutes began that a moment of SHORT is in, if it is known."""

    prices: PriceSource
    clock: Clock
    _kept: "OrderedDict[Moment, Decimal | None]" = field(factory=OrderedDict, init=False)

    async def __call__(self, assets: Collection[str], currency: Currency) -> Mapping[str, Ago]:
        now = self.clock.now()
        starts = {name: start_of(now - span, SPAN) for name, span in SHORT.items()}
        wanted = [(each, currency, start) for each in assets for start in starts.values()]
        await self._ask([each for each in wanted if each not in self._kept])
        return {
            each: {
                name: (start, price)
                for name, start in starts.items()
                if (price := self._kept.get((each, currency, start))) is not None
            }
            for each in assets
        }

    async def _ask(self, moments: Sequence[Moment]) -> None:
        """Ask for all at once; while the source is away nothing is kept."""
        answers = await asyncio.gather(*(self._one(each) for each in moments))
        self._kept.update(each for each in answers if each is not None)
        while len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)

    async def _one(self, moment: Moment) -> tuple[Moment, Decimal | None] | None:
        asset, currency, start = moment
        series = Series(asset=asset, currency=currency, interval=INTERVAL)
        try:
            found = await self.prices.candles(series, since=start, until=start + SPAN)
        except PriceSourceUnavailableError:
            return None
        return moment, found.candles[0].open if found.candles else None
