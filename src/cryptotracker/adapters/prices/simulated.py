"""A made-up market, for demonstration and for tests: the same on every machine, without network.

Its prices resemble those that were: simulated.csv holds what the best-known assets cost, roughly,
at the beginning of each half-year, and from 2026 on what they might. Between, the hash decides
(walks.py). Other coins and tokens of the catalogue get a course of their own; currencies have one
if the table has them. A day's quote is that of the midnight with which the day begins.
"""

import asyncio
import csv
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from attrs import Factory, field, frozen

from cryptotracker.adapters.prices.made_up_candles import Pair
from cryptotracker.adapters.prices.supplies import made_up as made_up_supplies
from cryptotracker.adapters.prices.walks import Course, level_of, price
from cryptotracker.domain.market.assets import Asset, AssetId, Currency
from cryptotracker.domain.market.candles import INTERVALS
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.supplies import Supply
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.moments import Moments
from cryptotracker.ports.prices import Fetched, PriceSource, Series
from cryptotracker.ports.supplies import Supplies

SOURCE: Final = "simulated market"
DOLLAR: Final = Course(name="usd", volatility=0, anchors=(0,))
KEPT_MOST: Final = 4096
CURRENCIES: Final = frozenset("AUD CAD CHF EUR GBP JPY USD".split())


@frozen(eq=False)
class SimulatedMarket(PriceSource, Supplies, Moments):
    """Made-up prices; those of the present minute are kept, because everybody asks for them."""

    _catalogue: Catalogue
    _clock: Clock
    _kept: Callable[[str, Currency, datetime], Quote | None] = field(
        init=False, default=Factory(lambda self: lru_cache(KEPT_MOST)(self.quote), takes_self=True)
    )

    @classmethod
    @asynccontextmanager
    async def open(
        cls, _settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AsyncIterator["SimulatedMarket"]:
        yield cls(catalogue, clock)

    async def quotes(self, assets: Collection[str], *, currency: Currency) -> Mapping[str, Quote]:
        # By the minute, so that figures asked for one after the other agree.
        now = self._clock.now().replace(second=0, microsecond=0)
        found = ((asset, self._kept(asset, currency, now)) for asset in assets)
        return {asset: quote for asset, quote in found if quote is not None}

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        # Years of days are a tenth of a second of arithmetic: too long for a server to stand still.
        return await asyncio.to_thread(self.daily, assets, currency, since, until)

    def daily(
        self, assets: Collection[str], currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        counted = course_of_money(currency)
        if counted is None:
            return {}
        levels = dict(counted.daily(since, until))
        found = ((asset, self.course(asset)) for asset in assets)
        listed = {
            asset: [
                quoted(asset, currency, level - levels[day], datetime.combine(day, time(), UTC))
                for day, level in course.daily(since, until)
            ]
            for asset, course in found
            if course is not None
        }
        return {asset: quotes for asset, quotes in listed.items() if quotes}

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        return await asyncio.to_thread(self.made_up, series, since, until)

    async def moments(
        self, assets: Collection[str], *, currency: Currency, at: datetime
    ) -> Mapping[str, Decimal]:
        found = ((asset, self._kept(asset, currency, at)) for asset in assets)
        return {asset: quote.price for asset, quote in found if quote is not None}

    async def supplies(self, assets: Collection[str]) -> Mapping[str, Supply]:
        day = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return made_up_supplies(assets, SOURCE, day)

    def made_up(self, series: Series, since: datetime, until: datetime) -> Fetched:
        course, counted = self.course(series.asset), course_of_money(series.currency)
        if course is None or counted is None:
            return Fetched(simulated=True)
        now = self._clock.now().replace(second=0, microsecond=0)
        span = INTERVALS[series.interval]
        candles = tuple(Pair(course, counted).candles(span, since, until, now))
        return Fetched(simulated=True, candles=candles)

    def quote(self, asset: str, currency: Currency, moment: datetime) -> Quote | None:
        """Quote an asset at any instant; None when it, or the currency, has no price then."""
        course, counted = self.course(asset), course_of_money(currency)
        if course is None or counted is None:
            return None
        level, rate = course.at(moment), counted.at(moment)
        if level is None or rate is None:
            return None
        return quoted(asset, currency, level - rate, moment)

    def course(self, asset: str) -> Course | None:
        """Return how an asset moves: the best known, when several go by what the ledger writes."""
        candidates = self._catalogue.lookup(asset) or (self._catalogue.find(AssetId(asset)),)
        return course_of(candidates[0]) if candidates[0] is not None else None


def quoted(asset: str, currency: Currency, level: int, moment: datetime) -> Quote:
    return Quote(
        asset=asset,
        currency=currency,
        price=price(level),
        as_of=moment,
        source=SOURCE,
        simulated=True,
    )


def course_of_money(currency: Currency) -> Course | None:
    return table().get(currency.lower()) if currency in CURRENCIES else None


def course_of(asset: Asset) -> Course | None:
    """Return an asset's course. What the table lacks is made up, but never a currency's rate."""
    if asset.id in table() or asset.kind == "fiat":
        return table().get(asset.id)
    return invented(asset)


@cache
def table() -> Mapping[str, Course]:
    """Read the courses, each after the one that it follows."""
    courses = {"usd": DOLLAR}
    data = files(__package__).joinpath("simulated.csv").read_text(encoding="utf-8")
    _, *rows = csv.reader(data.splitlines())
    for name, follows, volatility, *anchors in rows:
        courses[name] = Course(
            name=name,
            leader=None if follows in {"market", "usd"} else courses[follows],
            with_market=follows == "market",
            volatility=int(volatility),
            anchors=tuple(level_of(text) if text else None for text in anchors),
        )
    return courses


@cache
def invented(asset: Asset) -> Course:
    """Make up a course: near a dollar for a stablecoin, else in the wake of Bitcoin's."""
    bitcoin = table()["bitcoin"].anchors
    if asset.kind == "stablecoin":
        return Course(name=asset.id, volatility=1, anchors=(level_of("0.9996"),) * len(bitcoin))
    # Its own size lies between 2 cents and 40 dollars.
    drawn = int.from_bytes(sha256(asset.id.encode()).digest()[:8], "big")
    low, high = level_of("0.02"), level_of("40")
    size = low + (high - low) * drawn // 2**64
    middle = bitcoin[14] or 0
    return Course(
        name=asset.id,
        with_market=True,
        volatility=400,
        anchors=tuple(size + ((level or 0) - middle) * 7 // 10 for level in bitcoin),
    )
