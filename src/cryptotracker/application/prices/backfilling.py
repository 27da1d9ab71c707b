"""Look for days of which no price is kept, and ask for them as often as sources allow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from cryptotracker.application.prices.recalling import Days, Recalled, RecallPrices, found
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.kept_prices import Pair

PATIENCE: Final = timedelta(minutes=30)
"""So long all waiting for sources may take; what is left then is asked for another day."""

MOMENT: Final = timedelta(seconds=3)
LIMITED: Final = "limited"
SATURDAY: Final = 5

Tell: TypeAlias = Callable[[int, int, str], None]
Wait: TypeAlias = Callable[[timedelta], Awaitable[None]]


async def pause(length: timedelta) -> None:
    await asyncio.sleep(length.total_seconds())


@frozen(kw_only=True)
class Span:
    """Days of which an asset's prices are wanted; with `again` also those that are kept."""

    asset: str
    currency: Currency
    days: Days
    again: bool = False

    @property
    def pair(self) -> Pair:
        return self.asset, str(self.currency)

    def gaps(self, recalled: Recalled) -> list[date]:
        """Return the days without a price; of currencies there is none at weekends."""
        priced = found(recalled, [self.asset], self.currency, self.days).get(self.asset, ())
        known = {each.as_of.date() for each in priced}
        closed = is_money(self.asset)
        return [
            day
            for day in self.days
            if day not in known and not (closed and day.weekday() >= SATURDAY)
        ]


@frozen(kw_only=True)
class Filled:
    """How many days without a price there were, and what became of them.

    Attributes:
        corrected: so many prices that were kept are told otherwise now.
        lacking: what still lacks prices, and why sources said nothing, in words.
        changed: what has other prices now, in which currency.
    """

    found: int = 0
    filled: int = 0
    corrected: int = 0
    lacking: Sequence[str] = ()
    changed: Sequence[Pair] = field(default=(), eq=False)

    @property
    def left(self) -> int:
        return self.found - self.filled

    def __add__(self, other: "Filled") -> "Filled":
        return Filled(
            found=self.found + other.found,
            filled=self.filled + other.filled,
            corrected=self.corrected + other.corrected,
            lacking=(*self.lacking, *other.lacking),
            changed=(*self.changed, *other.changed),
        )


@frozen
class BackFill:
    """Fill gaps, one asset after the other; whoever begins again goes on where it ended.

    A source that wants to be left alone is waited for, as long as patience lasts.
    """

    recall: RecallPrices
    clock: Clock
    wait: Wait = field(default=pause)

    async def __call__(self, spans: Sequence[Span], tell: Tell) -> Filled:
        done, until = Filled(), self.clock.now() + PATIENCE
        for number, span in enumerate(spans):
            what = f"{span.asset} in {span.currency}"
            tell(number, len(spans), what)
            before = span.gaps(await self.recall.kept([span.asset], span.currency, span.days))
            if not before and not span.again:
                continue
            recalled = await self._asked(span)
            while (length := self._to_wait(recalled)) and self.clock.now() + length <= until:
                tell(number, len(spans), f"{what}: a source wants to be left alone for a while")
                await self.wait(length)
                more = await self._asked(evolve(span, again=False))
                more.corrected += recalled.corrected
                recalled = more
            done += outcome(span, before, recalled)
        tell(len(spans), len(spans), "")
        return done

    async def _asked(self, span: Span) -> Recalled:
        return await self.recall.recalled([span.asset], span.currency, span.days, again=span.again)

    def _to_wait(self, recalled: Recalled) -> timedelta:
        """Say how long to wait for those who would answer later; not at all if nobody would."""
        now = self.clock.now()
        quiet = [
            each.feed.health().quiet_until or now + MOMENT
            for each in recalled.said
            if each.trouble == LIMITED
        ]
        return max(min(quiet) - now, MOMENT) if quiet else timedelta()


def outcome(span: Span, before: Sequence[date], recalled: Recalled) -> Filled:
    after = span.gaps(recalled)
    filled = len({*before} - {*after})
    return Filled(
        found=len(before),
        filled=filled,
        corrected=recalled.corrected,
        lacking=(lacking(span, after, recalled),) if after else (),
        changed=(span.pair,) if filled or recalled.corrected else (),
    )


def lacking(span: Span, after: Sequence[date], recalled: Recalled) -> str:
    troubles = {f"{each.feed.about.name} {each.trouble}" for each in recalled.said if each.trouble}
    why = f" ({', '.join(sorted(troubles))})".replace("_", " ") if troubles else ""
    return f"{span.asset} in {span.currency}: {len(after)} days, the first {after[0]}{why}"
