"""Ask the market itself for candles that are missing here, or were made of what was heard here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from attrs import frozen

from cryptotracker.application.candles import ShowCandles, Shown
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.jobs.jobs import Facts
from cryptotracker.domain.market.candles import INTERVALS, Grade
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Series

LOOKED_BACK: Final[Mapping[str, timedelta]] = {
    "1m": timedelta(hours=12),
    "5m": timedelta(days=2),
    "1h": timedelta(days=14),
    "1d": timedelta(days=400),
}
"""So far back gaps are looked for: what every source still has, in a question or two."""


@frozen
class FillCandles:
    """Look through every series that is kept; what is official already is not asked for again.

    It writes what everybody would have who looks at the candles: twice is once.
    """

    show: ShowCandles
    database: Database
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        series = await self._series()
        built = gaps = away = 0
        for done, each in enumerate(series):
            attempt.tell(done, len(series), f"{each.asset} {each.currency} {each.interval}")
            shown = await self._filled(each)
            if shown is None:
                away += 1
                continue
            built += sum(one.grade is not Grade.OFFICIAL for one in shown.candles)
            gaps += len(shown.gaps)
        return {"series": len(series), "not_official": built, "gaps": gaps, "unanswered": away}

    async def _series(self) -> list[Series]:
        """List those of which a source still has the candles."""
        found: dict[Series, None] = {}
        async with self.database.snapshot() as work:
            for interval in INTERVALS:
                for each in await work.candles.series(interval):
                    whence = each.whence
                    if not whence.simulated and self.show.whose(whence.series) == whence.source:
                        found[whence.series] = None
        return list(found)

    async def _filled(self, series: Series) -> Shown | None:
        now = self.clock.now()
        try:
            return await self.show(series, now - LOOKED_BACK[series.interval], now)
        except PriceSourceUnavailableError:
            return None
