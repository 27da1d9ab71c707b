"""Make longer candles of shorter ones, and forget the short ones when they are old."""

from datetime import timedelta
from itertools import pairwise
from typing import Final

from attrs import evolve, frozen

from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.jobs.jobs import Facts
from cryptotracker.domain.market.candles import (
    EPOCH,
    INTERVALS,
    KEPT,
    rolled_up,
    start_of,
)
from cryptotracker.ports.candles import Tended
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

LATE: Final = timedelta(days=2)
"""So late a short candle may still come, and be part of the longer ones that were made."""


@frozen
class TendCandles:
    """Roll up what has ended since the last time, each series by itself; then forget.

    A longer candle that the market itself told of stays; forgetting waits until all is rolled up.
    """

    database: Database
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        made = 0
        for shorter, longer in pairwise(INTERVALS):
            async with self.database.snapshot() as work:
                series = await work.candles.series(shorter)
            for done, each in enumerate(series):
                attempt.tell(done, len(series), longer)
                made += await self._roll_up(attempt, each, longer)
        return {"rolled_up": made, "forgotten": await self._forget(attempt)}

    async def _roll_up(self, attempt: Attempt, tended: Tended, interval: str) -> int:
        shorter, span = tended.whence, INTERVALS[interval]
        longer = evolve(shorter, series=evolve(shorter.series, interval=interval))
        ended = start_of(self.clock.now(), span)
        since = start_of(tended.rolled_up - LATE, span) if tended.rolled_up else EPOCH
        async with self.database.transaction() as work:
            await attempt.hold(work)
            found = await work.candles.read(shorter, since=since, until=ended)
            parts = INTERVALS[shorter.series.interval]
            made = list(rolled_up(found.candles, parts, span))
            await work.candles.keep(longer, made)
            await work.candles.rolled_up(shorter, ended)
        return len(made)

    async def _forget(self, attempt: Attempt) -> int:
        now, forgotten = self.clock.now(), 0
        for interval, kept in KEPT.items():
            async with self.database.transaction() as work:
                await attempt.hold(work)
                forgotten += await work.candles.forget(interval, now - kept)
        return forgotten
