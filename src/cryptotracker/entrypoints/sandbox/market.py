"""The market that the stand-ins speak of: it stands still until it is told to move."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from attrs import Factory, define, frozen

from cryptotracker.domain.market.assets import Asset, AssetId
from cryptotracker.domain.numbers import EXACT, share
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock

MICROSECOND: Final = timedelta(microseconds=1)
DOLLARS: Final[Mapping[str, str]] = {
    "bitcoin": "64000.1234567890123456789",
    "ethereum": "3200.55",
    "ripple": "0.52",
    "solana": "151.2",
    "cardano": "0.44",
    "dogecoin": "0.1234567890123456789",
    "polkadot": "6.15",
    "litecoin": "83.4",
    "tether": "0.9998",
    "usd-coin": "1.0001",
    "terra-luna-2": "0.41",
    "shiba-inu": "0.0000172",
}
"""What an asset of the catalogue costs in dollars, as long as nobody moves it."""

RATES: Final[Mapping[str, str]] = {
    "AUD": "1.52",
    "CAD": "1.37",
    "CHF": "0.885",
    "EUR": "0.925",
    "GBP": "0.785",
    "JPY": "151.25",
    "KZT": "447.5",
    "PLN": "3.98",
    "SEK": "10.4",
    "USD": "1",
}
"""What a dollar costs in a currency."""


UNITS: Final[Mapping[str, str]] = {
    "bitcoin": "19950000.5",
    "ethereum": "120600000.1234567890123456789",
    "ripple": "60000000000",
    "solana": "555000000",
    "cardano": "36000000000",
    "dogecoin": "152000000000",
    "tether": "184000000000.25",
}
"""How many units of an asset there are; of the others nobody says."""


def numbers(table: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(text) for name, text in table.items()}


@frozen(kw_only=True)
class Move:
    """The way of a price from one figure to another, along a straight line.

    Attributes:
        by: so many dollars in all, from where it began.
    """

    since: datetime
    lasting: timedelta
    by: Decimal

    def after(self, now: datetime) -> Decimal:
        """Say how many of the dollars are behind it."""
        passed = max(now - self.since, timedelta(0))
        if passed >= self.lasting:
            return self.by
        return share(self.by, Decimal(passed // MICROSECOND), Decimal(self.lasting // MICROSECOND))


@define
class Market:
    """Prices that can be set, or sent on their way, and the time that they are of.

    Attributes:
        dollars: what is asked for an asset, from where it moves if it does.
    """

    catalogue: Catalogue
    clock: Clock
    dollars: dict[str, Decimal] = Factory(lambda: numbers(DOLLARS))
    rates: dict[str, Decimal] = Factory(lambda: numbers(RATES))
    moves: dict[str, Move] = Factory(dict)
    units: dict[str, Decimal] = Factory(lambda: numbers(UNITS))

    def listed(self) -> list[Asset]:
        found = (self.catalogue.find(AssetId(each)) for each in self.dollars)
        return [each for each in found if each is not None]

    def price(self, asset: str, currency: str) -> Decimal | None:
        """Say what an asset costs, if there is such a market."""
        dollars, rate = self.in_dollars(asset), self.rates.get(currency.upper())
        return EXACT.multiply(dollars, rate) if dollars is not None and rate is not None else None

    def in_dollars(self, asset: str) -> Decimal | None:
        dollars, move = self.dollars.get(asset), self.moves.get(asset)
        if dollars is None or move is None:
            return dollars
        return EXACT.add(dollars, move.after(self.clock.now()))

    def set(self, asset: str, dollars: Decimal | None) -> None:
        """Let an asset cost so much from now on; None takes it from the market."""
        self.moves.pop(asset, None)
        self.dollars.pop(asset, None)
        if dollars is not None:
            self.dollars[asset] = dollars

    def move(self, asset: str, percent: Decimal, lasting: timedelta) -> None:
        """Send a price on its way, by so many hundredths of what it is now."""
        dollars = self.in_dollars(asset)
        if dollars is None:
            return
        self.set(asset, dollars)
        by = share(dollars, percent, Decimal(100))
        self.moves[asset] = Move(since=self.clock.now(), lasting=lasting, by=by)

    def of_day(self, asset: str, currency: str, day: date) -> Decimal | None:
        """Say what it cost on a day: a week has ups and downs, and every week has the same."""
        now = self.price(asset, currency)
        return now and share(now, Decimal(100 + day.toordinal() % 7), Decimal(100))

    def today(self) -> datetime:
        return datetime.combine(self.clock.now().date(), time(), UTC)
