"""How fast a price moves, and where in its range it stands."""

from typing import Final

from cryptotracker.domain.market.indicators.definition import Indicator, Output, Parameter

RANGE: Final = ("high", "low", "close")
FLAT: Final = "the price did not move in the window: there is no range to stand in"

MOMENTUM: Final = (
    Indicator(
        name="rsi",
        title="Relative strength index",
        parameters=[Parameter(name="period", default=14)],
        outputs=[Output(unit="percent", warm_up=("period",))],
        memory="fading",
        definition="100 × G / (G + L), with G the average gain and L the average loss from close "
        "to close; Wilder's smoothing: average = (average before × (`period` − 1) + new) / "
        "`period`.",
        seeding="The first averages are the means of the first `period` changes.",
        undefined="the close has never moved",
        source="TA-Lib RSI; Stock.Indicators",
    ),
    Indicator(
        name="stochastic",
        title="Stochastic oscillator",
        parameters=[
            Parameter(name="period", default=14),
            Parameter(name="signal", default=3, low=1),
            Parameter(name="smoothing", default=3, low=1),
        ],
        outputs=[
            Output(name="oscillator", unit="percent", warm_up=("period", "smoothing", -2)),
            Output(name="signal", unit="percent", warm_up=("period", "smoothing", "signal", -3)),
        ],
        inputs=RANGE,
        definition="%K = 100 × (close − lowest low) / (highest high − lowest low) of the last "
        "`period` candles. The oscillator is the mean of the last `smoothing` %K, the signal "
        "that of the last `signal` oscillators.",
        seeding="It depends on these candles alone.",
        undefined=FLAT,
        source="TA-Lib STOCHF and SMA; Stock.Indicators",
    ),
    Indicator(
        name="williams_r",
        title="Williams %R",
        parameters=[Parameter(name="period", default=14)],
        outputs=[Output(unit="percent", warm_up=("period", -1))],
        inputs=RANGE,
        definition="−100 × (highest high − close) / (highest high − lowest low) of the last "
        "`period` candles: from −100 to 0.",
        seeding="It depends on these candles alone.",
        undefined=FLAT,
        source="TA-Lib WILLR; StockCharts",
    ),
    Indicator(
        name="cci",
        title="Commodity channel index",
        parameters=[Parameter(name="period", default=20)],
        outputs=[Output(unit="number", warm_up=("period", -1))],
        inputs=RANGE,
        definition="(T − mean of T) / (0.015 × mean distance of T from that mean), with T the "
        "typical price (high + low + close) / 3 and both means over the last `period` candles.",
        seeding="It depends on these candles alone.",
        undefined="the typical price did not move in the window",
        source="TA-Lib CCI; StockCharts",
    ),
    Indicator(
        name="roc",
        title="Rate of change",
        parameters=[Parameter(name="period", default=12, low=1)],
        outputs=[Output(unit="percent", warm_up=("period",))],
        definition="100 × (close / the close `period` candles earlier − 1).",
        seeding="It depends on these two closes alone.",
        undefined="the earlier close is 0",
        source="TA-Lib ROC; StockCharts",
    ),
    Indicator(
        name="mfi",
        title="Money flow index",
        parameters=[Parameter(name="period", default=14)],
        outputs=[Output(unit="percent", warm_up=("period",))],
        inputs=(*RANGE, "volume"),
        definition="100 × P / (P + N): P is the sum of typical price × volume of those of the last "
        "`period` candles whose typical price (high + low + close) / 3 is above that of the candle "
        "before, N of those where it is below.",
        seeding="It depends on these candles alone.",
        undefined="no money flowed in the window: nothing traded, or no typical price moved",
        source="TA-Lib MFI; StockCharts",
    ),
    Indicator(
        name="obv",
        title="On-balance volume",
        outputs=[Output(unit="volume", warm_up=())],
        inputs=("close", "volume"),
        memory="whole",
        definition="The running sum of volumes: added when the close is above the one before, "
        "taken away when it is below, left out when they are the same.",
        seeding="The first value is the first candle's volume; only differences between values "
        "mean anything.",
        source="TA-Lib OBV",
    ),
)
