"""Rates of return that others published come out, and all of them where there are several."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.domain.returns.money_weighted import money_weighted
from cryptotracker.domain.returns.rates import NoReturn
from cryptotracker.domain.returns.time_weighted import time_weighted

FILE: Final = Path(__file__).parents[3] / "cases/returns/cash_flows.json"
CASES: Final = {each["id"]: each for each in json.loads(FILE.read_text("utf-8"))["cases"]}
CLOSE: Final = Decimal("1e-12")


def flow(day: str, amount: str, value: str | None = None) -> CashFlow:
    return CashFlow(
        time=datetime.fromisoformat(day).replace(tzinfo=UTC),
        amount=Decimal(amount),
        value=None if value is None else Decimal(value),
    )


@pytest.mark.parametrize("name", CASES)
def test_a_published_rate_is_among_those_found(name: str) -> None:
    case: dict[str, Any] = CASES[name]

    found = money_weighted([flow(*each) for each in case["cash_flows"]])

    expected = [Decimal(each) for each in case["rates"]]
    assert len(found) == len(expected)
    assert all(abs(one - other) < CLOSE for one, other in zip(found, expected, strict=True))
    if case["rate"] is None:
        assert found == []
    else:
        assert min(abs(each - Decimal(case["rate"])) for each in found) <= Decimal(case["within"])


@pytest.mark.parametrize(
    ("flows", "rates"),
    [
        ([("2025-01-01", "-100"), ("2026-01-01", "100")], ["0"]),
        ([("2025-01-01", "-100"), ("2025-01-01", "100")], []),
        ([("2025-01-01", "-100")], []),
        ([], []),
        # (x - 1.1)(x - 1.2) and (x - 1.1) squared, with x = 1 + r
        ([("2025-01-01", "-100"), ("2026-01-01", "230"), ("2027-01-01", "-132")], ["0.1", "0.2"]),
        ([("2025-01-01", "-100"), ("2026-01-01", "220"), ("2027-01-01", "-121")], ["0.1"]),
        ([("2025-01-01", "-100"), ("2026-01-01", "220"), ("2027-01-01", "-121.01")], []),
        # Twice as much after a day: an absurd rate of a year, but all there is.
        ([("2025-01-01", "-1"), ("2025-01-02", "2")], ["7.515336264876266E+109"]),
    ],
)
def test_every_rate_is_found_and_none_that_is_not(
    flows: list[tuple[str, str]], rates: list[str]
) -> None:
    found = money_weighted([flow(*each) for each in flows])

    assert found == [Decimal(each) for each in rates]


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        # Investopedia's first investor: 0.1625 and -0.0556.
        (
            [
                ("2017-12-31", "-1000000", "0"),
                ("2018-08-15", "-100000", "1162484"),
                ("2018-12-31", "0", "1192328"),
            ],
            "0.0978849813161989",
        ),
        # Out of the market for a month, which counts for nothing.
        (
            [
                ("2025-01-01", "-100", "0"),
                ("2025-02-01", "110", "110"),
                ("2025-03-01", "-50", "0"),
                ("2025-04-01", "0", "55"),
            ],
            "0.21",
        ),
        ([("2025-01-01", "-100", "0"), ("2025-02-01", "0", "0")], "-1"),
        ([("2025-01-01", "-100", "0"), ("2025-02-01", "0", None)], NoReturn.NO_VALUE),
        ([("2025-01-01", "-100", "0")], NoReturn.NOTHING_INVESTED),
        ([("2025-01-01", "0", "0"), ("2025-02-01", "0", "5")], NoReturn.NOTHING_INVESTED),
        ([("2025-01-01", "10", "5"), ("2025-02-01", "0", "5")], NoReturn.NOTHING_INVESTED),
    ],
)
def test_periods_between_flows_are_chained(
    flows: list[tuple[str, str, str | None]], rate: str | NoReturn
) -> None:
    found = time_weighted([flow(*each) for each in flows])

    assert found == (rate if isinstance(rate, NoReturn) else Decimal(rate))
