"""What computing indicators promises, held against the tables that others published."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from cryptotracker.adapters.indicators.computing import TalibIndicators
from cryptotracker.adapters.indicators.recipes import RECIPES
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.indicators.table import INDICATORS, ask
from tests.candles import Values, candle, columns, of_closes

CASES: Final = Path(__file__).parents[1] / "cases/indicators"
TABLES: Final = {
    each["id"]: each for each in json.loads((CASES / "tables.json").read_text())["cases"]
}


def bars() -> list[Candle]:
    with (CASES / "bars.csv").open(newline="") as file:
        return [
            candle(at, row["high"], row["low"], row["close"], row["volume"])
            for at, row in enumerate(csv.DictReader(file))
        ]


def close_to(expected: Sequence[float | None], digits: float) -> list[Any]:
    return [None if each is None else pytest.approx(each, abs=digits) for each in expected]


def table_of(case: str, column: str) -> list[float | None]:
    """Read a column of a published sheet, which leaves empty what is not defined yet."""
    at = TABLES[case]["columns"].index(column)
    return [float(row[at]) if row[at] else None for row in TABLES[case]["rows"]]


@pytest.mark.parametrize(
    ("case", "asked", "names"),
    [
        ("si-rsi", "rsi:14", {"": "rsi"}),
        ("si-ema", "ema:20", {"": "ema"}),
        ("si-bollinger", "sma:20", {"": "sma"}),
        (
            "si-bollinger",
            "bollinger:20,2",
            {"middle": "sma", "upper": "upperBand", "lower": "lowerBand"},
        ),
    ],
)
def test_the_tables_of_stock_indicators_are_met(
    case: str, asked: str, names: dict[str, str]
) -> None:
    found = columns(asked, bars())

    expected = TABLES[case]["expect"]
    for ours, theirs in names.items():
        assert list(found[ours]) == close_to(expected[theirs], 1e-8)


def test_the_bollinger_bands_of_stockcharts_are_met() -> None:
    case = TABLES["stockcharts-bollinger-20-2"]

    found = columns("bollinger:20,2", of_closes(*case["close"]))

    for name in ("middle", "upper", "lower"):
        assert list(found[name]) == close_to(case["expect"][name], 1e-6)


def test_the_average_true_range_of_stockcharts_counts_the_first_candle() -> None:
    case = TABLES["stockcharts-atr-14"]
    rows = zip(case["high"], case["low"], case["close"], strict=True)
    candles = [candle(at, *row) for at, row in enumerate(rows)]

    found = columns("atr:14,1", candles)
    without = columns("atr:14", candles)

    assert list(found[""]) == close_to(case["expect"]["atr"], 1e-9)
    assert [*without[""]].index(None) == 0
    assert sum(each is None for each in without[""]) == 14


def test_the_rate_of_change_of_stockcharts_is_met() -> None:
    closes = [row[1] for row in TABLES["stockcharts-roc"]["rows"]]

    found = columns("roc:12", of_closes(*closes))

    assert list(found[""]) == close_to(table_of("stockcharts-roc", "ROC"), 1e-8)


def test_the_rsi_that_stockcharts_publishes_for_these_closes_is_met() -> None:
    """The sheet they are from has another RSI beside them, which is none of 14 changes."""
    closes = [row[1] for row in TABLES["stockcharts-stoch-rsi"]["rows"]]

    found = columns("rsi:14", of_closes(*closes))

    assert found[""][14] == pytest.approx(70.53, abs=0.005)


def test_williams_r_of_stockcharts_is_met() -> None:
    """The sheet leaves the first closes out; none of them stands in a window that has a value."""
    rows = TABLES["stockcharts-williams-r"]["rows"]
    candles = [candle(at, row[1], row[2], row[5] or row[1]) for at, row in enumerate(rows)]

    found = columns("williams_r:14", candles)

    expected = table_of("stockcharts-williams-r", "Williams_%R")
    assert list(found[""]) == close_to(expected, 1e-3)


@pytest.mark.parametrize("name", INDICATORS)
def test_the_first_value_comes_when_its_definition_says(name: str) -> None:
    asked = ask(name)

    rows = TalibIndicators().follow(asked).add(bars())

    missing = [sum(value is None for value in column) for column in zip(*rows, strict=True)]
    assert missing == [output.first(asked.by_name) for output in asked.indicator.outputs]


def test_every_indicator_has_a_recipe() -> None:
    assert set(RECIPES) == set(INDICATORS)


FLAT: Final = [candle(at, "0.1", "0.1", "0.1", 0) for at in range(60)]


@pytest.mark.parametrize("asked", ["rsi", "stochastic", "williams_r", "cci", "mfi", "adx", "vwap"])
def test_a_quotient_without_a_divisor_has_no_value(asked: str) -> None:
    found = columns(asked, FLAT)

    assert {value for column in found.values() for value in column} == {None}


@pytest.mark.parametrize("asked", ["obv", "mfi:2", "vwap"])
def test_a_candle_without_a_volume_has_no_value_and_the_next_is_as_the_first(asked: str) -> None:
    before, after = bars()[:10], bars()[11:20]
    unknown = candle(10, 3, 1, 2)

    found = columns(asked, [*before, unknown, *after])

    alone: Values = columns(asked, after)[""]
    assert list(found[""]) == [*columns(asked, before)[""], None, *alone]


def test_a_price_of_a_trillionth_has_bands_as_any_other() -> None:
    small = of_closes(*(f"0.00000000000{each}" for each in (1, 3, 2, 5, 4)))

    found = columns("bollinger:3,2", small)["upper"]

    large = columns("bollinger:3,2", of_closes(1, 3, 2, 5, 4))["upper"]
    assert list(found) == close_to([each and each * 1e-12 for each in large], 1e-21)
