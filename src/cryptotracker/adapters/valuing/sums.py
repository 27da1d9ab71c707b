"""The worth of a ledger added up in whole numbers, many at once, by numpy.

What is held as an epoch of prices begins is worth the sum of quantity times price; each change of a
quantity within it adds what it changes, times that same price. So a moment's worth is that of its
epoch's beginning, and what the changes since have come to.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import repeat
from typing import Final

import numpy as np
from attrs import frozen

from cryptotracker.adapters.valuing.doubts import State
from cryptotracker.adapters.valuing.factors import Factor, Factors, Numbers, factors, ticks
from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import EXACT
from cryptotracker.domain.portfolio.net_worth import Reading
from cryptotracker.domain.portfolio.trail import Trail
from cryptotracker.ports.valuing import Course, Valuing

AT_ONCE: Final = 1024
"""So many epochs are looked at together: what they take fits the processor's cache."""


class NumpyValuing(Valuing):
    def follow(self, trail: Trail, prices: PriceBook) -> "Sums":
        return added_up(factors(trail, prices))


@frozen(kw_only=True, eq=False)
class Sums(Course):
    """What has come together, as limbs of sums: at each epoch's beginning, and by each change.

    Attributes:
        begun: less what the changes before the epoch have added.
        changed: the moments of the changes; `added` has one column more, for before them.
        turned: when what is doubtful changed; `states` has one more, for before.
    """

    epochs: Numbers
    begun: Numbers
    changed: Numbers
    added: Numbers
    width: int
    scale: int
    turned: Numbers
    states: Sequence[State]

    def readings(self, moments: Sequence[datetime]) -> Iterator[Reading]:
        when = ticks(moments)
        told = np.searchsorted(self.turned, when, side="right").tolist()
        for value, state in zip(self.values(when), told, strict=True):
            unpriced, carried = self.states[state]
            yield Reading(None if unpriced else value, unpriced, carried)

    def values(self, when: Numbers) -> Iterator[Decimal]:
        """Return the sums of all that had a price."""
        epoch = np.searchsorted(self.epochs, when, side="right") - 1
        upto = np.searchsorted(self.changed, when, side="right")
        found, *higher = joined(self.begun[:, epoch] + self.added[:, upto], self.width).tolist()
        for shift, limb in enumerate(higher, start=1):
            low = 2 * shift * self.width
            found = [number + (part << low) for number, part in zip(found, limb, strict=True)]
        return map(EXACT.scaleb, map(Decimal, found), repeat(-self.scale))


def added_up(of: Factors) -> Sums:
    """Multiply and add up what was held in each epoch, and what each change was worth."""
    held, priced = of.held, of.priced
    size = (len(held.limbs) + len(priced.limbs) - 1) | 1  # odd, as `joined` asks
    begun = np.zeros((size, len(of.epochs)), dtype=np.int64)
    added = np.zeros((size, len(held.moments) + 1), dtype=np.int64)
    stock, price = np.zeros((2, of.assets), dtype=np.int64)
    for low in range(0, len(of.epochs), AT_ONCE):
        some = (low, min(low + AT_ONCE, len(of.epochs)))
        # What changes within an epoch counts as held from the next one on.
        stocks = filled(stock, held, held.epochs + 1, some)
        prices = filled(price, priced, priced.epochs, some)
        here = slice(*np.searchsorted(held.epochs, some))
        of_change = prices[held.epochs[here] - low, held.assets[here]]
        quantities = [limb[stocks] for limb in held.limbs]
        for row, limb in enumerate(priced.limbs):
            unit, paid = limb[prices], limb[of_change]
            for column, quantity in enumerate(quantities):
                begun[row + column, slice(*some)] += np.einsum("ea,ea->e", quantity, unit)
                added[row + column, 1:][here] += held.changes[column, here] * paid
        stock, price = stocks[-1], prices[-1]
    # It may overflow; what is between two of one epoch does not.
    np.cumsum(added, axis=1, out=added)
    first = np.searchsorted(held.epochs, np.arange(len(of.epochs)))
    return Sums(
        epochs=of.epochs,
        begun=begun - added[:, first],
        changed=held.moments,
        added=added,
        width=of.width,
        scale=of.scale,
        turned=of.turned,
        states=of.states,
    )


def joined(limbs: Numbers, width: int) -> Numbers:
    """Carry what is too much for a limb to the next one, and make one of each two but the last."""
    for row in range(len(limbs) - 1):
        limbs[row + 1] += limbs[row] >> width
        limbs[row] &= (1 << width) - 1
    limbs[:-1:2] += limbs[1::2] << width
    return limbs[::2]


def filled(last: Numbers, factor: Factor, epochs: Numbers, some: tuple[int, int]) -> Numbers:
    """Return where the numbers are that hold in some epochs, for each of them and each asset."""
    low, high = some
    grid = np.zeros((high - low, len(last)), dtype=np.int64)
    grid[0] = last
    here = slice(*np.searchsorted(epochs, some))
    # Of several changes in one epoch the last named stays.
    grid[epochs[here] - low, factor.assets[here]] = factor.places[here]
    found: Numbers = np.maximum.accumulate(grid, axis=0, out=grid)
    return found
