"""Quotes for everybody who listens in this process: asked for once, written once, told to each.

Nobody has a queue here. Whoever is not done with an earlier message is passed by, and told how
everything stands once they are: of a price only the last counts.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final, TypeAlias

from attrs import define, field, frozen
from msgspec import Struct, json

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.entrypoints.http.market_views import QuoteView
from cryptotracker.entrypoints.http.sockets import Line, Told

TOLD_AT_ONCE: Final = 200
"""After telling so many listeners it is the turn of requests that wait."""

Ask: TypeAlias = Callable[[Sequence[str], Currency], Awaitable[Mapping[str, Quote]]]


async def nobody_asks(_: Sequence[str], __: Currency) -> Mapping[str, Quote]:
    return {}


@frozen
class Wanted:
    """Quotes of some assets, in the order in which they are told."""

    assets: tuple[str, ...]
    currency: Currency


class ToldQuotes(Struct, frozen=True, kw_only=True):
    """A message; its version rises from each to the next."""

    topic: str = "quotes"
    version: int
    data: Sequence[QuoteView]


@define(eq=False)
class Channel:
    """Those who want the same: where each of them can be reached, and what they know.

    Attributes:
        behind: those of them who were not told something.
    """

    lines: set[Line] = field(factory=set)
    behind: set[Line] = field(factory=set)
    known: Mapping[str, Quote] = field(factory=dict)

    def leave(self, line: Line) -> None:
        self.lines.discard(line)
        self.behind.discard(line)


@define(eq=False)
class QuoteFeed:
    """Asks while somebody listens, and not otherwise."""

    _ask: Ask
    _pause: timedelta
    _channels: dict[Wanted, Channel] = field(factory=dict)
    _version: int = 0
    _asking: asyncio.Task[None] | None = None

    async def join(self, line: Line, wanted: Wanted) -> None:
        """Tell how everything stands, then what changes."""
        channel = self._channels.setdefault(wanted, Channel())
        channel.lines.add(line)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_for_ever())
        if not channel.known:
            channel.known = await self._answer(wanted.assets, wanted.currency)
        if channel.known and line in channel.lines:
            line.say(self._written(channel.known.values()))

    def known(self, wanted: Wanted) -> Mapping[str, Quote]:
        """Return the quotes last heard of what somebody listens to."""
        channel = self._channels.get(wanted)
        return channel.known if channel else {}

    def leave(self, line: Line, wanted: Wanted) -> None:
        channel = self._channels[wanted]
        channel.leave(line)
        if not channel.lines:
            del self._channels[wanted]
        if not self._channels and self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def tell(self) -> None:
        """Ask for everything that somebody wants, and tell what has changed."""
        wanted = defaultdict[Currency, set[str]](set)
        for each in self._channels:
            wanted[each.currency].update(each.assets)
        for currency, assets in wanted.items():
            found = await self._answer(sorted(assets), currency)
            for each, channel in list(self._channels.items()):
                if each.currency == currency:
                    quotes = {asset: found[asset] for asset in each.assets if asset in found}
                    await self._tell(channel, quotes)

    async def _tell(self, channel: Channel, quotes: Mapping[str, Quote]) -> None:
        news = [each for asset, each in quotes.items() if each != channel.known.get(asset)]
        channel.known = {**channel.known, **quotes}
        late = [line for line in channel.behind if line.is_free()]
        if news:
            await self._say(channel, channel.lines - channel.behind, news)
        if late:
            channel.behind.difference_update(late)
            await self._say(channel, late, channel.known.values())

    async def _say(
        self, channel: Channel, lines: Collection[Line], quotes: Iterable[Quote]
    ) -> None:
        """Tell everybody who is done with what was said before, a few hundred at a time."""
        frame, waiting = self._written(quotes), iter(lines)
        while some := list(islice(waiting, TOLD_AT_ONCE)):
            for line in some:
                if line.is_free():
                    line.say(frame)
                elif line in channel.lines:
                    channel.behind.add(line)
            await asyncio.sleep(0)

    async def _ask_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._pause.total_seconds())
            await self.tell()

    async def _answer(self, assets: Sequence[str], currency: Currency) -> Mapping[str, Quote]:
        """Ask; while the source cannot answer there is no news, and what was told stays."""
        with suppress(PriceSourceUnavailableError):
            return await self._ask(assets, currency)
        return {}

    def _written(self, quotes: Iterable[Quote]) -> Told:
        self._version += 1
        now = datetime.now(UTC)
        data = [QuoteView.of(each, now) for each in quotes]
        return Told(json.encode(ToldQuotes(version=self._version, data=data)))
