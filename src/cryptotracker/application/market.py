"""What a user can ask about the market."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.assets import Asset, Currency
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.told import DayPrice
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.prices import PriceSource


@frozen
class FindAssets:
    """Say what symbols mean: of several assets that share one, the best known.

    A symbol that nobody knows is absent.
    """

    catalogue: Catalogue

    def __call__(self, symbols: Sequence[str]) -> Mapping[str, Asset]:
        found = ((symbol, self.catalogue.lookup(symbol)) for symbol in symbols)
        return {symbol: assets[0] for symbol, assets in found if assets}


@frozen
class QuoteAssets:
    """Quote what assets cost now; one without a price is absent, never priced at zero."""

    prices: PriceSource

    async def __call__(self, assets: Sequence[str], currency: Currency) -> Mapping[str, Quote]:
        return await self.prices.quotes(assets, currency=currency)


NOW, OF_DAY = "now", "of_the_day"
LATELY: Final = timedelta(minutes=1)


@frozen(kw_only=True)
class PriceThen:
    """A price of an instant.

    Attributes:
        distance: from the moment that the price is of to the instant asked for.
        method: how it was found: the price of `now`, or the last one `of_the_day`, or of a day
            before it, which is a week ago at most.
    """

    quote: Quote
    distance: timedelta
    method: str


@frozen
class PriceAt:
    """Price an asset at an instant; None where nobody knows a price of the week before it."""

    prices: PriceSource
    clock: Clock

    async def __call__(self, asset: str, currency: Currency, at: datetime) -> PriceThen | None:
        now = self.clock.now()
        if at > now:
            return None
        if now - at < LATELY:
            quotes = await self.prices.quotes([asset], currency=currency)
            found, method = quotes.get(asset), NOW
        else:
            day = at.date()
            of_days = await self.prices.history(
                [asset], currency=currency, since=day - OLDEST, until=day
            )
            before = [each for each in of_days.get(asset, ()) if each.as_of <= at]
            found, method = before[-1] if before else None, OF_DAY
        if found is None:
            return None
        return PriceThen(quote=found, distance=abs(at - found.as_of), method=method)


@frozen
class TracePrice:
    """Say what sources told of a day, the first told first: what was told later counts."""

    database: Database

    async def __call__(self, asset: str, currency: Currency, day: date) -> Sequence[DayPrice]:
        first = datetime.combine(day, time(), UTC)
        async with self.database.snapshot() as work:
            return await work.history.trace((asset, currency), first)
