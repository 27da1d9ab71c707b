"""The two indicators that go by rules as much as by formulas, written down once more."""

from itertools import pairwise
from math import isnan, nan

from tests.property.naive_indicators import Series, Values, ratio, true_ranges, wilder


def movements(s: Series) -> tuple[Values, Values]:
    """Give how far each candle went up and down beyond the one before; one of the two is 0."""
    ups, downs = [nan], [nan]
    for (high, top), (low, bottom) in zip(pairwise(s["high"]), pairwise(s["low"]), strict=True):
        up, down = top - high, low - bottom
        ups.append(up if up > down and up > 0 else 0)
        downs.append(down if down > up and down > 0 else 0)
    return ups, downs


def summed(values: Values, period: int) -> Values:
    """Smooth as Wilder's sums, which begin with one movement less than their period has."""
    found, last = [nan] * len(values), sum(values[1:period])
    for at in range(period, len(values)):
        last = last - last / period + values[at]
        found[at] = last
    return found


def adx(s: Series, period: int) -> Series:
    ranges = summed(true_ranges(s), period)
    ups, downs = (summed(each, period) for each in movements(s))
    plus = [100 * ratio(up, of) for up, of in zip(ups, ranges, strict=True)]
    minus = [100 * ratio(down, of) for down, of in zip(downs, ranges, strict=True)]
    moved = [up + down for up, down in zip(ups, downs, strict=True)]
    found = [100 * ratio(abs(a - b), a + b) for a, b in zip(plus, minus, strict=True)]
    # While nothing has moved yet, a candle counts as one without a direction.
    known = [0.0 if at >= period and isnan(each) else each for at, each in enumerate(found)]
    lines = {"": wilder(known, period), "plus": plus, "minus": minus}
    return {
        name: [value if move else nan for value, move in zip(line, moved, strict=True)]
        for name, line in lines.items()
    }


def supertrend(s: Series, period: int, multiplier: float) -> Series:
    ranges = wilder(true_ranges(s), period)
    lines, directions = [nan] * len(ranges), [nan] * len(ranges)
    upper, lower, up = nan, nan, True
    for at in range(period, len(ranges)):
        middle = (s["high"][at] + s["low"][at]) / 2
        above, below = middle + multiplier * ranges[at], middle - multiplier * ranges[at]
        before, close = s["close"][at - 1], s["close"][at]
        if isnan(upper) or above < upper or before > upper:
            upper = above
        if isnan(lower) or below > lower or before < lower:
            lower = below
        up = close > (lower if up else upper)
        lines[at], directions[at] = (lower, 1.0) if up else (upper, -1.0)
    return {"line": lines, "direction": directions}
