"""Daily returns and what they say of risk, as published and as reckoned on paper."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

import pytest

from cryptotracker.domain.returns.daily import (
    DailyReturn,
    Mark,
    daily_returns,
    drawdown,
    sharpe,
    sortino,
    volatility,
)
from cryptotracker.domain.returns.performance import performance
from cryptotracker.domain.returns.rates import NoReturn

FIRST: Final = datetime(2011, 12, 31, tzinfo=UTC)

# The sample of Portfolio Performance's ClientIndexTest: by day what came in or went out, what was
# gained, and the return; what comes in counts from the day's start, what goes out to its end.
PUBLISHED: Final = [
    ("10000", "0", "0"),
    ("0", "230", "0.023"),
    ("200", "200", "0.019175455"),
    ("-400", "-234.41", "-0.0220517"),
    ("0", "293.99", "0.0294117647"),
    ("0", "293.99", "0.0285714286"),
    ("5400", "195.99", "0.012261967"),
    ("-3697.04", "-882.52", "-0.0545454545"),
    ("0", "-1003.85", "-0.0865384615"),
]


def mark(day: int, value: str | None, flow: str = "0", *, hour: int = 0) -> Mark:
    return Mark(
        time=FIRST + timedelta(days=day, hours=hour),
        day=(FIRST + timedelta(days=day, hours=hour, microseconds=-1)).date(),
        value=None if value is None else Decimal(value),
        flow=Decimal(flow),
    )


def days(*rates: str) -> list[DailyReturn]:
    return [
        DailyReturn(day=FIRST.date() + timedelta(days=at), rate=Decimal(each))
        for at, each in enumerate(rates)
    ]


def test_a_published_sample_comes_out_day_by_day() -> None:
    worth, marks = Decimal(0), []
    for at, (flow, gain, _) in enumerate(PUBLISHED):
        moved = Decimal(flow)
        marks.append(mark(at, str(worth), str(max(moved, Decimal(0)))))
        worth += max(moved, Decimal(0)) + Decimal(gain)
        marks.append(mark(at, str(worth), str(min(moved, Decimal(0))), hour=23))
        worth += min(moved, Decimal(0))
    marks.append(mark(len(PUBLISHED), str(worth)))

    whole = performance(marks)
    found = daily_returns(marks)

    assert not isinstance(found, NoReturn)
    due = [Decimal(each) for _, _, each in PUBLISHED]
    assert [abs(one.rate - each) < Decimal("1e-7") for one, each in zip(found, due, strict=True)]
    assert whole.twr is not None
    assert abs(whole.twr - Decimal("-0.056182678")) < Decimal("1e-5")


def test_risk_is_that_of_a_year() -> None:
    rates = [Decimal("0.2"), Decimal("-0.1")]

    assert volatility(rates) == Decimal("4.052776825831889")  # 0.2121320 x 19.1049732
    assert sharpe(rates) == Decimal("4.503085362035432")  # 0.05 / 0.2121320 x 19.1049732
    assert sortino(rates) == Decimal("13.50925608610630")  # 0.05 / 0.0707107 x 19.1049732


def test_without_variation_there_is_no_risk_to_divide_by() -> None:
    rates = [Decimal("0.1")] * 3

    assert volatility(rates) == 0
    assert (sharpe(rates), sortino(rates), volatility(rates[:1])) == (None, None, None)


@pytest.mark.parametrize(
    ("rates", "fall", "peak", "trough", "recovered"),
    [
        (("0.1", "-0.5", "0.2", "1"), "-0.5", 0, 1, 3),
        (("-0.2", "0.1"), "-0.2", -1, 0, None),
        (("-0.1", "0.2", "-0.2", "-0.2", "0.1"), "-0.36", 1, 3, None),
        (("-0.5", "1", "-0.1"), "-0.5", -1, 0, 1),
    ],
)
def test_the_deepest_fall_has_its_days(
    rates: tuple[str, ...], fall: str, peak: int, trough: int, recovered: int | None
) -> None:
    found = drawdown(days(*rates))

    def day(at: int) -> date:
        return FIRST.date() + timedelta(days=at)

    assert found is not None
    assert found.value == Decimal(fall)
    assert (found.peak, found.trough) == (day(peak), day(trough))
    assert found.recovered == (None if recovered is None else day(recovered))


def test_what_never_fell_has_no_drawdown() -> None:
    assert drawdown(days("0", "0.1")) is None


def test_money_counts_for_as_long_as_it_was_there() -> None:
    whole = performance([mark(0, "100"), mark(365, "250", "50"), mark(730, "300")])

    assert whole.modified_dietz == Decimal("1.2")  # Wikipedia's example: 150 / 125
    assert whole.simple_return == Decimal(1)


def test_an_unknown_flow_leaves_unknown_what_needs_it() -> None:
    unknown = Mark(time=FIRST, day=FIRST.date(), value=Decimal(0), flow=None)

    whole = performance([unknown, mark(1, "10")])

    assert (whole.net_flow, whole.end_value) == (None, Decimal(10))
    assert set(whole.unavailable.values()) == {NoReturn.UNPRICED}
    assert len(whole.unavailable) == 10
