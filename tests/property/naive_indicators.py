"""Indicators written down once more, straight from their definitions and as slowly as need be."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import fsum, isnan, nan, sqrt
from typing import Final, TypeAlias

from cryptotracker.domain.market.candles import Candle

Values: TypeAlias = list[float]
Series: TypeAlias = Mapping[str, Values]


def series_of(candles: Sequence[Candle]) -> Series:
    names = ("open", "high", "low", "close", "volume")
    return {name: [float(getattr(each, name)) for each in candles] for name in names}


def windows(values: Values, period: int) -> list[Values]:
    """Give the last values at each place, none where there are too few."""
    return [values[max(0, at + 1 - period) : at + 1] for at in range(len(values))]


def rolling(values: Values, period: int, figure: Callable[[Values], float]) -> Values:
    found = windows(values, period)
    return [
        figure(each) if len(each) == period and not any(map(isnan, each)) else nan for each in found
    ]


def mean(values: Values) -> float:
    return fsum(values) / len(values)


def weighted(values: Values) -> float:
    count = len(values)
    return fsum(at * value for at, value in enumerate(values, 1)) * 2 / (count * (count + 1))


def ratio(part: float, of: float) -> float:
    return part / of if of else nan


def smoothed(values: Values, period: int, weight: float) -> Values:
    """Average with fading weights, beginning with the mean of the first values that there are."""
    first = sum(map(isnan, values))
    found, last = [nan] * len(values), nan
    for at in range(first + period - 1, len(values)):
        if at == first + period - 1:
            last = mean(values[first : at + 1])
        else:
            last = weight * values[at] + (1 - weight) * last
        found[at] = last
    return found


def ema(values: Values, period: int) -> Values:
    return smoothed(values, period, 2 / (period + 1))


def wilder(values: Values, period: int) -> Values:
    return smoothed(values, period, 1 / period)


def changes(values: Values) -> Values:
    return [nan, *(b - a for a, b in pairwise(values))]


def typical(s: Series) -> Values:
    rows = zip(s["high"], s["low"], s["close"], strict=True)
    return [(high + low + close) / 3 for high, low, close in rows]


def true_ranges(s: Series) -> Values:
    rows = zip(s["high"][1:], s["low"][1:], s["close"], strict=False)
    return [nan, *(max(h - low, abs(h - c), abs(low - c)) for h, low, c in rows)]


def rsi(s: Series, period: int) -> Series:
    moves = changes(s["close"])
    gains = wilder([max(each, 0) if not isnan(each) else nan for each in moves], period)
    losses = wilder([max(-each, 0) if not isnan(each) else nan for each in moves], period)
    return {"": [100 * ratio(g, g + loss) for g, loss in zip(gains, losses, strict=True)]}


def in_range(s: Series, period: int) -> Values:
    tops, bottoms = rolling(s["high"], period, max), rolling(s["low"], period, min)
    rows = zip(s["close"], tops, bottoms, strict=True)
    return [ratio(close - bottom, top - bottom) for close, top, bottom in rows]


def stochastic(s: Series, period: int, signal: int, smoothing: int) -> Series:
    oscillator = rolling([100 * each for each in in_range(s, period)], smoothing, mean)
    return {"oscillator": oscillator, "signal": rolling(oscillator, signal, mean)}


def cci(s: Series, period: int) -> Series:
    def figure(window: Values) -> float:
        if max(window) == min(window):
            return nan
        middle = mean(window)
        return (window[-1] - middle) / (0.015 * mean([abs(each - middle) for each in window]))

    return {"": rolling(typical(s), period, figure)}


def mfi(s: Series, period: int) -> Series:
    prices = typical(s)
    moves = changes(prices)
    flows = [price * volume for price, volume in zip(prices, s["volume"], strict=True)]
    signed = [
        0.0 if not move else flow if move > 0 else -flow
        for flow, move in zip(flows, moves, strict=True)
    ]
    signed[0] = nan

    def figure(window: Values) -> float:
        up = fsum(each for each in window if each > 0)
        return 100 * ratio(up, up - fsum(each for each in window if each < 0))

    return {"": rolling(signed, period, figure)}


def obv(s: Series) -> Series:
    found = [s["volume"][0]]
    for move, volume in zip(changes(s["close"])[1:], s["volume"][1:], strict=True):
        found.append(found[-1] + (volume if move > 0 else -volume if move < 0 else 0))
    return {"": found}


def vwap(s: Series) -> Series:
    prices, volumes = typical(s), s["volume"]
    flows = [price * volume for price, volume in zip(prices, volumes, strict=True)]
    ends = range(1, len(flows) + 1)
    return {"": [ratio(fsum(flows[:end]), fsum(volumes[:end])) for end in ends]}


def macd(s: Series, fast: int, slow: int, signal: int) -> Series:
    pairs = zip(ema(s["close"], fast), ema(s["close"], slow), strict=True)
    line = [quick - slower for quick, slower in pairs]
    signals = ema(line, signal)
    rest = [a - b for a, b in zip(line, signals, strict=True)]
    return {"macd": line, "signal": signals, "histogram": rest}


def bollinger(s: Series, period: int, deviations: float) -> Series:
    middle = rolling(s["close"], period, mean)

    def deviation(window: Values) -> float:
        return sqrt(mean([(each - mean(window)) ** 2 for each in window]))

    return channel(middle, rolling(s["close"], period, deviation), deviations)


def channel(middle: Values, width: Values, times: float) -> Series:
    pairs = list(zip(middle, width, strict=True))
    return {
        "middle": middle,
        "upper": [m + times * w for m, w in pairs],
        "lower": [m - times * w for m, w in pairs],
    }


def keltner(s: Series, period: int, multiplier: float, atr_period: int) -> Series:
    return channel(ema(s["close"], period), wilder(true_ranges(s), atr_period), multiplier)


def middle_of(s: Series, period: int) -> Values:
    pairs = zip(rolling(s["high"], period, max), rolling(s["low"], period, min), strict=True)
    return [(top + bottom) / 2 for top, bottom in pairs]


def donchian(s: Series, period: int) -> Series:
    return {
        "middle": middle_of(s, period),
        "upper": rolling(s["high"], period, max),
        "lower": rolling(s["low"], period, min),
    }


def late(values: Values, by: int) -> Values:
    return ([nan] * by + values)[: len(values)]


def ichimoku(s: Series, conversion: int, base: int, span: int) -> Series:
    quick, slow = middle_of(s, conversion), middle_of(s, base)
    return {
        "conversion": quick,
        "base": slow,
        "leading_a": late([(a + b) / 2 for a, b in zip(quick, slow, strict=True)], base),
        "leading_b": late(middle_of(s, span), base),
        "lagging": s["close"],
    }


def pivot(s: Series) -> Series:
    point, high, low = late(typical(s), 1), late(s["high"], 1), late(s["low"], 1)
    rows = list(zip(point, high, low, strict=True))
    return {
        "point": point,
        "r1": [2 * p - bottom for p, _, bottom in rows],
        "r2": [p + (top - bottom) for p, top, bottom in rows],
        "r3": [top + 2 * (p - bottom) for p, top, bottom in rows],
        "s1": [2 * p - top for p, top, _ in rows],
        "s2": [p - (top - bottom) for p, top, bottom in rows],
        "s3": [bottom - 2 * (top - p) for p, top, bottom in rows],
    }


NAIVE: Final[Mapping[str, Callable[..., Series]]] = {
    "sma": lambda s, period: {"": rolling(s["close"], period, mean)},
    "ema": lambda s, period: {"": ema(s["close"], period)},
    "wma": lambda s, period: {
        "": rolling(
            s["close"],
            period,
            lambda each: (
                fsum(at * value for at, value in enumerate(each, 1)) * 2 / period / (period + 1)
            ),
        )
    },
    "vwap": vwap,
    "rsi": rsi,
    "stochastic": stochastic,
    "williams_r": lambda s, period: {"": [100 * (each - 1) for each in in_range(s, period)]},
    "cci": cci,
    "roc": lambda s, period: {
        "": [
            100 * (ratio(now, before) - 1)
            for now, before in zip(s["close"], late(s["close"], period), strict=True)
        ]
    },
    "mfi": mfi,
    "obv": obv,
    "macd": macd,
    "ichimoku": ichimoku,
    "bollinger": bollinger,
    "atr": lambda s, period, first: {
        "": wilder([s["high"][0] - s["low"][0] if first else nan, *true_ranges(s)[1:]], period)
    },
    "donchian": donchian,
    "keltner": keltner,
    "pivot": pivot,
}
