"""The engine says what a plain list of lots says."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given

from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Transaction
from tests.property.naive import naive
from tests.property.strategies import RULES, computed, ledgers

CLOSE: Final = Fraction(1, 10**12)


@pytest.mark.parametrize("rules", RULES, ids=[f"{each.method}-{each.scope}" for each in RULES])
@given(events=ledgers())
def test_the_engine_agrees_with_the_naive_one(rules: Rules, events: list[Transaction]) -> None:
    books = naive(events, rules)

    disposals, report = computed(events, rules)

    found = [
        (
            each.outflow.event.id,
            each.outflow.asset,
            each.outflow.quantity,
            sum((match.cost_basis or Decimal(0) for match in each.matches), Decimal(0)),
            sum((m.quantity for m in each.matches if m.cost_basis is None), Decimal(0)),
        )
        for each in disposals
    ]
    assert [each[:3] for each in found] == [each[:3] for each in books.gone]
    assert [each[4] for each in found] == [each[4] for each in books.gone]
    assert all(
        abs(Fraction(ours[3]) - theirs[3]) < CLOSE
        for ours, theirs in zip(found, books.gone, strict=True)
    )
    held = {asset: sum(each.quantity for each in pieces) for asset, pieces in books.pieces.items()}
    for each in report.holdings():
        known = sum((lot.quantity for lot in each.lots if lot.cost is not None), Decimal(0))
        held[each.asset] -= known
    assert set(held.values()) <= {0}
