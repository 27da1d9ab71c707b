"""Time-weighted return: what one unit of money that stayed invested became.

Each flow ends a period; the periods' growths multiply, so that how much was invested when does
not count (Bacon, Practical Portfolio Performance Measurement and Attribution, chapter 2).

>>> from datetime import UTC, datetime
>>> flows = [
...     CashFlow(time=datetime(2026, 1, 1, tzinfo=UTC), amount=Decimal(-100), value=Decimal(0)),
...     CashFlow(time=datetime(2026, 2, 1, tzinfo=UTC), amount=Decimal(-90), value=Decimal(110)),
...     CashFlow(time=datetime(2026, 3, 1, tzinfo=UTC), amount=Decimal(220), value=Decimal(220)),
... ]
>>> print(time_weighted(flows))
0.21
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.domain.returns.rates import ONE, WORKING, NoReturn, rate


def time_weighted(flows: Sequence[CashFlow]) -> Decimal | NoReturn:
    """Chain the periods between flows, which come with the worth just before each.

    A period in which nothing was invested counts for nothing.
    """
    if any(each.value is None for each in flows):
        return NoReturn.NO_VALUE
    grown = ONE
    periods = 0
    for before, after in pairwise(sorted(flows, key=lambda each: each.time)):
        invested = (before.value or ZERO) - before.amount
        if invested < ZERO or (invested == ZERO and after.value):
            return NoReturn.NOTHING_INVESTED
        if invested:
            grown = WORKING.multiply(grown, WORKING.divide(after.value or ZERO, invested))
            periods += 1
    return rate(grown - ONE) if periods else NoReturn.NOTHING_INVESTED
