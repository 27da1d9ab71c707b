"""Prices of the market, and those of an owner where it has none, or where they know better."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.derived import derived
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.quotes import MANUAL, Quote
from cryptotracker.domain.portfolio.own_prices import OwnPrice
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import Fetched, PriceSource, Series

Quotes = Mapping[str, Sequence[Quote]]


@frozen
class Stated:
    """What an owner says of prices now: the last that was stated of each asset, of late."""

    last: Mapping[str, OwnPrice] = field(factory=dict)

    def codes(self, currency: Currency) -> set[Currency]:
        """Name the currencies whose rates are needed, too."""
        return {each.currency for each in self.last.values()} - {currency}

    def over(
        self,
        market: Mapping[str, Quote],
        assets: Collection[str],
        currency: Currency,
        now: datetime,
    ) -> Mapping[str, Quote]:
        """Have it stand in for what the market does not say, and before what it overrides."""
        chosen = {asset: market[asset] for asset in assets if asset in market}
        for asset, each in self.last.items():
            today = each.overrides and each.as_of.date() == now.date()
            if is_of_late(each, now) and (today or asset not in chosen):
                quote = converted(each, currency, market.get(each.currency))
                chosen |= {asset: quote} if quote else {}
        return chosen


@frozen
class ReadStated:
    """Read what an owner says of prices now."""

    database: Database
    clock: Clock

    async def __call__(self, assets: Collection[str], currency: Currency) -> Stated:
        now, stated = self.clock.now(), await stated_of(self.database, assets, currency)
        return Stated({each.asset: each for each in stated if is_of_late(each, now)})


@frozen
class OwnedPrices(PriceSource):
    """Prices as one owner sees them: what they state counts for them alone.

    A stated price stands in on a day of which the market tells nothing, and as long after it as
    other prices do. One that overrides counts on its day, from its moment on, whatever the market
    says. In another currency it counts at the market's rate of its day.
    """

    market: PriceSource
    database: Database
    clock: Clock

    async def quotes(self, assets: Collection[str], *, currency: Currency) -> Mapping[str, Quote]:
        stated = await ReadStated(self.database, self.clock)(assets, currency)
        if not stated.last:
            return await self.market.quotes(assets, currency=currency)
        codes = stated.codes(currency)
        try:
            found = await self.market.quotes([*assets, *codes], currency=currency)
        except PriceSourceUnavailableError:
            if codes or not stated.last.keys() >= {*assets}:
                raise
            found = {}
        return stated.over(found, assets, currency, self.clock.now())

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Quotes:
        stated = [
            each
            for each in await stated_of(self.database, assets, currency)
            if since <= each.as_of.date() <= until
        ]
        market = await self.market.history(assets, currency=currency, since=since, until=until)
        if not stated:
            return market
        rates = await self._rates(stated, currency, since, until)
        of: defaultdict[str, list[Quote]] = defaultdict(list)
        instead: set[tuple[str, date]] = set()
        known = {(asset, day.as_of.date()) for asset in market for day in market[asset]}
        for each in stated:
            place = (each.asset, each.as_of.date())
            quote = converted(each, currency, rate_of(rates.get(each.currency, ()), place[1]))
            if quote is not None and (each.overrides or place not in known):
                of[each.asset].append(quote)
                instead |= {place} if each.whole_day else set()
        return merged(market, of, instead)

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        return await self.market.candles(series, since=since, until=until)

    async def _rates(
        self, stated: Iterable[OwnPrice], currency: Currency, since: date, until: date
    ) -> Quotes:
        codes = {each.currency for each in stated} - {currency}
        if not codes:
            return {}
        return await self.market.history(
            codes, currency=currency, since=since - OLDEST, until=until
        )


async def stated_of(
    database: Database, assets: Collection[str], currency: Currency
) -> Sequence[OwnPrice]:
    """Return what is stated, oldest first; of one moment that in the currency itself last."""
    async with database.snapshot() as work:
        found = await work.own_prices.of(assets)
    return sorted(found, key=lambda each: (each.as_of, each.currency == currency))


def is_of_late(each: OwnPrice, now: datetime) -> bool:
    ended = datetime.combine(each.as_of.date(), time.max, UTC)
    return each.as_of <= now and now - ended <= OLDEST


def rate_of(rates: Sequence[Quote], day: date) -> Quote | None:
    """Return the last rate of a day or of the week before it."""
    week = [each for each in rates if timedelta() <= day - each.as_of.date() <= OLDEST]
    return week[-1] if week else None


def converted(each: OwnPrice, currency: Currency, rate: Quote | None) -> Quote | None:
    """Quote a stated price in a currency; None where nobody knows the rate."""
    if each.currency == currency:
        return each.quote
    price = derived([each.price, rate.price]) if rate is not None else None
    if rate is None or price is None:
        return None
    sources = (MANUAL, *rate.sources)
    return evolve(
        each.quote,
        currency=currency,
        price=price,
        source=", ".join(sources),
        sources=sources,
        simulated=rate.simulated,
        path=(each.asset, each.currency, currency),
    )


def merged(market: Quotes, own: Quotes, instead: Collection[tuple[str, date]]) -> Quotes:
    """Put both in order of time; of some days the market's do not count."""
    return {
        asset: sorted(
            [
                *(
                    each
                    for each in market.get(asset, ())
                    if (asset, each.as_of.date()) not in instead
                ),
                *own.get(asset, ()),
            ],
            key=lambda each: each.as_of,
        )
        for asset in {*market, *own}
    }
