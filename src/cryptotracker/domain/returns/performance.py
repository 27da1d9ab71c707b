"""How a portfolio did from one moment to another: every return of the contract, or why it lacks.

Fiat money is outside: what is bought or deposited flows in, what is sold, spent or withdrawn flows
out, and income is return. Days are those of UTC, a year has 365, nothing is free of risk.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, TypeVar

from attrs import field, frozen

from cryptotracker.domain.numbers import EXACT, ZERO, total
from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.domain.returns.daily import (
    DailyReturn,
    Drawdown,
    Mark,
    daily_returns,
    drawdown,
    levels,
    sharpe,
    sortino,
    volatility,
)
from cryptotracker.domain.returns.money_weighted import money_weighted
from cryptotracker.domain.returns.rates import ONE, WORKING, NoReturn, rate

Found = TypeVar("Found")

MICROSECOND: Final = timedelta(microseconds=1)
OF_DAYS: Final = ("twr", "max_drawdown", "volatility", "sharpe", "sortino", "best", "worst")


@frozen(kw_only=True)
class Performance:
    """Rates, of which 0.1 is 10 %, and what they rest on; None is named in `unavailable`.

    Attributes:
        start_value: before anything flowed at the first moment.
        net_flow: what came in less what went out.
        twr: of the whole time, not of a year.
        xirr: of a year; the root nearest 0.
        simple_return: the gain, by what was there at first and what came in.
        modified_dietz: the gain, by what was there on average.
    """

    start_value: Decimal | None
    end_value: Decimal | None
    net_flow: Decimal | None
    twr: Decimal | None = None
    xirr: Decimal | None = None
    simple_return: Decimal | None = None
    modified_dietz: Decimal | None = None
    max_drawdown: Drawdown | None = None
    volatility: Decimal | None = None
    sharpe: Decimal | None = None
    sortino: Decimal | None = None
    best: DailyReturn | None = None
    worst: DailyReturn | None = None
    unavailable: Mapping[str, NoReturn] = field(factory=dict)


def performance(marks: Sequence[Mark]) -> Performance:
    """Compute every return of at least two marks, of which the last says where it ended."""
    found: dict[str, Any] = {**of_the_whole(marks), **of_days(daily_returns(marks))}
    flows = [each.flow for each in marks]
    return Performance(
        start_value=marks[0].value,
        end_value=marks[-1].value,
        net_flow=None if None in flows else added(flows),
        **{name: value for name, value in found.items() if not isinstance(value, NoReturn)},
        unavailable={name: why for name, why in found.items() if isinstance(why, NoReturn)},
    )


def added(amounts: Sequence[Decimal | None]) -> Decimal:
    return total(each for each in amounts if each is not None)


def of_the_whole(marks: Sequence[Mark]) -> Mapping[str, Decimal | NoReturn]:
    """Compute what rests on the ends and the flows alone."""
    start, end = marks[0].value, marks[-1].value
    flows = [(each, each.flow) for each in marks]
    if start is None or end is None or any(flow is None for _, flow in flows):
        return dict.fromkeys(("xirr", "simple_return", "modified_dietz"), NoReturn.UNPRICED)
    known = [(each, flow) for each, flow in flows if flow]
    gain = EXACT.subtract(EXACT.subtract(end, start), added([flow for _, flow in known]))
    ins = added([flow for _, flow in known if flow > ZERO])
    weighted = added([WORKING.multiply(flow, left_of(marks, each)) for each, flow in known])
    return {
        "xirr": yearly(marks, start, end),
        "simple_return": divided(gain, EXACT.add(start, ins)),
        "modified_dietz": divided(gain, WORKING.add(start, weighted)),
    }


def left_of(marks: Sequence[Mark], mark: Mark) -> Decimal:
    """Return the share of the time that is left after a mark."""
    whole, left = marks[-1].time - marks[0].time, marks[-1].time - mark.time
    return WORKING.divide(Decimal(left // MICROSECOND), Decimal(whole // MICROSECOND))


def divided(gain: Decimal, by: Decimal) -> Decimal | NoReturn:
    return rate(WORKING.divide(gain, by)) if by > ZERO else NoReturn.NOTHING_INVESTED


def yearly(marks: Sequence[Mark], start: Decimal, end: Decimal) -> Decimal | NoReturn:
    flows = [CashFlow(time=each.time, amount=-each.flow) for each in marks if each.flow]
    first = CashFlow(time=marks[0].time, amount=-start)
    last = CashFlow(time=marks[-1].time, amount=end)
    return min(money_weighted([first, *flows, last]), key=abs, default=NoReturn.NO_ROOT)


def of_days(
    days: Sequence[DailyReturn] | NoReturn,
) -> Mapping[str, Decimal | DailyReturn | Drawdown | NoReturn]:
    """Compute what rests on the daily returns."""
    if isinstance(days, NoReturn) or not days:
        why = days if isinstance(days, NoReturn) else NoReturn.NOTHING_INVESTED
        return dict.fromkeys(OF_DAYS, why)
    rates = [each.rate for each in days]
    *_, (_, became) = levels(days)
    return {
        "twr": rate(became - ONE),
        "max_drawdown": or_why(drawdown(days), NoReturn.NEVER_FELL),
        "volatility": or_why(volatility(rates), NoReturn.TOO_FEW_DAYS),
        "sharpe": or_why(sharpe(rates), NoReturn.NO_RISK),
        "sortino": or_why(sortino(rates), NoReturn.NO_RISK),
        "best": max(days, key=attrgetter("rate")),
        "worst": min(days, key=attrgetter("rate")),
    }


def or_why(found: Found | None, why: NoReturn) -> Found | NoReturn:
    return why if found is None else found
