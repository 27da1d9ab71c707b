"""Fill gaps of past prices in the background: those that somebody names, or all there are."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from attrs import field, frozen

from cryptotracker.application.announcing import refigure
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.prices.backfilling import BackFill, Filled, Span, Tell
from cryptotracker.application.prices.recalling import Days
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.jobs.jobs import Facts, Job
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.portfolio.price_errors import NothingToBackFillError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.persistence import Database, Databases

BACK_FILL: Final = "back-fill"
QUEUE: Final = "prices"
ASSETS_MOST: Final = 100
EARLIEST: Final = date(1970, 1, 8)
TOLD_MOST: Final = 20
DAY: Final = timedelta(days=1)


@frozen(kw_only=True)
class Gaps:
    """Which gaps to look for: of assets in a currency, or of all that portfolios need.

    Attributes:
        since: None for since when a portfolio has the asset.
        until: None for yesterday.
        again: ask also for what is kept, so that it is corrected.
    """

    assets: Sequence[str] = ()
    currency: str = ""
    since: date | None = None
    until: date | None = None
    again: bool = False

    def __attrs_post_init__(self) -> None:
        if len(self.assets) > ASSETS_MOST:
            refuse("assets", str(len(self.assets)), f"at most {ASSETS_MOST} at once")
        if self.assets and not is_money(self.currency):
            refuse("currency", self.currency, "assets are priced in a currency, like EUR")
        if self.assets and self.since is None:
            refuse("since", "", "the first day is needed")
        first, last = self.since or EARLIEST, self.until or date.max
        if not EARLIEST <= first <= last:
            refuse("since", str(first), f"a day from {EARLIEST} on, and not after the last one")

    @property
    def payload(self) -> Facts:
        return {
            "assets": list(self.assets),
            "currency": self.currency,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "again": self.again,
        }

    @classmethod
    def read(cls, payload: Facts) -> "Gaps":
        assets = payload.get("assets") or ()
        since, until = (payload.get(name) for name in ("since", "until"))
        return cls(
            assets=[str(each) for each in assets] if isinstance(assets, Sequence) else (),
            currency=str(payload.get("currency") or ""),
            since=date.fromisoformat(str(since)) if since else None,
            until=date.fromisoformat(str(until)) if until else None,
            again=bool(payload.get("again")),
        )


def refuse(column: str, value: str, reason: str) -> None:
    raise InvalidValueError(column=column, value=value[:40], reason=reason)


@frozen
class FindSpans:
    """Say which days of which assets are meant."""

    database: Database
    clock: Clock

    async def __call__(self, gaps: Gaps) -> Sequence[Span]:
        last = self.clock.now().date() - DAY
        last = min(gaps.until or last, last)
        if gaps.assets:
            currency, first = Currency(gaps.currency), gaps.since or last
            found = [(each, currency, first) for each in gaps.assets if each != currency]
        else:
            async with self.database.snapshot() as work:
                needed = await work.questions.needed()
            found = [
                (each.asset, Currency(each.currency), gaps.since or each.since.date())
                for each in needed
            ]
        return [
            Span(
                asset=asset,
                currency=currency,
                days=Days(since=max(first, EARLIEST), until=last),
                again=gaps.again,
            )
            for asset, currency, first in found
            if first <= last
        ]


@frozen
class StartBackFill:
    """Promise to fill gaps; an owner has one such job at a time."""

    database: Database
    clock: Clock
    on: bool = field(kw_only=True)

    async def __call__(self, gaps: Gaps) -> Job:
        if not self.on:
            raise NothingToBackFillError
        now = self.clock.now()
        job = Job(
            id=self.clock.new_id(),
            kind=BACK_FILL,
            queue=QUEUE,
            created_at=now,
            not_before=now,
            payload=gaps.payload,
            unique_key=BACK_FILL,
        )
        async with self.database.transaction() as work:
            return await work.jobs.enqueue(job)


@frozen
class RefigureThoseOn:
    """Count every portfolio as changed, whoever's it is, that rests on prices that are others now.

    Prices of the past are everybody's: whoever looks at such a portfolio hears that it changed.
    """

    everybody: Database
    databases: Databases

    async def __call__(self, pairs: Collection[Pair]) -> None:
        async with self.everybody.snapshot() as work:
            resting = await work.questions.resting_on(pairs)
        for owner, portfolios in groupby(resting, key=lambda each: each.owner):
            async with self.databases.of(owner).transaction() as work:
                await refigure(work, {each.portfolio_id for each in portfolios})


@frozen
class BackFillInBackground:
    """Handle such a job; what is kept of prices is the same whoever keeps it, and how often."""

    back_fill: BackFill
    database: Database
    clock: Clock
    refigure: RefigureThoseOn

    async def __call__(self, attempt: Attempt) -> Facts | None:
        spans = await FindSpans(self.database, self.clock)(Gaps.read(attempt.job.payload))
        done = await self.back_fill(spans, attempt.tell)
        # An attempt that broke off may have kept prices, and told nobody.
        again = attempt.job.token > 1
        changed = {each.pair for each in spans} if again else {*done.changed}
        if changed:
            await self.refigure(changed)
        async with self.database.transaction() as work:
            await attempt.finish(work, facts_of(done), self.clock.now())
        return None


@frozen
class FillGaps:
    """Fill gaps here and now."""

    back_fill: BackFill | None
    database: Database
    clock: Clock

    async def __call__(self, gaps: Gaps, tell: Tell) -> Filled:
        if self.back_fill is None:
            raise NothingToBackFillError
        spans = await FindSpans(self.database, self.clock)(gaps)
        done = await self.back_fill(spans, tell)
        if done.filled or done.corrected:
            async with self.database.transaction() as work:
                await refigure(work)
        return done


def facts_of(done: Filled) -> Facts:
    return {
        "found": done.found,
        "filled": done.filled,
        "left": done.left,
        "corrected": done.corrected,
        "lacking": list(done.lacking[:TOLD_MOST]),
    }
