"""Decide which lots a disposal consumes.

A cost basis method is a function that gives a lot its place in the queue: the lot with the
smallest key goes first. To add one: write the function and name it in METHODS. The property tests
pick it up. The average is not an order but a pool, and `specific` follows the owner's elections.

Lots of unknown cost have no place in an order by cost; `hifo` and `lofo` take them last.

>>> from decimal import Decimal
>>> queue = Queue(METHODS["lifo"])
>>> one = Decimal(1)
>>> for serial, cost in enumerate(map(Decimal, (10, 30, 20))):
...     queue.add(Lot(one, cost, cost, None, "main", serial, f"bought at {cost}"))
>>> [lot.event for lot in queue.take(Decimal("1.5")).lots]
['bought at 20', 'bought at 30']
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count
from typing import Final, Protocol, TypeAlias

from attrs import define, field

from cryptotracker.domain.numbers import ZERO, ratio
from cryptotracker.domain.portfolio.lots import Lot, Place, Taken, unit_cost_of

Method: TypeAlias = Callable[[Lot], Place]

_LAST: Final = Decimal("Infinity")


def fifo(lot: Lot) -> Place:
    return lot.serial


def lifo(lot: Lot) -> Place:
    return -lot.serial


def hifo(lot: Lot) -> Place:
    return (_LAST if lot.cost is None else -ratio(lot.cost, lot.quantity), lot.serial)


def lofo(lot: Lot) -> Place:
    return (_LAST if lot.cost is None else ratio(lot.cost, lot.quantity), lot.serial)


METHODS: Final[Mapping[str, Method]] = {
    "fifo": fifo,
    "lifo": lifo,
    "hifo": hifo,
    "lofo": lofo,
    # Without an election the oldest lot goes first (26 CFR 1.1012-1(j)(3)(i)).
    "specific": fifo,
}
SPECIFIC: Final = "specific"
AVERAGE: Final = "average"
METHOD_NAMES: Final = (*METHODS, AVERAGE)
METHOD_WORDS: Final[Mapping[str, str]] = {
    "fifo": "first in, first out",
    "lifo": "last in, first out",
    "hifo": "highest cost first",
    "lofo": "lowest cost first",
    "average": "at average cost",
    "specific": "as elected, else first in, first out",
}


class OpenLots(Protocol):
    """The open lots that one disposal may draw on.

    - what is added and what is taken add up, in quantity and in cost, to the last digit;
    - the demand beyond the lots is reported as missing, never invented.
    """

    def add(self, lot: Lot) -> None: ...

    def take(self, quantity: Decimal) -> Taken: ...

    def choose(self, event: str, quantity: Decimal) -> Taken:
        """Take from the lots of one acquiring event; where nobody may choose, all is missing."""
        del event
        return Taken([], quantity)

    def lots(self) -> list[Lot]:
        """List what is open, oldest first."""
        ...


@define
class Queue(OpenLots):
    """Lots in the order a method consumes them: a heap, so neither end costs more than log n."""

    _place: Method
    _heap: list[tuple[Place, int, Lot]] = field(factory=list)
    _tickets: "count[int]" = field(factory=count)

    def add(self, lot: Lot) -> None:
        # The ticket decides between slices of one lot; lots themselves have no order.
        place = lot.place
        if place is None:
            place = lot.place = self._place(lot)
        heappush(self._heap, (place, next(self._tickets), lot))

    def take(self, quantity: Decimal) -> Taken:
        heap, due, taken = self._heap, quantity, []
        while due and heap:
            lot = heap[0][2]
            if lot.quantity > due:
                taken.append(lot.cut(due))
                return Taken(taken, ZERO)
            heappop(heap)
            if lot.quantity:  # an elected lot leaves its empty shell behind
                taken.append(lot)
                due -= lot.quantity
        return Taken(taken, due)

    def lots(self) -> list[Lot]:
        return sorted((lot for _, _, lot in self._heap if lot.quantity), key=_serial)


def _serial(lot: Lot) -> int:
    return lot.serial


@define
class Elective(Queue):
    """A queue whose owner may point at the lots to use, by the event that acquired them."""

    _by_event: defaultdict[str, deque[Lot]] = field(factory=lambda: defaultdict(deque))

    def add(self, lot: Lot) -> None:
        Queue.add(self, lot)
        self._by_event[lot.event].append(lot)

    def take(self, quantity: Decimal) -> Taken:
        # The register keeps the lots, so that it sees them empty; what they held leaves in others.
        taken = Queue.take(self, quantity)
        return Taken([lot.cut(lot.quantity) for lot in taken.lots], taken.missing)

    def choose(self, event: str, quantity: Decimal) -> Taken:
        """Take from the lots that one acquiring event left, oldest first."""
        lots, due, taken = self._by_event[event], quantity, []
        while due and lots:
            lot = lots[0]
            if lot.quantity:
                part = lot.cut(min(due, lot.quantity))
                taken.append(part)
                due -= part.quantity
            if not lot.quantity:
                lots.popleft()
        return Taken(taken, due)


@define
class Pool(OpenLots):
    """Lots merged at average cost. Units of unknown cost stay apart and are taken last."""

    _known: Lot = field(factory=lambda: Lot(ZERO, ZERO, None, None, "", 0, ""))
    _unknown: Lot = field(factory=lambda: Lot(ZERO, None, None, None, "", 0, ""))

    def add(self, lot: Lot) -> None:
        if lot.cost is None or self._known.cost is None:
            self._unknown.quantity += lot.quantity
        else:
            self._known.quantity += lot.quantity
            self._known.cost += lot.cost

    def take(self, quantity: Decimal) -> Taken:
        due, taken = quantity, []
        for pool in (self._known, self._unknown):
            part = min(due, pool.quantity)
            if part:
                slice_ = pool.cut(part)
                slice_.unit_cost = unit_cost_of(slice_.cost, part)
                taken.append(slice_)
                due -= part
        return Taken(taken, due)

    def lots(self) -> list[Lot]:
        pools = (self._known, self._unknown)
        return [pool.rescaled(pool.quantity) for pool in pools if pool.quantity]


def open_lots(method: str) -> OpenLots:
    """Return an empty holding for a method, or raise KeyError."""
    if method == AVERAGE:
        return Pool()
    place = METHODS[method]
    return Elective(place) if method == SPECIFIC else Queue(place)
