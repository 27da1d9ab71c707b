"""What was heard of a pair since somebody looked at how it stands, minute for minute."""

from collections.abc import Iterable
from datetime import datetime

from attrs import define, field

from cryptotracker.domain.market.candles import INTERVALS, Candle, Tick, from_ticks, joined

MINUTE = INTERVALS["1m"]


@define(eq=False)
class Tap:
    """Hears the trades of one pair, of one source, beside those who make candles of them.

    Attributes:
        since: nothing was missed from then on.
    """

    since: datetime
    minutes: dict[datetime, Candle] = field(factory=dict)

    def take(self, ticks: Iterable[Tick]) -> None:
        for candle in from_ticks(ticks, MINUTE):
            known = self.minutes.get(candle.start)
            self.minutes[candle.start] = joined(known, candle) if known else candle

    def forget(self) -> None:
        self.minutes.clear()
