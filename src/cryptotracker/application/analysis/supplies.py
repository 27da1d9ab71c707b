"""Say how many units of assets there are, as the first source says that knows; or do without."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import define, field, frozen

from cryptotracker.application.prices.quarantine import Quarantine
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.observations import Refusal
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.supplies import Supply, SupplyClaim, examine_supply
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.supplies import Supplies, SupplyFeed
from cryptotracker.ports.telemetry import Meter

LASTING: Final = timedelta(hours=1)
"""Units are mined and burnt slowly."""

AGAIN: Final = timedelta(minutes=5)
"""What a source in trouble could not say is asked for again after that."""

KEPT_MOST: Final = 10_000


@frozen
class NobodyCounts(Supplies):
    """Knows of none, as most sources of prices do not."""

    async def supplies(self, assets: Collection[str]) -> Mapping[str, Supply]:
        del assets
        return {}


@define(kw_only=True, eq=False)
class ToldSupplies(Supplies):
    """What sources say of units, asked at most once an hour: the first that knows an asset counts.

    What is not believed is quarantined. While a source is away, what it said stays for a week,
    with its age.
    """

    feeds: Sequence[SupplyFeed]
    clock: Clock
    quarantine: Quarantine
    meter: Meter
    _kept: "OrderedDict[str, tuple[datetime, Supply | None]]" = field(
        factory=OrderedDict, init=False
    )
    _turn: asyncio.Lock = field(factory=asyncio.Lock, init=False)

    async def supplies(self, assets: Collection[str]) -> Mapping[str, Supply]:
        async with self._turn:
            now = self.clock.now()
            due = [each for each in assets if self._is_due(each, now)]
            if due:
                await self._renew(due, now)
        kept = {each: self._kept[each][1] for each in assets if each in self._kept}
        return {each: it for each, it in kept.items() if it and now - it.as_of <= OLDEST}

    def _is_due(self, asset: str, now: datetime) -> bool:
        return asset not in self._kept or self._kept[asset][0] <= now

    async def _renew(self, due: Collection[str], now: datetime) -> None:
        missing, troubled = set(due), False
        for feed in self.feeds:
            claims = await self._ask(feed, missing)
            troubled = troubled or claims is None
            for each in self._believed(claims or (), now):
                self._keep(each.asset, each, now + LASTING)
                missing.discard(each.asset)
        for asset in missing:
            _, before = self._kept.get(asset, (now, None))
            self._keep(asset, before, now + (AGAIN if troubled else LASTING))

    async def _ask(self, feed: SupplyFeed, assets: Collection[str]) -> Sequence[SupplyClaim] | None:
        """Return what a source says; None while it is in trouble."""
        if not assets:
            return ()
        try:
            said = await feed.counted(assets)
        except PriceSourceUnavailableError:
            self.meter.add("price_source_requests", feed.about.name, "failed")
            return None
        self.meter.add("price_source_requests", feed.about.name, "answered")
        return [each for each in said if each.asset in assets]

    def _believed(self, claims: Sequence[SupplyClaim], now: datetime) -> Sequence[Supply]:
        seen = [examine_supply(each, now) for each in claims]
        self.quarantine.take(each for each in seen if isinstance(each, Refusal))
        return [each for each in seen if isinstance(each, Supply)]

    def _keep(self, asset: str, supply: Supply | None, until: datetime) -> None:
        self._kept[asset] = (until, supply)
        self._kept.move_to_end(asset)
        while len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)
