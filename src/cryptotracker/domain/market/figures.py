"""The figures by which assets of a market are shown, filtered and sorted beside each other.

To add one: a line in FIGURES, and its value in `measure`. Each says what it rests on, or why it is
missing; a missing figure is nowhere taken for nought.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.assets import Asset
from cryptotracker.domain.market.daily import Daily
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.statistics import (
    NO_PRICE,
    NO_REFERENCE,
    NO_SUPPLY,
    PLACES,
    TOO_FEW_DAYS,
    Measured,
    volatility,
)
from cryptotracker.domain.market.supplies import Supply
from cryptotracker.domain.numbers import EXACT, ratio, total

FIGURES: Final[Mapping[str, str]] = {
    "change_1h": "how far the price is from that of an hour ago, as a share of that",
    "change_24h": "the same, of a day ago",
    "change_7d": "the same, of the midnight in UTC that is nearest to 7 days ago",
    "change_30d": "the same, of the midnight in UTC that is nearest to 30 days ago",
    "volatility_30d": "deviation of the last 30 daily logarithmic returns, times the root of 365",
    "rsi_14": "relative strength of the daily prices, over 14 days",
    "from_sma_50": "how far the price is from the mean of the last 50 daily prices, as a share",
    "from_sma_200": "the same, of the last 200",
    "from_high": "how far the price is from the highest of the last 365 daily prices and itself",
    "from_low": "how far the price is from the lowest of them",
    "capitalisation": "the price, times the units that go from hand to hand",
}

SHORT: Final[Mapping[str, timedelta]] = {
    "change_1h": timedelta(hours=1),
    "change_24h": timedelta(hours=24),
}
LONG: Final[Mapping[str, timedelta]] = {
    "change_7d": timedelta(days=7),
    "change_30d": timedelta(days=30),
}
CHANGES: Final = (*SHORT, *LONG)
MONTH, YEAR = 30, 365
FEWEST: Final = 20
"""A volatility of a month rests on so many returns at least."""

FEWEST_OF_A_YEAR: Final = 30
"""A high or a low rests on so many daily prices at least."""

Ago = Mapping[str, tuple[datetime, Decimal]]
"""The prices of an asset that are known of the moments of SHORT, and of when they are."""


@frozen(kw_only=True)
class Known:
    """What is known of an asset, to measure it by."""

    asset: Asset
    quote: Quote | None
    daily: Daily
    ago: Ago
    rsi: Measured
    supply: Supply | None


@frozen(kw_only=True)
class Row:
    """An asset beside others.

    Attributes:
        figures: all of FIGURES.
        since: the moments that changes are reckoned from.
    """

    asset: Asset
    quote: Quote | None
    daily: Daily
    supply: Supply | None
    figures: Mapping[str, Measured]
    since: Mapping[str, datetime]

    def value(self, figure: str) -> Decimal | None:
        return self.figures[figure].value


def measure(known: Known) -> Row:
    """Work out all figures of an asset."""
    now, days = known.quote, known.daily
    then = dict(known.ago)
    if now is not None:
        found = ((name, days.near(now.as_of - span)) for name, span in LONG.items())
        then |= {name: price for name, price in found if price is not None}
    price = now.price if now is not None else None
    figures = {
        **{name: apart(price, then[name][1] if name in then else None) for name in CHANGES},
        "volatility_30d": volatility(days.last(MONTH + 1).prices, fewest=FEWEST),
        "rsi_14": known.rsi,
        "from_sma_50": from_mean(price, days, 50),
        "from_sma_200": from_mean(price, days, 200),
        "from_high": from_extreme(price, days, highest=True),
        "from_low": from_extreme(price, days, highest=False),
        "capitalisation": capitalisation(price, known.supply),
    }
    return Row(
        asset=known.asset,
        quote=now,
        daily=days,
        supply=known.supply,
        figures=figures,
        since={name: moment for name, (moment, _) in then.items()},
    )


def apart(price: Decimal | None, from_: Decimal | None, samples: int = 1) -> Measured:
    """Say how far a price is from another one, as a share of that.

    >>> apart(Decimal(110), Decimal(100)).value
    Decimal('0.10000000')
    """
    if price is None:
        return Measured(None, 0, NO_PRICE)
    if not from_:
        return Measured(None, 0, NO_REFERENCE)
    return Measured(ratio(price - from_, from_).quantize(PLACES), samples)


def from_mean(price: Decimal | None, days: Daily, many: int) -> Measured:
    """Compare with the mean of the last days, of which none may be missing."""
    known = [each for each in days.last(many).prices if each is not None]
    if len(known) < many:
        return Measured(None, len(known), TOO_FEW_DAYS)
    return apart(price, ratio(total(known), Decimal(many)), many)


def from_extreme(price: Decimal | None, days: Daily, *, highest: bool) -> Measured:
    known = [each for each in days.last(YEAR).prices if each is not None]
    if len(known) < FEWEST_OF_A_YEAR:
        return Measured(None, len(known), TOO_FEW_DAYS)
    if price is None:
        return Measured(None, 0, NO_PRICE)
    seen = [*known, price]
    return apart(price, max(seen) if highest else min(seen), len(seen))


def capitalisation(price: Decimal | None, supply: Supply | None) -> Measured:
    """Multiply, exactly; an amount of the currency that the price is in."""
    if price is None:
        return Measured(None, 0, NO_PRICE)
    if supply is None:
        return Measured(None, 0, NO_SUPPLY)
    return Measured(EXACT.multiply(price, supply.quantity), 1)
