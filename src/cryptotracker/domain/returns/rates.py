"""Rates of return: how exactly they are told, and why there may be none."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, FloatOperation
from enum import StrEnum
from typing import Final

ONE: Final = Decimal(1)
WORKING: Final = Context(prec=50, rounding=ROUND_HALF_EVEN, traps=[FloatOperation])
TOLD: Final = Context(prec=16, rounding=ROUND_HALF_EVEN, traps=[FloatOperation])
"""A rate is no money: sixteen digits of it are told, and as many places."""
FINEST: Final = Decimal("1e-16")


class NoReturn(StrEnum):
    """Why there is no such return."""

    NO_ROOT = "no_root"
    """No rate makes what was put in grow to what came out."""
    NO_VALUE = "no_value"
    """The worth just before a flow is not known."""
    UNPRICED = "unpriced"
    """Something held, or something that flowed, has no price."""
    NOTHING_INVESTED = "nothing_invested"
    """There is no period at whose beginning something was invested."""
    TOO_FEW_DAYS = "too_few_days"
    """One day alone does not vary."""
    NO_RISK = "no_risk"
    """Nothing ever varied, or for the downside nothing ever fell."""
    NEVER_FELL = "never_fell"
    """It always stood at its height."""


def rate(exact: Decimal) -> Decimal:
    """Round to what is told; 0.1 is 10 %."""
    told = TOLD.plus(exact)
    return (WORKING.quantize(told, FINEST) if abs(told) < ONE else told).normalize(WORKING)
