"""What things were worth at a moment: known prices, looked up with their age in view."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from attrs import evolve, field, frozen

from cryptotracker.domain.numbers import EXACT, share

OLDEST: Final = timedelta(days=7)
"""A price older than this says nothing about an event."""

FRESH: Final = timedelta(hours=1)
"""So long after its time a price counts as if it were still of then."""

ONE: Final = Decimal(1)
TICK: Final = timedelta(microseconds=1)


@frozen(kw_only=True)
class Price:
    """What one unit of an asset cost in a currency.

    Attributes:
        since: the moment it was stated for; a price of a day is stated for its first instant.
        until: its last moment of full validity, `since` itself or the end of its day.
    """

    asset: str
    currency: str
    price: Decimal
    since: datetime
    until: datetime
    source: str = ""

    def is_carried(self, moment: datetime) -> bool:
        """Tell whether the price is of before, and only counts on because there is no other."""
        return moment - self.until > FRESH


@frozen
class PriceBook:
    """Known prices, found by asset, currency and moment. A missing price is missing, never zero."""

    _series: Mapping[tuple[str, str], tuple[list[datetime], list[Price]]] = field(factory=dict)

    @classmethod
    def of(cls, prices: Iterable[Price]) -> "PriceBook":
        """Make a book of prices in any order; of two for one moment the later named counts."""
        grouped: defaultdict[tuple[str, str], list[Price]] = defaultdict(list)
        for price in prices:
            grouped[price.asset, price.currency].append(price)
        series = {}
        for key, found in grouped.items():
            found.sort(key=lambda price: price.since)
            series[key] = ([price.since for price in found], found)
        return cls(series)

    def with_latest(self, prices: Iterable[Price]) -> "PriceBook":
        """Return a book that knows some prices more; what is no news of its kind is passed by."""
        series = dict(self._series)
        for price in prices:
            since, found = series.get((price.asset, price.currency), ([], []))
            if since and price.since < since[-1]:
                continue
            series[price.asset, price.currency] = ([*since, price.since], [*found, price])
        return PriceBook(series)

    def at(self, asset: str, currency: str, moment: datetime) -> Price | None:
        """Return the price at a moment, stated or, failing that, turned around."""
        if (direct := self.stated(asset, currency, moment)) is not None:
            return direct
        inverse = self.stated(currency, asset, moment)
        if inverse is None or not inverse.price:
            return None
        turned = share(ONE, ONE, inverse.price)
        return evolve(inverse, asset=asset, currency=currency, price=turned) if turned else None

    def stated(self, asset: str, currency: str, moment: datetime) -> Price | None:
        """Return the latest price at or before a moment, if it is at most seven days old."""
        found = self._series.get((asset, currency))
        if found is None:
            return None
        position = bisect_right(found[0], moment)
        if position == 0:
            return None
        price = found[1][position - 1]
        return price if moment - price.until <= OLDEST else None

    def turns(self, asset: str, currency: str) -> Iterator[tuple[datetime, Price | None]]:
        """Yield what `at` answers from each moment on from which that, or its age, is another."""
        direct = self._turns(asset, currency)
        if (currency, asset) not in self._series:
            yield from direct
            return
        inverse = self._turns(currency, asset)
        for moment in sorted({moment for moment, _ in (*direct, *inverse)}):
            yield moment, self.at(asset, currency, moment)

    def _turns(self, asset: str, currency: str) -> Iterator[tuple[datetime, Price | None]]:
        """Yield each price stated as it begins, outlives its time and is too old."""
        moments, found = self._series.get((asset, currency), ([], []))
        for price, following in zip_longest(found, moments[1:], fillvalue=None):
            if price is None:
                continue
            yield price.since, price
            for border, then in ((FRESH + TICK, price), (OLDEST + TICK, None)):
                moment = price.until + border
                if following is None or moment < following:
                    yield moment, then

    def latest(self) -> list[datetime]:
        """Return the moment of the newest price, if there is one."""
        return [max(since[-1] for since, _ in self._series.values())] if self._series else []

    def worth(
        self, quantity: Decimal, asset: str, currency: str, moment: datetime
    ) -> Decimal | None:
        """Value a quantity in a currency, by the price one way or, failing that, the other."""
        if asset == currency:
            return quantity
        if (direct := self.stated(asset, currency, moment)) is not None:
            return EXACT.multiply(quantity, direct.price)
        if (inverse := self.stated(currency, asset, moment)) is not None and inverse.price:
            return share(quantity, ONE, inverse.price)
        return None
