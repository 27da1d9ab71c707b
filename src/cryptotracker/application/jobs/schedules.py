"""What is done again and again, in UTC.

To add something: a line in SCHEDULES, and a handler of its kind.
"""

from typing import Final

from attrs import frozen

from cryptotracker.domain.jobs.cron import Cron

CLEAN_UP: Final = "clean-up"
CANDLES: Final = "candles"
FILL_CANDLES: Final = "fill-candles"
FILLING: Final = Cron.read("2 * * * *")
"""When gaps are looked for, where a source knows candles: before longer ones are made."""
GAPS: Final = Cron.read("41 0 * * *")
"""When gaps of past prices are filled, where there are sources to ask."""

NEWS: Final = Cron.read("*/5 * * * *")
"""When feeds that are due are read, where news are on; each of them is due less often."""


@frozen(kw_only=True)
class Schedule:
    """A job of a kind whenever cron says so; ticks that nobody saw are one job."""

    name: str
    at: Cron
    kind: str


SCHEDULES: Final = (
    Schedule(name="clean-up", at=Cron.read("17 3 * * *"), kind=CLEAN_UP),
    Schedule(name="candles", at=Cron.read("7 * * * *"), kind=CANDLES),
)
