"""What each asset had in a portfolio's gain: the parts add up to the simple return."""

from decimal import Decimal

from cryptotracker.domain.numbers import EXACT
from cryptotracker.domain.returns.rates import WORKING, rate


def contribution(
    start: Decimal | None, end: Decimal | None, into: Decimal | None, at_work: Decimal | None
) -> Decimal | None:
    """Return an asset's gain for each unit of what was at work in the whole portfolio."""
    if start is None or end is None or into is None or not at_work:
        return None
    gain = EXACT.subtract(end, EXACT.add(start, into))
    return rate(WORKING.divide(gain, at_work))
