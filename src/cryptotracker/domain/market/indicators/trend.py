"""Which way a price goes."""

from decimal import Decimal
from typing import Final

from cryptotracker.domain.market.indicators.definition import Indicator, Output, Parameter

RANGE: Final = ("high", "low", "close")

TREND: Final = (
    Indicator(
        name="macd",
        title="Moving average convergence/divergence",
        parameters=[
            Parameter(name="fast", default=12),
            Parameter(name="slow", default=26),
            Parameter(name="signal", default=9, low=1),
        ],
        outputs=[
            Output(name="macd", unit="price", warm_up=("slow", -1)),
            Output(name="signal", unit="price", warm_up=("slow", "signal", -2)),
            Output(name="histogram", unit="price", warm_up=("slow", "signal", -2)),
        ],
        memory="fading",
        rising=("fast", "slow"),
        definition="The `fast` EMA of closes less the `slow` one; the signal is the `signal` EMA "
        "of that; the histogram is their difference.",
        seeding="Each EMA begins with the mean of its first values, the fast one with the first "
        "`fast` closes. TA-Lib's own MACD begins the fast one later, to have both start at one "
        "candle, and so differs at first.",
        source="TA-Lib EMA, three times; Stock.Indicators",
    ),
    Indicator(
        name="adx",
        title="Average directional index",
        parameters=[Parameter(name="period", default=14)],
        outputs=[
            Output(unit="percent", warm_up=("period", "period", -1)),
            Output(name="plus", unit="percent", warm_up=("period",)),
            Output(name="minus", unit="percent", warm_up=("period",)),
        ],
        inputs=RANGE,
        memory="fading",
        definition="+DM is how far the high rose if that is more than the low fell, else 0; −DM "
        "the same of the low; both, and the true range, in Wilder's smoothed sums "
        "(sum = sum before − sum before / `period` + new). ±DI = 100 × ±DM / true range; "
        "DX = 100 × |+DI − −DI| / (+DI + −DI); "
        "ADX = (ADX before × (`period` − 1) + DX) / `period`.",
        seeding="The smoothed sums begin as the sum of the first `period` − 1 movements, from the "
        "second candle on; the first ADX is the mean of the first `period` DX. As long as nothing "
        "has moved, DX counts as 0.",
        undefined="there was no movement up or down at all so far",
        source="TA-Lib ADX, PLUS_DI and MINUS_DI",
    ),
    Indicator(
        name="supertrend",
        title="SuperTrend",
        parameters=[
            Parameter(name="period", default=10),
            Parameter(name="multiplier", default=3, low=Decimal("0.1"), high=100, whole=False),
        ],
        outputs=[
            Output(name="line", unit="price", warm_up=("period",)),
            Output(name="direction", unit="direction", warm_up=("period",)),
        ],
        inputs=RANGE,
        memory="fading",
        definition="Bands at (high + low) / 2 ± `multiplier` × ATR; the upper one only falls and "
        "the lower one only rises, unless the close before was beyond it. The line is the lower "
        "band (direction 1) until a close is at or below it, then the upper band (direction −1) "
        "until a close is above it.",
        seeding="It begins upwards at the first ATR, which is the mean of the first `period` true "
        "ranges.",
        source="TA-Lib SUPERTREND",
    ),
    Indicator(
        name="ichimoku",
        title="Ichimoku",
        parameters=[
            Parameter(name="conversion", default=9),
            Parameter(name="base", default=26),
            Parameter(name="span", default=52),
        ],
        outputs=[
            Output(name="conversion", unit="price", warm_up=("conversion", -1)),
            Output(name="base", unit="price", warm_up=("base", -1)),
            Output(name="leading_a", unit="price", warm_up=("base", "base", -1)),
            Output(name="leading_b", unit="price", warm_up=("span", "base", -1)),
            Output(name="lagging", unit="price", warm_up=()),
        ],
        inputs=RANGE,
        rising=("conversion", "base", "span"),
        definition="The middle between the highest high and the lowest low of the last "
        "`conversion`, `base` and `span` candles. leading_a is the mean of conversion and base, "
        "leading_b the middle of `span`, both as they were `base` candles earlier: drawn at this "
        "candle. lagging is this candle's close, which is drawn `base` candles earlier: no candle "
        "is given a figure that came later.",
        seeding="It depends on these candles alone.",
        source="TA-Lib MIDPRICE; the displacement is ours",
    ),
)
