"""What was heard of a pair since somebody looked at how it stands, minute for minute."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from attrs import define, field

from cryptotracker.domain.market.candles import INTERVALS, Candle, Tick, from_ticks, joined

MINUTE: Final = INTERVALS["1m"]


@define(eq=False)
class Tap:
    """Hears the trades of one pair, of one source, beside those who make candles of them.

    Attributes:
        since: nothing was missed from then on.
    """

    since: datetime
    minutes: dict[datetime, Candle] = field(factory=dict)

    def take(self, ticks: Iterable[Tick]) -> None:
        self._add(from_ticks(ticks, MINUTE))

    def empty(self) -> list[Candle]:
        """Give what was heard, and begin anew."""
        heard = [self.minutes[start] for start in sorted(self.minutes)]
        self.minutes.clear()
        return heard

    def put_back(self, heard: Iterable[Candle]) -> None:
        """Take back what was given: nothing was heard before it."""
        since = self.empty()
        self._add(heard)
        self._add(since)

    def _add(self, candles: Iterable[Candle]) -> None:
        for candle in candles:
            known = self.minutes.get(candle.start)
            self.minutes[candle.start] = joined(known, candle) if known else candle
