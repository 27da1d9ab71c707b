"""Keep what assets cost a short while ago."""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import define, field, frozen

from cryptotracker.domain.market.assets import AssetId, Currency
from cryptotracker.domain.market.candles import INTERVALS, start_of
from cryptotracker.domain.market.figures import SHORT, Ago
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.moments import Moments
from cryptotracker.ports.persistence import Database

INTERVAL: Final = "5m"
SPAN: Final = INTERVALS[INTERVAL]
KEPT_MOST: Final = 10_000
Moment: TypeAlias = tuple[str, Currency, datetime]


@frozen
class KeptMoments(Moments):
    """Know the prices with which kept candles of five minutes began, whoever told of them."""

    database: Database
    catalogue: Catalogue

    async def moments(
        self, assets: Collection[str], *, currency: Currency, at: datetime
    ) -> Mapping[str, Decimal]:
        named = {each: names_of(each, self.catalogue) for each in assets}
        every = {name for names in named.values() for name in names}
        async with self.database.snapshot() as work:
            found = await work.openings.at(every, currency=currency, interval=INTERVAL, start=at)
        return {
            asset: next(found[name] for name in names if name in found)
            for asset, names in named.items()
            if any(name in found for name in names)
        }


def names_of(asset: str, catalogue: Catalogue) -> Sequence[str]:
    """Say by which names candles of an asset may be kept: they are kept as they were asked for.

    A symbol that several share, or shared at some time, is no name of any of them.
    """
    known = catalogue.find(AssetId(asset))
    if known is None:
        return [asset]
    symbols = (known.symbol, *known.aliases)
    return [asset, *(each for each in symbols if list(catalogue.lookup(each)) == [known])]


@define
class MomentsAgo:
    """The prices with which the five minutes began that the moments of SHORT are in."""

    moments: Moments
    clock: Clock
    _kept: "OrderedDict[Moment, Decimal | None]" = field(factory=OrderedDict, init=False)

    async def __call__(self, assets: Collection[str], currency: Currency) -> Mapping[str, Ago]:
        now = self.clock.now()
        starts = {name: start_of(now - span, SPAN) for name, span in SHORT.items()}
        for start in starts.values():
            await self._ask(assets, currency, start)
        return {
            each: {
                name: (start, price)
                for name, start in starts.items()
                if (price := self._kept.get((each, currency, start))) is not None
            }
            for each in assets
        }

    async def _ask(self, assets: Collection[str], currency: Currency, start: datetime) -> None:
        """Ask once for all assets that were not asked for yet."""
        missing = [each for each in assets if (each, currency, start) not in self._kept]
        if not missing:
            return
        found = await self.moments.moments(missing, currency=currency, at=start)
        self._kept.update({(each, currency, start): found.get(each) for each in missing})
        while len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)
