"""What a disposal brought: its proceeds, its cost, and the lots behind them."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.portfolio.postings import Outflow
from cryptotracker.domain.records import record

KNOWN: Final = "known"
UNKNOWN: Final = "unknown"


@record
class Match:
    """One slice of a lot that a disposal consumed, and the gain on it. A loss is negative.

    Attributes:
        acquired: None when the units came from outside the ledger or from a pool.
        account: where they were acquired.
        term: `short`, `long`, `exempt`, or None where no holding period is asked for.
        rule: the method that chose the lot, or `unknown` where the cost is.
        event: the acquiring event; empty when there is none.
    """

    acquired: datetime | None
    account: str | None
    quantity: Decimal
    unit_cost: Decimal | None
    cost_basis: Decimal | None
    proceeds: Decimal | None
    gain: Decimal | None
    term: str | None
    rule: str
    event: str


@record
class Disposal:
    """One disposal with every figure it rests on.

    A cost that is unknown in part leaves `cost_basis` and `gain` None; then the gain lies between
    `gain_low` (the unknown units cost what they brought) and `gain_high` (they cost nothing).
    """

    outflow: Outflow
    cost_basis: Decimal | None
    gain: Decimal | None
    gain_low: Decimal | None
    gain_high: Decimal | None
    matches: list[Match]

    @property
    def basis(self) -> str:
        return UNKNOWN if self.cost_basis is None else KNOWN


def sum_up(outflow: Outflow, matches: list[Match]) -> Disposal:
    """Add up the matches of one disposal."""
    cost, unknown_proceeds, all_known = ZERO, ZERO, True
    for match in matches:
        if match.cost_basis is not None:
            cost += match.cost_basis
        else:
            all_known = False
            unknown_proceeds += match.proceeds or ZERO
    if outflow.proceeds is None:
        return Disposal(outflow, cost if all_known else None, None, None, None, matches)
    high = outflow.proceeds - cost
    if all_known:
        return Disposal(outflow, cost, high, high, high, matches)
    return Disposal(outflow, None, None, high - unknown_proceeds, high, matches)
