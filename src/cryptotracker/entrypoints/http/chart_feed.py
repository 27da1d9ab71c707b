"""Candles for everybody who listens in this process: each series followed once, told to each.

As with quotes nobody has a queue. Whoever is not done with an earlier message is passed by, and
told once they are how each candle stands that changed meanwhile.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, Protocol

from attrs import define, field
from msgspec import Struct, json

from cryptotracker.application.prices.charting import Course
from cryptotracker.application.signs import series_key
from cryptotracker.domain.errors import DatabaseUnavailableError, PriceSourceUnavailableError
from cryptotracker.domain.market.candles import INTERVALS, Graded
from cryptotracker.entrypoints.http.candles import CandleView
from cryptotracker.entrypoints.http.quote_feed import TOLD_AT_ONCE
from cryptotracker.entrypoints.http.sockets import Line, Told
from cryptotracker.ports.events import News, Resync, Tick
from cryptotracker.ports.prices import Series

BEAT: Final = timedelta(seconds=1)
"""So often a candle under way is told, at most."""

KNOWN_MOST: Final = 100
"""So many candles of a series are at hand; of more that were corrected listeners ask themselves."""

LOOKS_MOST: Final = 4
"""So many series are asked about at a time."""

STANDING: Final = 2
"""A newcomer is told of the last candle that has ended, and of the one under way."""

log = logging.getLogger(__name__)


class Follow(Protocol):
    """Opens the course of a series, and tells which series something was kept of."""

    def __call__(self, series: Series) -> Course: ...

    def signs(self) -> AbstractAsyncContextManager[AsyncIterator[News]]: ...


class ToldCandles(Struct, frozen=True, kw_only=True):
    """A message; its version rises from each to the next."""

    topic: str = "candles"
    asset: str
    currency: str
    interval: str
    version: int
    source: str
    simulated: bool
    data: Sequence[CandleView]


class ToldResync(Struct, frozen=True, kw_only=True):
    """Says that candles have changed which are not told: they are to be asked for."""

    op: str = "resync"
    topic: str = "candles"
    asset: str
    currency: str
    interval: str


@define(eq=False)
class Channel:
    """Those who follow one series, and the candles of it that were told last.

    Attributes:
        behind: who was passed by, and the starts of the candles that they were not told of.
    """

    series: Series
    course: Course
    lines: set[Line] = field(factory=set)
    behind: dict[Line, set[datetime]] = field(factory=dict)
    known: dict[datetime, Graded] = field(factory=dict)
    told: dict[datetime, CandleView] = field(factory=dict)
    looking: asyncio.Task[None] | None = None

    def fresh(self, candles: Iterable[Graded]) -> list[datetime]:
        """Take candles in, and name those that say something new; a worse grade says nothing."""
        ended, found = self.course.ended, []
        for each in candles:
            start, known = each.candle.start, self.known.get(each.candle.start)
            if known is not None and known.grade > each.grade and start < ended:
                continue
            view = CandleView.of(each, ended)
            if self.told.get(start) != view:
                self.known[start], self.told[start] = each, view
                found.append(start)
        for start in sorted(self.known)[:-KNOWN_MOST]:
            del self.known[start], self.told[start]
        return [start for start in found if start in self.known]


@define(eq=False)
class ChartFeed:
    """Follows series while somebody listens, and not otherwise."""

    _follow: Follow
    _pause: timedelta
    _channels: dict[Series, Channel] = field(factory=dict)
    _version: int = 0
    _working: list[asyncio.Task[None]] = field(factory=list)
    _looks: asyncio.Semaphore = field(factory=lambda: asyncio.Semaphore(LOOKS_MOST))

    async def join(self, line: Line, series: Series) -> None:
        """Tell how the series stands, then what becomes of it."""
        channel = self._channels.get(series)
        if channel is None:
            channel = self._channels[series] = Channel(series, self._follow(series))
        channel.lines.add(line)
        if not self._working:
            self._working = [asyncio.create_task(each) for each in (self._beat(), self._hear())]
        if not channel.known:
            await self._look(channel)
        if channel.known and line in channel.lines and line not in channel.behind:
            line.say(self._written(channel, sorted(channel.known)[-STANDING:]))

    def leave(self, line: Line, series: Series) -> None:
        channel = self._channels.get(series)
        if channel is None:
            return
        channel.lines.discard(line)
        channel.behind.pop(line, None)
        if not channel.lines:
            if channel.looking is not None:
                channel.looking.cancel()
            channel.course.close()
            del self._channels[series]
        if not self._channels:
            while self._working:
                self._working.pop().cancel()

    async def tell(self) -> None:
        """Tell what was heard since the last time, and look at what is due."""
        for each in list(self._channels.values()):
            await self._say(each, each.course.heard())
            self._catch_up(each)
            if each.course.is_due(self._pause) and (each.looking is None or each.looking.done()):
                # Beside the rest: while a source is slow, what is heard goes on.
                each.looking = asyncio.create_task(guarded(self._look_and_say(each)))

    async def hear(self, news: News) -> None:
        """Look at what was kept elsewhere; where that may be anything, have listeners ask."""
        for each in news:
            if isinstance(each, Resync):
                for channel in list(self._channels.values()):
                    self._resync(channel)
            else:
                for channel in list(self._channels.values()):
                    if series_key(channel.series) == each.key:
                        await self._corrected(channel, each)

    async def _corrected(self, channel: Channel, sign: Tick) -> None:
        first, last = (datetime.fromisoformat(str(sign.data[each])) for each in ("first", "last"))
        if (last - first) / INTERVALS[channel.series.interval] >= KNOWN_MOST:
            self._resync(channel)
            return
        with suppress(DatabaseUnavailableError):
            await self._say(channel, await channel.course.kept(first, last))

    async def _look_and_say(self, channel: Channel) -> None:
        await self._say(channel, await self._looked(channel))

    async def _look(self, channel: Channel) -> None:
        channel.fresh(await self._looked(channel))

    async def _looked(self, channel: Channel) -> Sequence[Graded]:
        """Ask how a series stands; while nobody can tell there is no news of it."""
        async with self._looks:
            with suppress(PriceSourceUnavailableError, DatabaseUnavailableError):
                return await channel.course.look()
        return ()

    async def _say(self, channel: Channel, candles: Iterable[Graded]) -> None:
        """Tell what is new to everybody who is done with what was said before."""
        starts = channel.fresh(candles)
        if not starts:
            return
        frame, waiting = self._written(channel, starts), iter(list(channel.lines))
        while some := list(islice(waiting, TOLD_AT_ONCE)):
            for line in some:
                if line not in channel.behind and line.is_free():
                    line.say(frame)
                elif line in channel.lines:
                    channel.behind.setdefault(line, set()).update(starts)
            await asyncio.sleep(0)

    def _catch_up(self, channel: Channel) -> None:
        for line in [each for each in channel.behind if each.is_free()]:
            missed = channel.behind.pop(line)
            if missed - channel.known.keys():
                line.say(self._resync_of(channel))
            line.say(self._written(channel, sorted(missed & channel.known.keys())))

    def _resync(self, channel: Channel) -> None:
        for line in channel.lines:
            line.say(self._resync_of(channel))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT.total_seconds())
            await guarded(self.tell())

    async def _hear(self) -> None:
        """Hear for ever; where too much was said at once, begin anew."""
        while True:
            async with self._follow.signs() as signs:
                async for news in signs:
                    await guarded(self.hear(news))
            await guarded(self.hear([Resync(topic="candles")]))

    def _written(self, channel: Channel, starts: Sequence[datetime]) -> Told:
        self._version += 1
        series, whence = channel.series, channel.course.whence
        told = ToldCandles(
            asset=series.asset,
            currency=series.currency,
            interval=series.interval,
            version=self._version,
            source=whence.source,
            simulated=whence.simulated,
            data=[channel.told[start] for start in sorted(starts)],
        )
        return Told(json.encode(told))

    def _resync_of(self, channel: Channel) -> Told:
        series = channel.series
        told = ToldResync(asset=series.asset, currency=series.currency, interval=series.interval)
        return Told(json.encode(told))


async def guarded(work: Awaitable[None]) -> None:
    """Do something that is done again soon: a fault in it is ours, and ends nothing."""
    try:
        await work
    except Exception:
        log.exception("candles were not told")
