"""Show candles, and the indicators beside them, from what is kept and what the source says."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from attrs import evolve, field, frozen

from cryptotracker.application.fetching import Fetches
from cryptotracker.application.indicators import ComputeIndicators, Table
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.candles import INTERVALS, Gap, Grade, Graded, gaps, start_of
from cryptotracker.domain.market.indicators.definition import Asked
from cryptotracker.ports.candles import Kept, Whence
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import PriceSource, Series

SETTLING: Final = timedelta(seconds=10)
"""So long after its end a source may still count trades into a candle."""


@frozen(kw_only=True)
class Shown:
    """Candles of a time, the oldest first; where there are none, its gaps say so.

    Attributes:
        ended: the start of the first candle that has not ended yet.
        filling: the source is still being asked for some of it.
    """

    whence: Whence
    candles: Sequence[Graded]
    gaps: Sequence[Gap]
    ended: datetime
    filling: bool = False


@frozen(kw_only=True)
class ShowCandles:
    """Show the candles that begin in a time; what is not kept yet is asked for, and kept.

    What was built here is asked for again until the source has its own word on it. While the
    source is away, or takes longer than the patience, what is kept is shown, and the rest are gaps;
    what comes later is kept for the next who looks.

    Attributes:
        whose: names the source that knows the candles of a series.
        fetches: what the source is being asked for now, by anybody.
    """

    database: Database
    prices: PriceSource
    clock: Clock
    whose: Callable[[Series], str]
    fetches: Fetches[Kept] = field(factory=Fetches)

    async def __call__(
        self,
        series: Series,
        since: datetime,
        until: datetime,
        *,
        patience: timedelta | None = None,
    ) -> Shown:
        span, now = INTERVALS[series.interval], self.clock.now()
        first = since + (start_of(since, span) - since) % span
        ended = start_of(now, span)
        until = min(until, ended + span)
        whence = Whence(series=series, source=self.whose(series), simulated=False)
        async with self.database.snapshot() as work:
            kept = await work.candles.read(whence, since=first, until=until)
        official = [each.candle.start for each in kept.candles if each.grade is Grade.OFFICIAL]
        filling = False
        if missing := gaps(official, first, until, span):
            asked = partial(self._with_fetched, whence, kept, missing[0].since, until)
            fetched = await self.fetches((series, missing[0].since, until), asked, patience)
            kept, filling = fetched or kept, fetched is None
        whence = evolve(whence, simulated=kept.simulated)
        starts = [each.candle.start for each in kept.candles]
        holes = gaps(starts, first, min(until, ended), span)
        return Shown(whence=whence, candles=kept.candles, gaps=holes, ended=ended, filling=filling)

    async def _with_fetched(
        self, whence: Whence, kept: Kept, since: datetime, until: datetime
    ) -> Kept:
        try:
            found = await self.prices.candles(whence.series, since=since, until=until)
        except PriceSourceUnavailableError:
            if kept.candles:
                return kept
            raise
        said = [Graded(each, Grade.OFFICIAL) for each in found.candles]
        await self._keep(evolve(whence, simulated=found.simulated), said)
        known = {each.candle.start: each for each in (*kept.candles, *said)}
        return Kept(simulated=found.simulated, candles=[known[start] for start in sorted(known)])

    async def _keep(self, whence: Whence, said: Sequence[Graded]) -> None:
        """Keep what has ended: the candle under way is another one in a minute."""
        ended = start_of(self.clock.now() - SETTLING, INTERVALS[whence.series.interval])
        known = [each for each in said if each.candle.start < ended]
        if known:
            async with self.database.transaction() as work:
                await work.candles.keep(whence, known)


@frozen
class ShowIndicators:
    """Compute indicators beside the candles of a time, on as many before as they depend on."""

    show: ShowCandles
    compute: ComputeIndicators

    async def __call__(
        self,
        series: Series,
        time: tuple[datetime, datetime],
        asked: Sequence[Asked],
        *,
        patience: timedelta | None = None,
    ) -> tuple[Shown, Table]:
        since, until = time
        run_in = max((each.run_in for each in asked), default=0)
        before = since - run_in * INTERVALS[series.interval]
        shown = await self.show(series, before, until, patience=patience)
        # Loading takes a third of a second, and thousands of candles some milliseconds.
        every = [each.candle for each in shown.candles]
        first = sum(each.start < since for each in every)
        table = await asyncio.to_thread(self.compute, every, asked, first)
        seen = evolve(
            shown,
            candles=shown.candles[first:],
            gaps=[each for each in shown.gaps if each.until > since],
        )
        return seen, table
