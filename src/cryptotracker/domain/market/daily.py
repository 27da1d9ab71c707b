"""What an asset cost day by day, with the days that nobody knows left in their places.

>>> from datetime import UTC
>>> from cryptotracker.domain.market.assets import Currency
>>> def quote(day: int, price: str) -> Quote:
...     return Quote(asset="bitcoin", currency=Currency("EUR"), price=Decimal(price),
...         as_of=datetime(2026, 11, day, tzinfo=UTC), source="a table")
>>> known = Daily.of([quote(1, "50"), quote(3, "60")], date(2026, 11, 1), date(2026, 11, 4))
>>> known.prices
(Decimal('50'), None, Decimal('60'), None)
>>> known.near(datetime(2026, 11, 3, 8, tzinfo=UTC))
(datetime.datetime(2026, 11, 3, 0, 0, tzinfo=datetime.timezone.utc), Decimal('60'))
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from attrs import evolve, frozen

from cryptotracker.domain.market.quotes import Quote

DAY = timedelta(days=1)
HALF_A_DAY = timedelta(hours=12)


@frozen(kw_only=True, eq=False)
class Daily:
    """The price with which each day began, in UTC; None where nobody knows it.

    It is told from others by being itself: to compare hundreds of prices takes longer than most of
    what is done with them.

    Attributes:
        since: the day of the first price.
        source: who said so, in words; empty where nobody did.
    """

    since: date
    prices: tuple[Decimal | None, ...]
    source: str = ""
    simulated: bool = False

    @classmethod
    def of(cls, quotes: Iterable[Quote], since: date, until: date) -> "Daily":
        """Put the quotes of days in their places, from one day to another, both included."""
        found = {quote.as_of.date(): quote for quote in quotes}
        days = [since + step * DAY for step in range((until - since).days + 1)]
        sources = dict.fromkeys(name for quote in found.values() for name in quote.sources)
        return cls(
            since=since,
            prices=tuple(found[day].price if day in found else None for day in days),
            source=", ".join(sources),
            simulated=any(quote.simulated for quote in found.values()),
        )

    def last(self, many: int) -> "Daily":
        """Return the last days alone."""
        left = max(len(self.prices) - many, 0)
        return evolve(self, since=self.since + left * DAY, prices=self.prices[left:])

    def between(self, since: date, until: date) -> "Daily":
        """Return the days from one to another, both included, as far as there are any."""
        first = min(max((since - self.since).days, 0), len(self.prices))
        end = max((until - self.since).days + 1, first)
        return evolve(self, since=self.since + first * DAY, prices=self.prices[first:end])

    def known(self) -> Iterator[tuple[date, Decimal]]:
        """Give the days whose price is known, with it."""
        for step, price in enumerate(self.prices):
            if price is not None:
                yield self.since + step * DAY, price

    def starts(self) -> Iterator[tuple[datetime, Decimal]]:
        """Give the same by the instants with which the days begin."""
        return ((midnight(day), price) for day, price in self.known())

    def near(self, moment: datetime) -> tuple[datetime, Decimal] | None:
        """Return the price that is nearest to a moment, if one is known within half a day of it."""
        day = (moment + HALF_A_DAY).date()
        place = (day - self.since).days
        if not 0 <= place < len(self.prices) or (price := self.prices[place]) is None:
            return None
        return midnight(day), price


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
