"""The last good prices: at hand in this process, and in the database for after a restart."""

import logging
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import define, evolve, field, frozen

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.persistence import Database

EVERY: Final = timedelta(minutes=1)
"""So often sources are asked again."""

WANTED_FOR: Final = timedelta(minutes=10)
"""So long a price is kept fresh for the next one who wants it, while somebody asks at all."""

COMPANY_MOST: Final = 1_000
AT_HAND: Final = 20_000

log = logging.getLogger(__name__)


@frozen
class Good:
    """A price that was believed, and when that was said the last time."""

    quote: Quote
    confirmed_at: datetime | None


@define
class Standing:
    """What prices stand at.

    A database that is away is done without: then prices are lost at the next restart, and not now.
    """

    _database: Database
    _good: "OrderedDict[Pair, Good]" = field(factory=OrderedDict)
    _asked: "OrderedDict[Pair, datetime]" = field(factory=OrderedDict)
    _wanted: "OrderedDict[Pair, datetime]" = field(factory=OrderedDict)
    _unstored: dict[Pair, Quote] = field(factory=dict)

    def want(self, pairs: Iterable[Pair], now: datetime) -> None:
        for pair in pairs:
            self._wanted[pair] = now
            self._wanted.move_to_end(pair)
        trim(self._wanted)

    def company(self, currency: str, now: datetime) -> set[str]:
        """Return what somebody wanted of late in a currency: one question can be for all of it."""
        found: set[str] = set()
        for (asset, counted), moment in reversed(self._wanted.items()):
            if now - moment > WANTED_FOR or len(found) == COMPANY_MOST:
                break
            if counted == currency:
                found.add(asset)
        return found

    def due(self, pairs: Iterable[Pair], now: datetime) -> list[Pair]:
        """Return those that were not asked for of late."""
        return [pair for pair in pairs if not self._of_late(self._asked.get(pair), now)]

    def asked(self, pairs: Iterable[Pair], now: datetime) -> None:
        self._asked.update(dict.fromkeys(pairs, now))
        trim(self._asked)

    async def load(self, pairs: Collection[Pair]) -> None:
        """Bring to hand what is known from before."""
        strange = [pair for pair in pairs if pair not in self._good]
        if not strange:
            return
        try:
            found = await self.stored(strange)
        except DatabaseUnavailableError:
            log.warning("the last prices cannot be read now")
            return
        self._good.update({pair: Good(quote, None) for pair, quote in found.items()})
        trim(self._good)

    async def stored(self, pairs: Collection[Pair]) -> Mapping[Pair, Quote]:
        """Return what is kept for after a restart."""
        async with self._database.snapshot() as work:
            return await work.prices.last(pairs)

    async def keep(self, quotes: Sequence[Quote], now: datetime) -> int:
        """Keep what is newer than what there is; say how many prices that were."""
        newer = self.hold(quotes, now)
        await self.store()
        return newer

    def hold(self, quotes: Sequence[Quote], now: datetime) -> int:
        """Have prices at hand, and keep them for after a restart when somebody says `store`."""
        newer = [each for each in quotes if self._is_newer(each)]
        for each in quotes:
            pair = (each.asset, each.currency)
            chosen = each if each in newer else self._good[pair].quote
            self._good[pair] = Good(chosen, now)
            self._good.move_to_end(pair)
        trim(self._good)
        self._unstored.update({(each.asset, each.currency): each for each in newer})
        return len(newer)

    async def store(self) -> None:
        """Keep what is at hand and not in the database."""
        waiting, self._unstored = self._unstored, {}
        if waiting:
            try:
                async with self._database.transaction() as work:
                    await work.prices.keep(list(waiting.values()))
            except DatabaseUnavailableError:
                log.warning("the last prices cannot be kept now")

    def last(self, pair: Pair) -> Quote | None:
        found = self._good.get(pair)
        return found.quote if found else None

    def known(self, pair: Pair, now: datetime) -> Quote | None:
        """Return a price as far as it can be relied on now; None when it is too old for that."""
        found = self._good.get(pair)
        if found is None or now - found.quote.as_of > OLDEST:
            return None
        if self._of_late(found.confirmed_at, now):
            return found.quote
        return evolve(found.quote, grade="D")

    def _is_newer(self, quote: Quote) -> bool:
        before = self.last((quote.asset, quote.currency))
        return before is None or quote.as_of > before.as_of or before.price != quote.price

    def _of_late(self, moment: datetime | None, now: datetime) -> bool:
        return moment is not None and now - moment < EVERY


def trim(kept: "OrderedDict[Pair, Good] | OrderedDict[Pair, datetime]") -> None:
    while len(kept) > AT_HAND:
        kept.popitem(last=False)
