"""What was held and what it cost, as columns of whole numbers that numpy can multiply.

A price holds for an epoch: from one moment at which any price changes to the next. Numbers are
counted in their smallest units, and cut into limbs so short that no sum of products of limbs can
overflow 64 bits; so nothing is ever rounded.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import frozen

from cryptotracker.adapters.valuing.doubts import CERTAIN, State, doubts, states
from cryptotracker.domain.market.prices import TICK, PriceBook
from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.trail import Trail

Numbers: TypeAlias = npt.NDArray[np.int64]

BEGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
BEFORE_ALL: Final = np.iinfo(np.int64).min
BITS: Final = 62
CHANGES_AT_ONCE: Final = 256
"""So many changes, and those of one moment, are in one epoch at most."""


@frozen(kw_only=True, eq=False)
class Factor:
    """Quantities of all assets, or their prices: every change of them, in order of time.

    Attributes:
        moments: when each was.
        epochs: in which one each was.
        places: where in `limbs` each one's number is; of one asset the later are higher.
        changes: the limbs of what each added to the number before it.
        limbs: of each number a column, the lowest limb first. The first number is 0, which holds
            before there is another.
    """

    moments: Numbers
    assets: Numbers
    epochs: Numbers
    places: Numbers
    changes: Numbers
    limbs: Numbers


@frozen(kw_only=True, eq=False)
class Factors:
    """What is to be multiplied and added up.

    Attributes:
        epochs: when each begins; the first has no beginning.
        assets: how many there are.
        width: so many bits has a limb.
        scale: so many decimals has the smallest unit of a product.
        turned: when what is doubtful changed; `states` has one more, for before.
    """

    held: Factor
    priced: Factor
    epochs: Numbers
    assets: int
    width: int
    scale: int
    turned: Numbers
    states: Sequence[State]


def factors(trail: Trail, prices: PriceBook) -> Factors:
    names = sorted(trail.stocks)
    stocks = [trail.stocks[name] for name in names]
    turns = [list(prices.turns(name, trail.currency)) for name in names]
    quantities, unit = whole([each for stock in stocks for each in stock.quantities])
    costs, cent = whole([each.price if each else ZERO for turn in turns for _, each in turn])
    turned, told = states(
        doubt
        for name, stock, turn in zip(names, stocks, turns, strict=True)
        for doubt in doubts(name, stock, turn)
    )
    held = [ticks(stock.moments) for stock in stocks]
    priced = [ticks([moment for moment, _ in turn]) for turn in turns]
    changes = np.sort(np.concatenate([[BEFORE_ALL], *held]))[1:]
    # A price may hold for long, and the changes of one epoch must not become too many.
    epochs = np.unique(np.concatenate([[BEFORE_ALL], changes[::CHANGES_AT_ONCE], *priced]))
    width = limb_width(longest(quantities), longest(costs), len(names))
    return Factors(
        held=factor(held, epochs, cut(quantities, width)),
        priced=factor(priced, epochs, cut(costs, width)),
        epochs=epochs,
        assets=len(names),
        width=width,
        scale=unit + cent,
        turned=ticks(turned),
        states=[CERTAIN, *told],
    )


def factor(moments: Sequence[Numbers], epochs: Numbers, limbs: Numbers) -> Factor:
    """Put the changes of all assets in order of time."""
    lengths = np.array([len(each) for each in moments], dtype=np.int64)
    when = np.concatenate([np.empty(0, dtype=np.int64), *moments])
    order = np.argsort(when, kind="stable")
    before = np.arange(len(when))
    before[(np.cumsum(lengths) - lengths)[lengths > 0]] = 0
    return Factor(
        moments=when[order],
        assets=np.repeat(np.arange(len(moments)), lengths)[order],
        epochs=np.searchsorted(epochs, when[order], side="right") - 1,
        places=order + 1,
        changes=(limbs[:, 1:] - limbs[:, before])[:, order],
        limbs=limbs,
    )


def ticks(moments: Iterable[datetime]) -> Numbers:
    return np.array([(moment - BEGIN) // TICK for moment in moments], dtype=np.int64)


def whole(numbers: Sequence[Decimal]) -> tuple[list[int], int]:
    """Turn decimals into whole numbers of the smallest unit that any of them needs."""
    scale = max(0, *chain((0,), map(decimals, numbers)))
    return [int(EXACT.scaleb(number, scale)) for number in numbers], scale


def decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def longest(numbers: Iterable[int]) -> int:
    return max((number.bit_length() for number in numbers), default=0)


def limb_width(quantity_bits: int, price_bits: int, assets: int) -> int:
    """Say how many bits a limb may have, so that no sum of products needs more than 62."""
    for width in range(BITS // 2, 1, -1):
        pairs = -(-min(quantity_bits, price_bits) // width)
        products = pairs * (assets + 2 * (assets + CHANGES_AT_ONCE))
        if 2 * width + products.bit_length() <= BITS:
            return width
    return 1


def cut(numbers: Sequence[int], width: int) -> Numbers:
    """Cut numbers into limbs, behind a 0."""
    mask, bits = (1 << width) - 1, max(longest(numbers), 1)
    return np.array(
        [[0, *(number >> low & mask for number in numbers)] for low in range(0, bits, width)],
        dtype=np.int64,
    )
