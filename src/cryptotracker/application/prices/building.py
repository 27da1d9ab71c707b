"""Make candles of the trades that are heard, minute for minute, and keep them once they ended."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from attrs import define, field

from cryptotracker.application.prices.forming import Tap
from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import (
    EPOCH,
    INTERVALS,
    Candle,
    Grade,
    Graded,
    Tick,
    from_ticks,
    joined,
    start_of,
)
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Series
from cryptotracker.ports.telemetry import Meter

INTERVAL: Final = "1m"
MINUTE: Final = INTERVALS[INTERVAL]
GRACE: Final = timedelta(seconds=5)
"""So late a trade may come and still be part of its candle."""

WAITING_MOST: Final = timedelta(hours=1)
"""So long candles wait for a database that is away."""

Of: TypeAlias = tuple[str, Pair]
"""A source, and what it tells of."""

log = logging.getLogger(__name__)


@define(eq=False)
class BuildCandles:
    """Candles of this process; each source's are its own, as its official ones will be.

    A minute in which a source was not heard all the time has a candle of what was heard, and that
    is a partial one. A minute without a trade has none.
    """

    _database: Database
    _clock: Clock
    _meter: Meter
    _under_way: dict[Of, dict[datetime, Candle]] = field(factory=dict)
    _heard_since: dict[Of, datetime] = field(factory=dict)
    _taps: dict[Of, set[Tap]] = field(factory=lambda: defaultdict(set))
    _ended: datetime = EPOCH

    def open_tap(self, source: str, pair: Pair) -> Tap:
        """Let somebody hear the same trades from now on."""
        tap = Tap(self._clock.now())
        self._taps[source, pair].add(tap)
        return tap

    def close_tap(self, source: str, pair: Pair, tap: Tap) -> None:
        of = (source, pair)
        self._taps[of].discard(tap)
        if not self._taps[of]:
            del self._taps[of]

    def add(self, source: str, pair: Pair, ticks: Sequence[Tick]) -> None:
        """Count trades in; those of a candle that was kept come too late."""
        of = (source, pair)
        for tap in self._taps.get(of, ()):
            tap.take(ticks)
        self._heard_since.setdefault(of, self._clock.now())
        candles = self._under_way.setdefault(of, {})
        for candle in from_ticks([each for each in ticks if each.time >= self._ended], MINUTE):
            known = candles.get(candle.start)
            candles[candle.start] = joined(known, candle) if known else candle
        late = sum(each.time < self._ended for each in ticks)
        if late:
            self._meter.add("price_stream_trades", source, "late", amount=late)

    def broke(self, source: str) -> None:
        """Note that a source may have said something that was not heard."""
        now = self._clock.now()
        for of, taps in self._taps.items():
            for tap in taps if of[0] == source else ():
                tap.since = now
        self._heard_since = {
            of: now if of[0] == source else since for of, since in self._heard_since.items()
        }

    async def keep(self) -> int:
        """Keep what has ended; say how many candles that were."""
        now = self._clock.now()
        ended = start_of(now - GRACE, MINUTE)
        if ended <= self._ended:
            return 0
        self._ended = ended
        done = {whence(of): self._graded(of, ended) for of in self._under_way}
        try:
            async with self._database.transaction() as work:
                for each, candles in done.items():
                    await work.candles.keep(each, candles)
        except DatabaseUnavailableError:
            log.warning("candles cannot be kept now")
            self._forget(now - WAITING_MOST)
            return 0
        self._forget(ended)
        count = sum(map(len, done.values()))
        self._meter.add("candles_built", amount=count)
        return count

    def _graded(self, of: Of, ended: datetime) -> list[Graded]:
        since = self._heard_since[of]
        return [
            Graded(candle, Grade.BUILT if start >= since else Grade.PARTIAL)
            for start, candle in self._under_way[of].items()
            if start < ended
        ]

    def _forget(self, before: datetime) -> None:
        left = {
            of: {start: each for start, each in candles.items() if start >= before}
            for of, candles in self._under_way.items()
        }
        self._under_way = {of: candles for of, candles in left.items() if candles}
        quiet = self._heard_since.keys() - self._under_way.keys()
        for of in quiet:
            if self._heard_since[of] < before - WAITING_MOST:
                del self._heard_since[of]


def whence(of: Of) -> Whence:
    source, (asset, currency) = of
    series = Series(asset=asset, currency=Currency(currency), interval=INTERVAL)
    return Whence(series=series, source=source, simulated=False)
