"""How each indicator is computed: its steps, of which most are functions of TA-Lib.

A quotient whose divisor is nought is not defined. TA-Lib gives 0 for it; here each names its
divisor, and has no value where that is 0. TA-Lib's own MACD and KC are left alone: each begins one
of its averages later than it could, so that figures depend on a neighbour's period.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from cryptotracker.adapters.indicators.steps import Column, Step, late, use

SIMPLE: Final = 0
"""TA-Lib's number of the simple moving average."""


def less(a: Column, b: Column) -> Column:
    return a - b


def halfway(a: Column, b: Column) -> Column:
    return (a + b) / 2


def off(middle: Column, by: Column, times: float, sign: float) -> Column:
    return middle + sign * times * by


def over(value: Column, divisor: Column) -> Column:
    """Give a quotient where its divisor is not 0."""
    return np.where(divisor == 0, np.nan, value)


def unless(value: Column, wrong: Column) -> Column:
    return np.where(wrong != 0, np.nan, value)


def nought(column: Column) -> Column:
    """Give 1 where a column is 0, and 0 where it is another number."""
    return np.where(np.isnan(column), np.nan, column == 0)


def flow(typical: Column, volume: Column, change: Column) -> Column:
    """Give the money that flowed either way."""
    return typical * volume * np.abs(np.sign(change))


def from_first(ranges: Column, width: Column, first: float) -> Column:
    """Count the first candle, too, which has no close before it, if that is asked for."""
    return np.where(np.isnan(ranges), width, ranges) if first else ranges


def resistance(point: Column, low: Column) -> Column:
    return 2 * point - low


def far(high: Column, point: Column, low: Column) -> Column:
    return high + 2 * (point - low)


OF_RANGE: Final = "high low close"
ROOM: Final = (
    use("top", "MAX", "high", "period"),
    use("bottom", "MIN", "low", "period"),
    use("room", less, "top bottom"),
)
RECIPES: Final[Mapping[str, Sequence[Step]]] = {
    "sma": (use("", "SMA", "close", "period"),),
    "ema": (use("", "EMA", "close", "period"),),
    "wma": (use("", "WMA", "close", "period"),),
    "vwap": (
        use("raw", "VWAP", "high low close volume"),
        use("sold", "CUMSUM", "volume"),
        use("", over, "raw sold"),
    ),
    "rsi": (
        use("raw", "RSI", "close", "period"),
        use("change", "MOM", "close", 1),
        use("size", np.abs, "change"),
        use("moved", "RMA", "size", "period"),
        use("", over, "raw moved"),
    ),
    "stochastic": (
        use("k d", "STOCHF", OF_RANGE, "period", 1, SIMPLE),
        use("slow", "SMA", "k", "smoothing"),
        use("slower", "SMA", "slow", "signal"),
        *ROOM,
        use("flat", nought, "room"),
        use("flats", "SMA", "flat", "smoothing"),
        use("any_flat", np.sign, "flats"),
        use("more_flats", "SMA", "any_flat", "signal"),
        use("oscillator", unless, "slow flats"),
        use("signal", unless, "slower more_flats"),
    ),
    "williams_r": (
        use("raw", "WILLR", OF_RANGE, "period"),
        *ROOM,
        use("", over, "raw room"),
    ),
    "cci": (
        use("raw", "CCI", OF_RANGE, "period"),
        use("typical", "TYPPRICE", OF_RANGE),
        use("top", "MAX", "typical", "period"),
        use("bottom", "MIN", "typical", "period"),
        use("room", less, "top bottom"),
        use("", over, "raw room"),
    ),
    "roc": (
        use("raw", "ROC", "close", "period"),
        use("earlier", late, "close", "period"),
        use("", over, "raw earlier"),
    ),
    "mfi": (
        use("raw", "MFI", "high low close volume", "period"),
        use("typical", "TYPPRICE", OF_RANGE),
        use("change", "MOM", "typical", 1),
        use("flow", flow, "typical volume change"),
        use("most", "MAX", "flow", "period"),
        use("", over, "raw most"),
    ),
    "obv": (use("", "OBV", "close volume"),),
    "macd": (
        use("quick", "EMA", "close", "fast"),
        use("slow", "EMA", "close", "slow"),
        use("macd", less, "quick slow"),
        use("signal", "EMA", "macd", "signal"),
        use("histogram", less, "macd signal"),
    ),
    "adx": (
        use("raw", "ADX", OF_RANGE, "period"),
        use("raw_plus", "PLUS_DI", OF_RANGE, "period"),
        use("raw_minus", "MINUS_DI", OF_RANGE, "period"),
        use("up", "PLUS_DM", "high low", "period"),
        use("down", "MINUS_DM", "high low", "period"),
        use("moved", np.add, "up down"),
        use("", over, "raw moved"),
        use("plus", over, "raw_plus moved"),
        use("minus", over, "raw_minus moved"),
    ),
    "supertrend": (
        use("line side", "SUPERTREND", OF_RANGE, "period", "multiplier"),
        use("direction", over, "side side"),
    ),
    "ichimoku": (
        use("conversion", "MIDPRICE", "high low", "conversion"),
        use("base", "MIDPRICE", "high low", "base"),
        use("middle", halfway, "conversion base"),
        use("leading_a", late, "middle", "base"),
        use("wide", "MIDPRICE", "high low", "span"),
        use("leading_b", late, "wide", "base"),
        use("lagging", np.copy, "close"),
    ),
    "bollinger": (
        use("upper middle lower", "BBANDS", "close", "period", "deviations", "deviations", SIMPLE),
    ),
    "atr": (
        use("ranges", "TRANGE", OF_RANGE),
        use("width", less, "high low"),
        use("counted", from_first, "ranges width", "first"),
        use("", "RMA", "counted", "period"),
    ),
    "donchian": (use("upper middle lower", "DONCHIAN", "high low", "period"),),
    "keltner": (
        use("middle", "EMA", "close", "period"),
        use("range", "ATR", OF_RANGE, "atr_period"),
        use("upper", off, "middle range", "multiplier", 1),
        use("lower", off, "middle range", "multiplier", -1),
    ),
    "pivot": (
        use("high_before", late, "high", 1),
        use("low_before", late, "low", 1),
        use("typical", "TYPPRICE", OF_RANGE),
        use("point", late, "typical", 1),
        use("width", less, "high_before low_before"),
        use("r1", resistance, "point low_before"),
        use("s1", resistance, "point high_before"),
        use("r2", np.add, "point width"),
        use("s2", less, "point width"),
        use("r3", far, "high_before point low_before"),
        use("s3", far, "low_before point high_before"),
    ),
}
