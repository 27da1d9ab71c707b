"""Rates of return, whatever the flows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.domain.returns.money_weighted import money_weighted
from cryptotracker.domain.returns.rates import WORKING

START: Final = datetime(2020, 1, 1, tzinfo=UTC)
FLOWS: Final = st.lists(
    st.builds(
        lambda day, amount: CashFlow(
            time=START + timedelta(days=day), amount=Decimal(amount).scaleb(-2)
        ),
        st.integers(0, 3000),
        st.integers(-(10**7), 10**7),
    ),
    max_size=12,
)


def worth(flows: list[CashFlow], rate: Decimal) -> tuple[Decimal, Decimal]:
    """Return what flows add up to at a rate, and what they come to without their signs."""
    first = min(each.time for each in flows)
    discounted = [
        each.amount
        * WORKING.power(1 + rate, WORKING.divide(Decimal((first - each.time).days), Decimal(365)))
        for each in flows
    ]
    return sum(discounted, Decimal(0)), sum(map(abs, discounted), Decimal(0))


@given(FLOWS)
def test_every_rate_that_is_told_solves_the_equation(flows: list[CashFlow]) -> None:
    for rate in money_weighted(flows):
        left, everything = worth(flows, rate)

        assert abs(left) <= everything * Decimal("1e-4")


@given(FLOWS, st.decimals("-0.9", "3", places=2))
def test_a_rate_at_which_flows_are_settled_is_found(flows: list[CashFlow], rate: Decimal) -> None:
    if not flows:
        return
    first = min(each.time for each in flows)
    end = first + timedelta(days=3650)
    left, _ = worth(flows, rate)
    settling = -left * WORKING.power(1 + rate, Decimal(10))
    if abs(settling) < 1:
        return

    found = money_weighted([*flows, CashFlow(time=end, amount=settling)])

    assert min(abs(each - rate) for each in found) < Decimal("1e-6")
