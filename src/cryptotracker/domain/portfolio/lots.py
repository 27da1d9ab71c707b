"""Lots: what is left of each acquisition, and what that remainder cost."""

from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from attrs import define

from cryptotracker.domain.numbers import ZERO, share
from cryptotracker.domain.records import record

Place: TypeAlias = int | tuple[Decimal, int]

_ONE = Decimal(1)


@define
class Lot:
    """What is left of one acquisition, and what that remainder cost.

    A lot shrinks in place while disposals consume it: the one value of the domain that changes,
    because an engine that copies half a million open lots cannot keep up.

    Attributes:
        cost: of what is left; None when nobody knows.
        unit_cost: of the whole acquisition, fees included; None when nobody knows.
        acquired: None when the lot came from somewhere that is not in the ledger.
        serial: the lot's rank among all acquisitions; a moved slice keeps it.
        event: the acquiring event.
        place: where the method put it in its queue; a slice keeps it, or rounding would move it.
    """

    quantity: Decimal
    cost: Decimal | None
    unit_cost: Decimal | None
    acquired: datetime | None
    account: str
    serial: int
    event: str
    place: Place | None = None

    def cut(self, quantity: Decimal) -> "Lot":
        """Take a slice out. Slice and rest together cost exactly what the lot cost."""
        cost = None
        if self.cost is not None:
            cost = share(self.cost, quantity, self.quantity)
            self.cost -= cost
        self.quantity -= quantity
        return Lot(
            quantity,
            cost,
            self.unit_cost,
            self.acquired,
            self.account,
            self.serial,
            self.event,
            self.place,
        )

    def rescaled(self, quantity: Decimal) -> "Lot":
        """Return the lot as another quantity of the same cost and age: a split or a wrap."""
        unit_cost = unit_cost_of(self.cost, quantity)
        return Lot(
            quantity, self.cost, unit_cost, self.acquired, self.account, self.serial, self.event
        )

    def include(self, cost: Decimal) -> None:
        """Add to what the lot cost."""
        self.cost = (self.cost or ZERO) + cost
        self.unit_cost = unit_cost_of(self.cost, self.quantity)


def unit_cost_of(cost: Decimal | None, quantity: Decimal) -> Decimal | None:
    """Divide a cost by its quantity, half-even at 18 decimals."""
    if cost is None:
        return None
    return share(cost, _ONE, quantity) if quantity != _ONE else cost


@record
class Taken:
    """The lots that satisfied a demand, in the order they were consumed, and what was missing."""

    lots: list[Lot]
    missing: Decimal
