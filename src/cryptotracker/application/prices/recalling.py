"""Prices of past days, of the first source that has them, in any currency."""

from collections.abc import Collection, Coroutine, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from attrs import define, evolve, field, frozen

from cryptotracker.application.prices.asking import Question as Ask
from cryptotracker.application.prices.asking import Said, asked_one
from cryptotracker.application.prices.merging import DOLLAR, lies
from cryptotracker.application.prices.quarantine import Quarantine
from cryptotracker.application.prices.remembering import Memory, Remembered, midnight
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import Claim, Observation
from cryptotracker.domain.market.past import examine_past
from cryptotracker.domain.market.paths import through
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.told import DayPrice, Question, unsettled
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.price_feeds import PriceFeed

DAY = timedelta(days=1)
PLAN_REFUSED = "plan_refused"
"""What its plan has no past, a source does not know; it is not away."""


@frozen(kw_only=True)
class Days:
    """Days, both included."""

    since: date
    until: date

    def __iter__(self) -> Iterator[date]:
        return (self.since + step * DAY for step in range((self.until - self.since).days + 1))

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


@define
class Recalled:
    """What is known of past days, by pair and day; the first that was said of one stays.

    Attributes:
        corrected: so much of what was kept was told otherwise.
        said: what sources answered, or why they did not.
    """

    prices: dict[Pair, dict[date, Quote]] = field(factory=dict)
    corrected: int = 0
    said: list[Said] = field(factory=list)

    def add(self, told: DayPrice) -> None:
        quote = Quote(
            asset=told.asset,
            currency=told.currency,
            price=told.price,
            as_of=told.as_of,
            source=told.source,
            grade=told.grade,
        )
        of = self.prices.setdefault((told.asset, told.currency), {})
        of.setdefault(told.as_of.date(), quote)

    def missing(self, pair: Pair, days: Days) -> list[date]:
        known = self.prices.get(pair, {})
        return [day for day in days if day not in known]

    def around(self, pair: Pair, days: Days) -> list[Observation]:
        """Return what is known of the week before and after some days."""
        near = Days(since=days.since - OLDEST, until=days.until + OLDEST)
        return [
            Observation(
                source=each.source,
                asset=each.asset,
                currency=each.currency,
                price=each.price,
                as_of=each.as_of,
            )
            for day, each in self.prices.get(pair, {}).items()
            if day in near and day not in days
        ]

    def on(self, asset: str, currency: Currency, day: date) -> Quote | None:
        """Price an asset on a day; rates between may be those of the week before it."""

        def known(start: str, end: str) -> Quote | None:
            of = self.prices.get((start, end), {})
            back = 0 if asset in (start, end) else OLDEST.days
            days = (day - step * DAY for step in range(back + 1))
            return next((of[each] for each in days if each in of), None)

        found = through(asset, currency, known)
        return evolve(found, as_of=midnight(day)) if found else None


@frozen
class Asking:
    """What is asked for in one currency; with `again` also what is kept."""

    assets: Collection[str]
    currency: Currency
    days: Days
    again: bool = field(default=False, kw_only=True)


