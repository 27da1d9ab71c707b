"""Signs that something has changed which others may be looking at: they look again.

Nobody counts such changes, so a sign is a tick without a version.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Final

from attrs import define

from cryptotracker.domain.market.candles import Graded
from cryptotracker.ports.candles import Candles, Kept, Tended, Whence
from cryptotracker.ports.events import EVERYBODY, Tick
from cryptotracker.ports.prices import Series

CANDLES: Final = "candles"


def series_key(series: Series) -> str:
    return f"{series.interval} {series.currency} {series.asset}"


@define
class WatchedCandles(Candles):
    """Candles, and which series were kept of in this transaction, from when to when."""

    _inner: Candles
    _signs: dict[Hashable, Tick]

    async def keep(self, whence: Whence, candles: Sequence[Graded]) -> None:
        await self._inner.keep(whence, candles)
        if not candles:
            return
        key = series_key(whence.series)
        starts = [each.candle.start.isoformat() for each in candles]
        known = self._signs.get((CANDLES, key))
        if known is not None:
            starts += [str(known.data["first"]), str(known.data["last"])]
        # Two texts of one form and in UTC are in the order of what they say.
        self._signs[CANDLES, key] = Tick(
            topic=CANDLES,
            key=key,
            owner=EVERYBODY,
            version=None,
            data={"first": min(starts), "last": max(starts)},
        )

    async def read(self, whence: Whence, *, since: datetime, until: datetime) -> Kept:
        return await self._inner.read(whence, since=since, until=until)

    async def series(self, interval: str) -> Sequence[Tended]:
        return await self._inner.series(interval)

    async def rolled_up(self, whence: Whence, until: datetime) -> None:
        await self._inner.rolled_up(whence, until)

    async def forget(self, interval: str, before: datetime) -> int:
        return await self._inner.forget(interval, before)
