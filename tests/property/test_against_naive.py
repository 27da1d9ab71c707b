"""The engine says what a plain list of lots says."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given

from cryptotracker.domain.portfolio.lots import Lot
from cryptotracker.domain.portfolio.report import Holding
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Transaction
from tests.property.naive import Piece, naive, units
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
            Fraction(each.outflow.quantity),
            sum((match.cost_basis or Decimal(0) for match in each.matches), Decimal(0)),
            Fraction(sum(m.quantity for m in each.matches if m.cost_basis is None)),
        )
        for each in disposals
    ]
    assert [each[:3] for each in found] == [each[:3] for each in books.gone]
    assert [each[4] for each in found] == [each[4] for each in books.gone]
    assert all(
        abs(Fraction(ours[3]) - theirs[3]) < CLOSE
        for ours, theirs in zip(found, books.gone, strict=True)
    )
    held = {
        (each.asset, Fraction(lot.quantity)) for each in report.holdings() for lot in known(each)
    }
    left = {
        (asset, each) for asset, pieces in books.pieces.items() for each in open_lots(pieces, rules)
    }
    assert held == left


def known(holding: Holding) -> list[Lot]:
    return [lot for lot in holding.lots if lot.cost is not None]


def open_lots(pieces: list[Piece], rules: Rules) -> list[Fraction]:
    """Return the quantities of known price; of a pool one for each account."""
    bought = [each for each in pieces if each.price is not None]
    if rules.method != "average":
        return [each.quantity for each in bought]
    wallet = rules.scope == "wallet"
    places = {each.account for each in bought} if wallet else {""}
    return [
        units([e for e in bought if not wallet or e.account == where]) for where in places if bought
    ]
