"""Statistics of prices: ratios without a unit, which are floating point within this file alone.

No amount is ever reckoned from one. They come out as decimals of eight places, since the digits
after those differ between processors.

>>> prices = [Decimal(each) for each in ("100", "110", "99", "99")]
>>> volatility(prices, fewest=3)
Measured(value=Decimal('1.91770535'), samples=3, missing='')
>>> volatility(prices, fewest=4).missing
'too_few_days'
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import fsum, log, sqrt
from typing import Final, TypeAlias

from attrs import frozen

YEAR: Final = 365
"""Days on which is traded in a year: all of them."""

PLACES: Final = Decimal("1e-8")
Prices: TypeAlias = Sequence[Decimal | None]

TOO_FEW_DAYS, NO_PRICE, NO_REFERENCE = "too_few_days", "no_price", "no_reference"
NO_SUPPLY, NO_VARIATION = "no_supply", "no_variation"
REASONS: Final = {
    TOO_FEW_DAYS: "too few days are known",
    NO_PRICE: "nobody says what it costs now",
    NO_REFERENCE: "nobody knows a price near enough to that moment",
    NO_SUPPLY: "nobody says how many units there are",
    NO_VARIATION: "the price never moved",
}
"""Why a figure is missing."""


@frozen
class Measured:
    """A figure, and how many samples it rests on; without a value `missing` says why."""

    value: Decimal | None
    samples: int = 0
    missing: str = ""


def rounded(value: float) -> Decimal:
    """Round to eight places; what rounds to nothing has no sign.

    >>> rounded(-1e-12)
    Decimal('0E-8')
    """
    return abs(found) if not (found := Decimal(format(value, ".8f"))) else found


def log_returns(prices: Prices) -> list[float | None]:
    """Return the logarithm of each price's ratio to the one before; None beside an unknown one."""
    return [
        None if before is None or after is None else log(after / before)
        for before, after in pairwise(prices)
    ]


def deviation(values: Sequence[float]) -> float:
    """Return the standard deviation of a sample: over one less than there are."""
    mean = fsum(values) / len(values)
    return sqrt(fsum((each - mean) ** 2 for each in values) / (len(values) - 1))


def volatility(prices: Prices, *, fewest: int) -> Measured:
    """Measure the deviation of daily logarithmic returns, times the root of the year's days."""
    known = [each for each in log_returns(prices) if each is not None]
    if len(known) < max(fewest, 2):
        return Measured(None, len(known), TOO_FEW_DAYS)
    return Measured(rounded(deviation(known) * sqrt(YEAR)), len(known))


def correlation(one: Prices, other: Prices, *, fewest: int) -> Measured:
    """Measure how alike two daily logarithmic returns go, from -1 to 1, on days both are known.

    >>> up = [Decimal(each) for each in (10, 11, 12, 11)]
    >>> correlation(up, [1 / each for each in up], fewest=3).value
    Decimal('-1.00000000')
    """
    both = [
        (a, b)
        for a, b in zip(log_returns(one), log_returns(other), strict=True)
        if a is not None and b is not None
    ]
    if len(both) < max(fewest, 2):
        return Measured(None, len(both), TOO_FEW_DAYS)
    mine, theirs = ([pair[at] for pair in both] for at in (0, 1))
    spread = deviation(mine) * deviation(theirs)
    if not spread:
        return Measured(None, len(both), NO_VARIATION)
    means = fsum(mine) / len(both), fsum(theirs) / len(both)
    together = fsum((a - means[0]) * (b - means[1]) for a, b in both) / (len(both) - 1)
    return Measured(rounded(max(-1.0, min(1.0, together / spread))), len(both))


def logarithm(ratio: Decimal) -> Decimal:
    return rounded(log(ratio))
