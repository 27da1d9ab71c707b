"""What an asset's price did within a span of time: where it began, how far it went, where it ended.

A candle is made of what was seen; where nothing was seen there is none, and that gap is marked.
"""

from datetime import datetime
from decimal import Decimal

from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.records import record


@record
class Candle:
    """The first, highest, lowest and last price of a span, and how much was traded in it.

    Attributes:
        start: the first instant of the span, in UTC.
        volume: in units of the asset; None where nobody counted, which is not zero.
    """

    start: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal | None = None


def candle_fault(candle: Candle) -> str:
    """Say which of a candle's figures cannot be; an empty text says that all can."""
    prices = (candle.open, candle.high, candle.low, candle.close)
    if not all(price.is_finite() and price >= ZERO for price in prices):
        return "a price is a number of at least 0"
    if candle.high < max(prices):
        return "high is below another price of its candle"
    if candle.low > min(prices):
        return "low is above another price of its candle"
    if candle.volume is not None and not (candle.volume.is_finite() and candle.volume >= ZERO):
        return "a volume is a number of at least 0"
    return ""
