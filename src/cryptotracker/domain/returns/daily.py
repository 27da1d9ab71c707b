"""Returns day by day: how a portfolio grew between its flows, and what that says of its risk.

>>> from datetime import UTC, datetime
>>> def mark(day: int, value: int, flow: int = 0) -> Mark:
...     time = datetime(2026, 1, day, tzinfo=UTC)
...     return Mark(time=time, day=time.date(), value=Decimal(value), flow=Decimal(flow))
>>> days = daily_returns([mark(1, 0, 100), mark(2, 110, 90), mark(3, 180)])
>>> [(each.day.day, str(each.rate)) for each in days]
[(2, '0.1'), (3, '-0.1')]
>>> print(drawdown(days).value)
-0.1
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from attrs import evolve, frozen

from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.returns.rates import ONE, WORKING, NoReturn, rate

DAYS_OF_A_YEAR: Final = Decimal(365)
"""The market never closes."""
A_DAY: Final = timedelta(days=1)
LEAST: Final = Decimal("1e-40")
"""What is less than this is a trace of rounding."""


@frozen(kw_only=True)
class Mark:
    """Where a portfolio stood at a moment: whenever something flowed, and when a day ended.

    Attributes:
        day: which the time up to this moment belongs to.
        value: what it was worth just before anything flowed; None when that is unknown.
        flow: what came in less what went out; None when its worth is unknown.
    """

    time: datetime
    day: date
    value: Decimal | None
    flow: Decimal | None = ZERO


@frozen(kw_only=True)
class DailyReturn:
    """What one unit that was invested all day gained, unrounded; -0.1 is a loss of 10 %."""

    day: date
    rate: Decimal

    @property
    def told(self) -> Decimal:
        return rate(self.rate)


def daily_returns(marks: Sequence[Mark]) -> Sequence[DailyReturn] | NoReturn:
    """Chain the growth between marks, which come in order, within each day.

    A time in which nothing was invested is left out.
    """
    grown: dict[date, Decimal] = {}
    for before, after in pairwise(marks):
        if before.value is None or before.flow is None or after.value is None:
            return NoReturn.UNPRICED
        invested = EXACT.add(before.value, before.flow)
        if invested < ZERO or (invested == ZERO and after.value):
            return NoReturn.NOTHING_INVESTED
        if invested:
            factor = WORKING.divide(after.value, invested)
            grown[after.day] = WORKING.multiply(grown.get(after.day, ONE), factor)
    return [DailyReturn(day=day, rate=WORKING.subtract(each, ONE)) for day, each in grown.items()]


@frozen(kw_only=True)
class Drawdown:
    """The deepest fall from a height: value is -0.2 for a fall of 20 %.

    Attributes:
        peak: the last day at the height; the day before the first one, if it fell from there.
        recovered: the first day at that height again; None while it is below.
    """

    value: Decimal
    peak: date
    trough: date
    recovered: date | None


def drawdown(days: Sequence[DailyReturn]) -> Drawdown | None:
    """Find the deepest fall of what one unit became; None if it never fell."""
    height, peak = ONE, days[0].day - A_DAY if days else date.min
    found: Drawdown | None = None
    from_height = ONE
    for day, level in levels(days):
        if level >= height:
            height, peak = level, day
        fall = WORKING.divide(level, height) - ONE
        if fall < (found.value if found else -LEAST):
            found = Drawdown(value=fall, peak=peak, trough=day, recovered=None)
            from_height = height
    if found is None:
        return None
    again = (
        day
        for day, level in levels(days)
        if day > found.trough and level >= from_height - LEAST * from_height
    )
    return evolve(found, value=rate(found.value), recovered=next(again, None))


def levels(days: Sequence[DailyReturn]) -> Iterator[tuple[date, Decimal]]:
    """Follow what one unit became."""
    level = ONE
    for each in days:
        level = WORKING.multiply(level, ONE + each.rate)
        yield each.day, level


def mean(rates: Sequence[Decimal]) -> Decimal:
    return WORKING.divide(sum(rates, ZERO), len(rates))


def deviation(rates: Sequence[Decimal]) -> Decimal | None:
    """Return the sample's standard deviation; one day alone has none."""
    if len(rates) < len(("one", "another")):
        return None
    middle = mean(rates)
    squares = sum((WORKING.power(each - middle, 2) for each in rates), ZERO)
    return WORKING.sqrt(WORKING.divide(squares, len(rates) - 1))


def downside(rates: Sequence[Decimal]) -> Decimal:
    """Return the root of the mean square of losses; days of gain count as days without one."""
    squares = sum((WORKING.power(min(each, ZERO), 2) for each in rates), ZERO)
    return WORKING.sqrt(WORKING.divide(squares, len(rates)))


def volatility(rates: Sequence[Decimal]) -> Decimal | None:
    """Return a year's standard deviation of returns."""
    daily = deviation(rates)
    return None if daily is None else rate(WORKING.multiply(daily, WORKING.sqrt(DAYS_OF_A_YEAR)))


def sharpe(rates: Sequence[Decimal]) -> Decimal | None:
    """Return a year's mean return for each unit of its deviation; nothing is free of risk."""
    daily = deviation(rates)
    return yearly(mean(rates), daily) if daily else None


def sortino(rates: Sequence[Decimal]) -> Decimal | None:
    """Return a year's mean return for each unit of its downside; None without a loss."""
    daily = downside(rates) if rates else ZERO
    return yearly(mean(rates), daily) if daily else None


def yearly(gain: Decimal, for_each: Decimal) -> Decimal:
    return rate(WORKING.multiply(WORKING.divide(gain, for_each), WORKING.sqrt(DAYS_OF_A_YEAR)))
