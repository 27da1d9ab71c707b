"""Keep what the open lots of an asset come to, so that nobody has to walk them to know it."""

from decimal import Decimal

from attrs import define

from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.cost_basis import OpenLots
from cryptotracker.domain.portfolio.lots import Lot, Taken


@define
class Tally:
    """What the open lots of one asset come to, in all accounts, as they come and go.

    Attributes:
        known_cost: of the lots whose cost is known.
        unknown: the units whose cost nobody knows.
    """

    quantity: Decimal = ZERO
    known_cost: Decimal = ZERO
    unknown: Decimal = ZERO

    def add(self, lot: Lot) -> None:
        self.quantity = EXACT.add(self.quantity, lot.quantity)
        if lot.cost is None:
            self.unknown = EXACT.add(self.unknown, lot.quantity)
        else:
            self.known_cost = EXACT.add(self.known_cost, lot.cost)

    def remove(self, lots: list[Lot]) -> None:
        for lot in lots:
            self.quantity = EXACT.subtract(self.quantity, lot.quantity)
            if lot.cost is None:
                self.unknown = EXACT.subtract(self.unknown, lot.quantity)
            else:
                self.known_cost = EXACT.subtract(self.known_cost, lot.cost)


@define
class Tallied(OpenLots):
    """Open lots whose comings and goings are tallied; books of one asset may share a tally."""

    _open: OpenLots
    _tally: Tally

    def add(self, lot: Lot) -> None:
        self._tally.add(lot)
        self._open.add(lot)

    def take(self, quantity: Decimal) -> Taken:
        taken = self._open.take(quantity)
        self._tally.remove(taken.lots)
        return taken

    def choose(self, event: str, quantity: Decimal) -> Taken:
        taken = self._open.choose(event, quantity)
        self._tally.remove(taken.lots)
        return taken

    def lots(self) -> list[Lot]:
        return self._open.lots()
