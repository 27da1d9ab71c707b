"""Keep the daily prices of assets for as long as the day lasts."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeAlias

from attrs import define, field

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.daily import DAY, Daily, midnight
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.prices import PriceSource

AT_ONCE: Final = 25
WAIT_SECONDS: Final = 5
"""So long an answer waits for what is still being asked for; a later one has it."""

AGAIN: Final = timedelta(minutes=10)
"""Days without the last one are asked for again after that: it may be known by then."""

Pair: TypeAlias = tuple[str, Currency]


@define
class MarketDays:
    """The daily prices of assets, the last of them today's, asked for once a day.

    What the source does not say before the patience ends is unknown; it goes on being asked, once
    for all who wait. While the source is away, so is what was not kept.

    Attributes:
        depth: so many days there are of each.
        most: so many assets stay in memory.
    """

    prices: PriceSource
    clock: Clock
    depth: int
    most: int
    _kept: "OrderedDict[Pair, tuple[datetime, Daily]]" = field(factory=OrderedDict, init=False)
    _asking: dict[Currency, asyncio.Task[None]] = field(factory=dict, init=False)

    async def __call__(self, assets: Collection[str], currency: Currency) -> Mapping[str, Daily]:
        now = self.clock.now().astimezone(UTC)
        missing = [each for each in assets if self._of((each, currency), now) is None]
        if missing:
            await self._wait(missing, currency, now)
        unknown = Daily.of((), self._first(now.date()), now.date())
        return {each: self._of((each, currency), now) or unknown for each in assets}

    def _of(self, pair: Pair, now: datetime) -> Daily | None:
        until, daily = self._kept.get(pair, (now, None))
        if until <= now:
            return None
        self._kept.move_to_end(pair)
        return daily

    def _first(self, today: date) -> date:
        return today - (self.depth - 1) * DAY

    async def _wait(self, missing: Sequence[str], currency: Currency, now: datetime) -> None:
        """Ask in a task of its own, which goes on when who asked first has no patience left."""
        asking = self._asking.get(currency)
        if asking is not None and not asking.done():
            await asyncio.wait([asking], timeout=WAIT_SECONDS)
            missing = [each for each in missing if self._of((each, currency), now) is None]
        if missing and (asking is None or asking.done()):
            task = asyncio.create_task(self._ask(missing, currency, now))
            self._asking[currency] = task
            done, _ = await asyncio.wait([task], timeout=WAIT_SECONDS)
            for each in done:
                each.result()  # a fault of ours is told, not lost

    async def _ask(self, assets: Sequence[str], currency: Currency, now: datetime) -> None:
        today, tomorrow = now.date(), midnight(now.date() + DAY)
        since = self._first(today)
        with suppress(PriceSourceUnavailableError):
            for at in range(0, len(assets), AT_ONCE):
                some = assets[at : at + AT_ONCE]
                said = await self.prices.history(some, currency=currency, since=since, until=today)
                for each in some:
                    daily = Daily.of(said.get(each, ()), since, today)
                    whole = daily.prices[-1] is not None
                    until = tomorrow if whole else min(now + AGAIN, tomorrow)
                    self._kept[each, currency] = (until, daily)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
