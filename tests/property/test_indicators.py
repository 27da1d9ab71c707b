"""Indicators are what their definitions say, however the candles come."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import isnan
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.adapters.indicators.computing import TalibIndicators
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.indicators.table import INDICATORS, ask
from tests.candles import candle, columns
from tests.property.naive_indicators import NAIVE, Series, series_of
from tests.property.naive_trends import adx, supertrend

EVERY: Final[Mapping[str, Callable[..., Series]]] = {**NAIVE, "adx": adx, "supertrend": supertrend}
SHORT: Final[Mapping[str, str]] = {
    "macd": "macd:2,5,3",
    "stochastic": "stochastic:4,2,3",
    "ichimoku": "ichimoku:2,3,5",
    "bollinger": "bollinger:4,2.5",
    "keltner": "keltner:5,1.5,3",
    # No candle of whole prices closes exactly on a line that is 1.37 ranges away: on one it would
    # be for the last digit of a float to say which side that is.
    "supertrend": "supertrend:3,1.37",
    "atr": "atr:3,1",
    **{name: name for name in ("obv", "vwap", "pivot")},
}
"""Periods so short that a few candles go far beyond them; the others take four."""


@st.composite
def series(draw: st.DrawFn) -> list[Candle]:
    """Make up candles of round prices, so that flat stretches and equal highs come often."""
    rows = draw(
        st.lists(
            st.tuples(*(st.integers(0, 9) for _ in range(3)), st.integers(0, 5)),
            min_size=1,
            max_size=60,
        )
    )
    return [
        candle(at, 10 + max(each), 10 + min(each), 10 + each[2], volume)
        for at, (*each, volume) in enumerate(rows)
    ]


@pytest.mark.parametrize("name", INDICATORS)
@given(candles=series())
def test_an_indicator_is_what_its_definition_says(name: str, candles: Sequence[Candle]) -> None:
    text = SHORT.get(name, f"{name}:4")
    asked = ask(text)

    found = columns(text, candles)

    values = [int(each) if each == int(each) else float(each) for each in asked.values]
    expected = EVERY[name](series_of(candles), *values)
    for output, column in expected.items():
        numbers = [None if isnan(each) else pytest.approx(each, abs=1e-7) for each in column]
        assert list(found[output]) == numbers, output


@pytest.mark.parametrize("name", INDICATORS)
@given(candles=series(), cuts=st.lists(st.integers(0, 60), max_size=6))
def test_however_candles_are_dealt_out_the_values_are_the_same(
    name: str, candles: Sequence[Candle], cuts: list[int]
) -> None:
    asked = ask(SHORT.get(name, f"{name}:4"))
    following, stream = TalibIndicators().follow(asked), TalibIndicators().follow(asked)
    places = sorted({0, *(each for each in cuts if each < len(candles)), len(candles)})

    pieces = [
        row for since, until in pairwise(places) for row in following.add(candles[since:until])
    ]
    one_by_one = [row for each in candles for row in stream.add([each])]

    assert pieces == one_by_one == list(TalibIndicators().follow(asked).add(candles))
