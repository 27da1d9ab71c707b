"""Averages of prices."""

from typing import Final

from cryptotracker.domain.market.indicators.definition import Indicator, Output, Parameter

AVERAGES: Final = (
    Indicator(
        name="sma",
        title="Simple moving average",
        parameters=[Parameter(name="period", default=20)],
        outputs=[Output(unit="price", warm_up=("period", -1))],
        definition="The mean of the last `period` closes.",
        seeding="It depends on these closes alone.",
        source="TA-Lib SMA; Stock.Indicators",
    ),
    Indicator(
        name="ema",
        title="Exponential moving average",
        parameters=[Parameter(name="period", default=20)],
        outputs=[Output(unit="price", warm_up=("period", -1))],
        memory="fading",
        definition="Each close pulls it closer by k = 2 / (`period` + 1): "
        "EMA = k × close + (1 − k) × the EMA before.",
        seeding="The first value is the mean of the first `period` closes.",
        source="TA-Lib EMA; Stock.Indicators",
    ),
    Indicator(
        name="wma",
        title="Weighted moving average",
        parameters=[Parameter(name="period", default=20)],
        outputs=[Output(unit="price", warm_up=("period", -1))],
        definition="The mean of the last `period` closes with the weights 1, 2, … `period`, "
        "the newest having most.",
        seeding="It depends on these closes alone.",
        source="TA-Lib WMA",
    ),
    Indicator(
        name="vwap",
        title="Volume-weighted average price",
        outputs=[Output(unit="price", warm_up=())],
        inputs=("high", "low", "close", "volume"),
        memory="whole",
        definition="The sum of typical price × volume, divided by the sum of volumes; the typical "
        "price is (high + low + close) / 3. Both sums are those since the first candle.",
        seeding="It begins with the first candle: another first candle, another figure.",
        undefined="nothing has been traded so far",
        source="TA-Lib VWAP",
    ),
)
