"""How far a price swings, and the channels that are drawn around it."""

from decimal import Decimal
from typing import Final

from cryptotracker.domain.market.indicators.definition import Indicator, Output, Parameter, Unit

RANGE: Final = ("high", "low", "close")
PRICE: Final[Unit] = "price"
TRUE_RANGE: Final = (
    "A true range is the largest of high − low, |high − close before| and |low − close before|"
)


def channel(*warm_up: str | int) -> list[Output]:
    names = ("middle", "upper", "lower")
    return [Output(name=name, unit=PRICE, warm_up=warm_up) for name in names]


def pivots() -> list[Output]:
    names = ("point", "r1", "r2", "r3", "s1", "s2", "s3")
    return [Output(name=name, unit=PRICE, warm_up=(1,)) for name in names]


VOLATILITY: Final = (
    Indicator(
        name="bollinger",
        title="Bollinger bands",
        parameters=[
            Parameter(name="period", default=20),
            Parameter(name="deviations", default=2, low=Decimal("0.1"), high=100, whole=False),
        ],
        outputs=channel("period", -1),
        definition="The mean of the last `period` closes, and so many standard deviations above "
        "and below it; the deviation is that of a population (divided by `period`).",
        seeding="It depends on these closes alone.",
        source="TA-Lib BBANDS; Stock.Indicators, StockCharts",
    ),
    Indicator(
        name="atr",
        title="Average true range",
        parameters=[
            Parameter(name="period", default=14, low=1),
            Parameter(name="first", default=0, low=0, high=1, silent=True),
        ],
        outputs=[Output(unit="price", warm_up=("period",))],
        inputs=RANGE,
        memory="fading",
        definition=TRUE_RANGE
        + "; the average is Wilder's: (average before × (`period` − 1) + new) / `period`.",
        seeding="The first value is the mean of the first `period` true ranges, from the second "
        "candle on. With `first` 1 the first candle counts, too, by high − low, as StockCharts "
        "has it, and the first value comes a candle earlier.",
        source="TA-Lib ATR; Stock.Indicators; StockCharts with `first` 1",
    ),
    Indicator(
        name="donchian",
        title="Donchian channel",
        parameters=[Parameter(name="period", default=20)],
        outputs=channel("period", -1),
        inputs=("high", "low"),
        definition="The highest high and the lowest low of the last `period` candles, this one "
        "among them, and the middle between the two.",
        seeding="It depends on these candles alone.",
        source="TA-Lib DONCHIAN",
    ),
    Indicator(
        name="keltner",
        title="Keltner channel",
        parameters=[
            Parameter(name="period", default=20),
            Parameter(name="multiplier", default=2, low=Decimal("0.1"), high=100, whole=False),
            Parameter(name="atr_period", default=10),
        ],
        outputs=channel("period", -1),
        inputs=RANGE,
        memory="fading",
        rising=("atr_period", "period"),
        definition="The EMA of the last `period` closes, and `multiplier` times the ATR of "
        "`atr_period` above and below it.",
        seeding="Both begin as `ema` and `atr` do, each as early as it can.",
        source="TA-Lib EMA and ATR; StockCharts",
    ),
    Indicator(
        name="pivot",
        title="Pivot points",
        outputs=pivots(),
        inputs=RANGE,
        definition="Of the candle before: point P = (high + low + close) / 3; r1 = 2P − low, "
        "s1 = 2P − high; r2 = P + (high − low), s2 = P − (high − low); "
        "r3 = high + 2 × (P − low), s3 = low − 2 × (high − P).",
        seeding="It depends on that candle alone.",
        source="The floor traders' formulas; StockCharts",
    ),
)
