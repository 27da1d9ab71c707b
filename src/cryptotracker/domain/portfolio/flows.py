"""What an event brought into a portfolio from outside, or took out of it.

Money is outside, and so are other people: what is bought, given or deposited flows in; what is
sold, spent, given away or withdrawn flows out. Income, losses and fees paid in coins are neither:
they are what became of the portfolio.
"""

from decimal import Decimal
from typing import Final

from cryptotracker.domain.market.assets import MONEY
from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.portfolio.valuation import Valuer
from cryptotracker.domain.records import record

CROSSING: Final = frozenset(
    "buy sell swap spend deposit withdrawal gift_in gift_out donation opening adjustment".split()
)
"""The types of events that may cross the border; which way is for their legs to say."""


@record
class Flow:
    """What crossed the border, at its worth then; None when nobody knows that."""

    inwards: bool
    worth: Decimal | None


def flow(event: Transaction, valuer: Valuer) -> Flow | None:
    """Return what an event moved over the border: with fees in money, what was paid or got."""
    if event.type not in CROSSING:
        return None
    inwards = is_coins(event.received)
    if inwards == is_coins(event.sent):
        return None
    worth = valuer.worth(event)
    fees = money_paid(event, valuer, worth) if worth is not None else None
    if worth is None or fees is None:
        return Flow(inwards, None)
    return Flow(inwards, EXACT.add(worth, fees) if inwards else EXACT.subtract(worth, fees))


def is_coins(leg: Amount | None) -> bool:
    return leg is not None and leg.asset not in MONEY and bool(leg.quantity)


def money_paid(event: Transaction, valuer: Valuer, worth: Decimal | None) -> Decimal | None:
    due = ZERO
    for fee in valuer.fees(event, worth):
        if fee.asset not in MONEY:
            continue
        if fee.worth is None:
            return None
        due = EXACT.add(due, fee.worth)
    return due
