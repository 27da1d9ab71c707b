"""Prices of past days, of the first source that has them, in any currency."""

from collections.abc import Collection, Coroutine, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from attrs import define, evolve, field, frozen

from cryptotracker.application.prices.asking import Question, Said, asked_one
from cryptotracker.application.prices.merging import DOLLAR, lies
from cryptotracker.application.prices.quarantine import Quarantine
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import Claim, Observation
from cryptotracker.domain.market.past import examine_past
from cryptotracker.domain.market.paths import through
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.price_feeds import PriceFeed

DAY = timedelta(days=1)


@frozen(kw_only=True)
class Days:
    """Days, both included."""

    since: date
    until: date

    def __iter__(self) -> Iterator[date]:
        return (self.since + step * DAY for step in range((self.until - self.since).days + 1))


@define
class Recalled:
    """What was said of past days, by pair and day; the first that was said of one stays."""

    prices: dict[Pair, dict[date, Quote]] = field(factory=dict)

    def add(self, said: Observation) -> None:
        quote = Quote(
            asset=said.asset,
            currency=said.currency,
            price=said.price,
            as_of=said.as_of,
            source=said.source,
            grade="C",
        )
        of = self.prices.setdefault((said.asset, said.currency), {})
        of.setdefault(said.as_of.date(), quote)

    def on(self, asset: str, currency: Currency, day: date) -> Quote | None:
        """Price an asset on a day; rates between may be those of the week before it."""

        def known(start: str, end: str) -> Quote | None:
            of = self.prices.get((start, end), {})
            back = 0 if asset in (start, end) else OLDEST.days
            days = (day - step * DAY for step in range(back + 1))
            return next((of[each] for each in days if each in of), None)

        found = through(asset, currency, known)
        midnight = datetime.combine(day, time(), UTC)
        return evolve(found, as_of=midnight) if found else None


@frozen
class RecallPrices:
    """Asks one source after the other, each for what those before it did not know."""

    feeds: Sequence[PriceFeed]
    clock: Clock
    quarantine: Quarantine

    async def __call__(
        self, assets: Collection[str], currency: Currency, days: Days
    ) -> Mapping[str, Sequence[Quote]]:
        recalled, wanted = Recalled(), {asset for asset in assets if asset != currency}
        wider = evolve(days, since=days.since - OLDEST)
        said = await self._ask(recalled, wanted, currency, wider)
        missing = wanted - found(recalled, wanted, currency, days).keys()
        if missing and currency != DOLLAR:
            said += await self._ask(recalled, missing - {DOLLAR}, DOLLAR, wider)
            said += await self._ask(recalled, {DOLLAR}, currency, wider)
        answer = found(recalled, wanted, currency, days)
        troubled = [each for each in said if each.trouble]
        if wanted and not answer and troubled:
            names = ", ".join(dict.fromkeys(each.feed.about.name for each in troubled))
            raise PriceSourceUnavailableError(source=names, reason=troubled[0].trouble)
        return answer

    async def _ask(
        self, recalled: Recalled, assets: Collection[str], currency: Currency, days: Days
    ) -> list[Said]:
        said: list[Said] = []
        for feed in self.feeds:
            left = {each for each in assets if (each, currency) not in recalled.prices}
            if left:
                one = await asked_one(feed, question(left, currency, days))
                self._take_in(recalled, one)
                said.append(one)
        return said

    def _take_in(self, recalled: Recalled, said: Said) -> None:
        now = self.clock.now()
        self.quarantine.take(lies([said], now))
        ordered = sorted(said.claims, key=pair_of)
        for _, claims in groupby(ordered, key=pair_of):
            believed, refused = examine_past(claims, said.feed.about, now)
            self.quarantine.take(refused)
            for each in believed:
                recalled.add(each)


def question(assets: Collection[str], currency: Currency, days: Days) -> Question:
    def ask(feed: PriceFeed) -> Coroutine[None, None, Sequence[Claim]]:
        return feed.history(assets, currency=currency, since=days.since, until=days.until)

    return ask


def pair_of(claim: Claim) -> Pair:
    return claim.asset, claim.currency


def found(
    recalled: Recalled, assets: Collection[str], currency: Currency, days: Days
) -> Mapping[str, Sequence[Quote]]:
    """List the quotes of the days; an asset without any is absent."""
    priced = {
        asset: [quote for day in days if (quote := recalled.on(asset, currency, day)) is not None]
        for asset in sorted(assets)
    }
    return {asset: quotes for asset, quotes in priced.items() if quotes}