@frozen
class RecallPrices:
    """Takes what is kept, and asks one source after the other for what is not."""

    feeds: Sequence[PriceFeed]
    clock: Clock
    quarantine: Quarantine
    memory: Memory

    async def __call__(
        self, assets: Collection[str], currency: Currency, days: Days
    ) -> Mapping[str, Sequence[Quote]]:
        wanted = {asset for asset in assets if asset != currency}
        recalled = await self.recalled(wanted, currency, days)
        answer = found(recalled, wanted, currency, days)
        troubled = [each for each in recalled.said if each.trouble not in {"", PLAN_REFUSED}]
        if wanted and not answer and troubled:
            names = ", ".join(dict.fromkeys(each.feed.about.name for each in troubled))
            raise PriceSourceUnavailableError(source=names, reason=troubled[0].trouble)
        return answer

    async def recalled(
        self, wanted: Collection[str], currency: Currency, days: Days, *, again: bool = False
    ) -> Recalled:
        """Find what is known of some days, whether or not that prices all of them."""
        recalled, wider = Recalled(), evolve(days, since=days.since - OLDEST)
        await self._find(recalled, Asking(wanted, currency, wider, again=again))
        missing = set(wanted) - found(recalled, wanted, currency, days).keys()
        if missing and currency != DOLLAR:
            await self._find(recalled, Asking(missing - {DOLLAR}, DOLLAR, wider, again=again))
            await self._find(recalled, Asking({DOLLAR}, currency, wider, again=again))
        return recalled

    async def kept(self, wanted: Collection[str], currency: Currency, days: Days) -> Recalled:
        """Find what is known without asking anybody."""
        recalled, wider = Recalled(), evolve(days, since=days.since - OLDEST)
        for assets, code in ((wanted, currency), (wanted, DOLLAR), ({DOLLAR}, currency)):
            await self.known(recalled, Asking(assets, code, wider))
        return recalled

    async def _find(self, recalled: Recalled, asking: Asking) -> None:
        kept = await self.known(recalled, asking)
        for feed in self.feeds:
            for asset in sorted(asking.assets):
                said = await self._ask(recalled, feed, asset, asking, kept)
                if said is not None:
                    recalled.said.append(said)
                    if said.trouble:
                        break  # it is asked for the others the next time

    async def known(self, recalled: Recalled, asking: Asking) -> Remembered:
        """Take what is kept, the most trusted source's first."""
        if asking.again or not asking.assets:
            return Remembered()
        days = asking.days
        kept = await self.memory.recall(asking.assets, asking.currency, days.since, days.until)
        trust = {feed.about.name: place for place, feed in enumerate(self.feeds)}
        for each in sorted(kept.prices, key=lambda each: trust.get(each.source, len(trust))):
            recalled.add(each)
        return kept

    async def _ask(
        self, recalled: Recalled, feed: PriceFeed, asset: str, asking: Asking, kept: Remembered
    ) -> Said | None:
        """Ask a source about the days that nobody knows a price of, and keep what is believed."""
        pair, now = (asset, asking.currency), self.clock.now()
        before = kept.questions.get((feed.about.name, *pair), ())
        span = unsettled(recalled.missing(pair, asking.days), before, now)
        if span is None:
            return None
        days = Days(since=span[0], until=span[1])
        said = await asked_one(feed, question(asset, asking.currency, days))
        self.quarantine.take(lies([said], now))
        told, all_believed = self._believed(recalled, said, days)
        asked = None
        if all_believed and not said.trouble and days.since < now.date():
            asked = Question(
                asset=asset,
                currency=asking.currency,
                source=feed.about.name,
                since=days.since,
                until=min(days.until, now.date() - DAY),
                asked_at=now,
            )
        recalled.corrected += await self.memory.keep(told, asked)
        for each in told:
            recalled.add(each)
        return said

    def _believed(
        self, recalled: Recalled, said: Said, days: Days
    ) -> tuple[Sequence[DayPrice], bool]:
        """Return what is believed, and whether nothing was refused."""
        now, told, refusals = self.clock.now(), list[DayPrice](), 0
        for pair, claims in groupby(sorted(said.claims, key=pair_of), key=pair_of):
            around = recalled.around(pair, days)
            believed, refused = examine_past(claims, said.feed.about, now, around)
            self.quarantine.take(refused)
            refusals += len(refused)
            told += [told_of(each, now) for each in believed]
        return told, not refusals


def question(asset: str, currency: Currency, days: Days) -> Ask:
    def ask(feed: PriceFeed) -> Coroutine[None, None, Sequence[Claim]]:
        return feed.history([asset], currency=currency, since=days.since, until=days.until)

    return ask


def pair_of(claim: Claim) -> Pair:
    return claim.asset, claim.currency


def told_of(each: Observation, now: datetime) -> DayPrice:
    return DayPrice(
        asset=each.asset,
        currency=each.currency,
        as_of=each.as_of,
        price=each.price,
        source=each.source,
        fetched_at=now,
    )


def found(
    recalled: Recalled, assets: Collection[str], currency: Currency, days: Days
) -> Mapping[str, Sequence[Quote]]:
    """List the quotes of the days; an asset without any is absent."""
    priced = {
        asset: [quote for day in days if (quote := recalled.on(asset, currency, day)) is not None]
        for asset in sorted(assets)
    }
    return {asset: quotes for asset, quotes in priced.items() if quotes}
