"""How a price is rounded that is put together of others: by one rule, wherever that is done.

No price has more to say than the least precise of those it is made of. So it keeps as many
significant digits as that one, and GUARD more; and FEWEST in any case, since a rate that is written
short may be exact. It is rounded once, half to even. What a source said itself is never rounded.

>>> print(derived([Decimal("65010.5"), Decimal("0.9998")]))
64997.49790
>>> print(derived([Decimal("64000.1234567890123456789"), Decimal("0.925")]))
59200.11419752984
>>> print(derived([Decimal("2.5")], [Decimal("3.75")]))
0.6666666666666667
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, FloatOperation, InvalidOperation
from functools import reduce
from typing import Final

from cryptotracker.domain.numbers import EXACT, ZERO

FEWEST: Final = 16
"""So a sum of a million million is right to a thousandth of a cent."""

GUARD: Final = 4
SMALLEST: Final = Decimal("1e-30")
"""The last place that a number has room for wherever it is kept or sent."""

ONE: Final = Decimal(1)
_TRAPS: Final = (InvalidOperation, FloatOperation)
_WIDE: Final = Context(prec=400, rounding=ROUND_HALF_EVEN, traps=[*_TRAPS])


def derived(above: Sequence[Decimal], below: Sequence[Decimal] = ()) -> Decimal | None:
    """Multiply prices, divide by others, and round once; None where nothing is left of it."""
    factors = [*above, *below]
    if len(factors) == 1 and above:
        return above[0]
    context = Context(prec=kept(factors), rounding=ROUND_HALF_EVEN, traps=[*_TRAPS])
    product, divisor = reduce(EXACT.multiply, above, ONE), reduce(EXACT.multiply, below, ONE)
    found = context.divide(product, divisor)
    if found.adjusted() - context.prec + 1 < SMALLEST.adjusted():
        found = _WIDE.quantize(_WIDE.divide(product, divisor), SMALLEST)
    return found if found != ZERO else None


def kept(factors: Sequence[Decimal]) -> int:
    """Say how many significant digits a price has that is made of some; zeros at an end are none.

    >>> kept([Decimal("1.50"), Decimal("64000.1234567890123456789")])
    16
    >>> kept([Decimal("0.12345678901234567890"), Decimal("64000.1234567890123456789")])
    23
    """
    return max(
        FEWEST, GUARD + min(len(each.normalize(_WIDE).as_tuple().digits) for each in factors)
    )
