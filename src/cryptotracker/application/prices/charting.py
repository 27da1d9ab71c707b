"""Follow the candles of a series: the one that is under way, and each that ends or is corrected."""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from typing import Final

from attrs import define, frozen

from cryptotracker.application.candles import SETTLING, ShowCandles
from cryptotracker.application.prices.building import BuildCandles
from cryptotracker.application.prices.forming import MINUTE, Tap
from cryptotracker.application.signs import CANDLES
from cryptotracker.domain.market.candles import (
    INTERVALS,
    Candle,
    Grade,
    Graded,
    joined,
    rolled_up,
    start_of,
)
from cryptotracker.ports.candles import Whence
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.events import EVERYBODY, Events, News
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.prices import PriceSource, Series

AGAIN: Final = MINUTE
"""So often the source is asked how a series stands that is heard trade for trade."""


@define(eq=False)
class Course:
    """A series as it goes on, for as long as somebody looks; it is to be closed.

    What is heard here is put on what the source said when it was asked last, and is provisional:
    a trade of that moment may be in both until the source is asked again, soon after a minute.

    Attributes:
        whence: whose candles they are.
    """

    _follow: "FollowCandles"
    whence: Whence
    _tap: Tap | None
    _said: Candle | None = None
    _looked: datetime | None = None

    @property
    def ended(self) -> datetime:
        """The start of the first candle that has not ended yet."""
        return start_of(self._follow.clock.now(), INTERVALS[self.whence.series.interval])

    @property
    def is_heard(self) -> bool:
        """Tell whether trades are heard as they happen; else there is only what is asked for."""
        return self._tap is not None

    def is_due(self, pause: timedelta) -> bool:
        """Tell whether the source is to be asked again: after a pause, where nothing is heard."""
        now = self._follow.clock.now()
        if self._looked is None:
            return True
        if not self.is_heard:
            return now - self._looked >= pause
        return start_of(now - SETTLING, AGAIN) > start_of(self._looked - SETTLING, AGAIN)

    async def look(self) -> Sequence[Graded]:
        """Ask how the series stands: the last candle that has ended, and the one under way.

        PriceSourceUnavailableError or DatabaseUnavailableError if that cannot be told now.
        """
        follow, series = self._follow, self.whence.series
        now, span = follow.clock.now(), INTERVALS[series.interval]
        self._looked = now
        if self._tap is not None:  # it is heard for as long as somebody wants its price
            await follow.prices.quotes([series.asset], currency=series.currency)
        with self._emptied():
            shown = await follow.show(series, start_of(now, span) - span, now + span)
        self.whence = shown.whence
        under_way = [each.candle for each in shown.candles if each.candle.start >= shown.ended]
        self._said = under_way[0] if under_way else None
        return shown.candles

    @contextmanager
    def _emptied(self) -> Iterator[None]:
        """Have what was heard until now be in what the source says, unless it says nothing."""
        heard = self._tap.empty() if self._tap else ()
        try:
            yield
        except BaseException:
            if self._tap is not None:
                self._tap.put_back(heard)
            raise

    def heard(self) -> Sequence[Graded]:
        """Say what has become of it by the trades heard since."""
        if self._tap is None or self._looked is None:
            return ()
        span = INTERVALS[self.whence.series.interval]
        first = start_of(self._looked, span)
        minutes = [Graded(each, Grade.BUILT) for _, each in sorted(self._tap.minutes.items())]
        longer = rolled_up(minutes, MINUTE, span)
        return [self._with_said(each.candle) for each in longer if each.candle.start >= first]

    def _with_said(self, heard: Candle) -> Graded:
        said = self._said
        if said is not None and said.start == heard.start:
            return Graded(joined(said, heard), Grade.BUILT)
        whole = self._tap is not None and self._tap.since <= heard.start
        return Graded(heard, Grade.BUILT if whole else Grade.PARTIAL)

    async def kept(self, first: datetime, last: datetime) -> Sequence[Graded]:
        """Return what is kept of a time, both ends included; the source is not asked."""
        until = last + INTERVALS[self.whence.series.interval]
        async with self._follow.show.database.snapshot() as work:
            return (await work.candles.read(self.whence, since=first, until=until)).candles

    def close(self) -> None:
        if self._tap is not None and self._follow.build is not None:
            self._follow.build.close_tap(self.whence.source, pair_of(self.whence.series), self._tap)


@frozen(kw_only=True)
class FollowCandles:
    """Open courses, and hear which series something was kept of, in whichever process.

    Attributes:
        build: hears trades, where any source tells of them.
        streams: the sources that do.
    """

    show: ShowCandles
    prices: PriceSource
    clock: Clock
    events: Events
    build: BuildCandles | None = None
    streams: Collection[str] = ()

    def __call__(self, series: Series) -> Course:
        source = self.show.whose(series)
        heard = self.build is not None and source in self.streams
        tap = self.build.open_tap(source, pair_of(series)) if self.build and heard else None
        return Course(self, Whence(series=series, source=source, simulated=False), tap)

    @asynccontextmanager
    async def signs(self) -> AsyncIterator[AsyncIterator[News]]:
        async with self.events.subscribe(EVERYBODY) as subscription:
            subscription.add(CANDLES)
            yield aiter(subscription)


def pair_of(series: Series) -> Pair:
    return series.asset, str(series.currency)
