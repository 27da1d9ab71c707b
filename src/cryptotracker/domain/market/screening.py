"""Filter and sort the assets of a market by their figures.

>>> condition("rsi_14<30")
Condition(figure='rsi_14', sign='<', bound=Decimal('30'))
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Final

from attrs import frozen

from cryptotracker.domain.market.figures import FIGURES, Row
from cryptotracker.domain.numbers import plain

SIGNS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
CONDITION: Final = re.compile(
    r"([a-z0-9_]{1,40})(<=|>=|<|>)(-?[0-9]{1,24}(?:\.[0-9]{1,18})?)", re.ASCII
)
RANK: Final = "rank"
"""The order in which assets are known best."""


@frozen
class Condition:
    """What a figure has to be."""

    figure: str
    sign: str
    bound: Decimal

    def is_met(self, value: Decimal) -> bool:
        return SIGNS[self.sign](value, self.bound)

    def __str__(self) -> str:
        return f"{self.figure}{self.sign}{plain(self.bound)}"


@frozen(kw_only=True)
class Screened:
    """The assets that meet all conditions, in order.

    Attributes:
        unknown: of how many others nobody knows a figure that was asked for.
        of: so many assets there are in all.
    """

    rows: Sequence[Row]
    unknown: int
    of: int


def condition(text: str) -> Condition:
    """Read a condition; ValueError says what is wrong with it."""
    found = CONDITION.fullmatch(text)
    if found is None:
        message = f"{text[:80]!r} is no condition: write one like rsi_14<30 or change_24h>=0.05"
        raise ValueError(message)
    figure, sign, bound = found.groups()
    if figure not in FIGURES:
        message = f"there is no figure {figure!r}; there are {', '.join(FIGURES)}"
        raise ValueError(message)
    return Condition(figure, sign, Decimal(bound))


def order_fault(order: str) -> str:
    """Say why a list cannot be in an order; an empty text says that it can."""
    if order.removeprefix("-") in {RANK, *FIGURES}:
        return ""
    known = ", ".join((RANK, *FIGURES))
    return f"there is no order {order[:40]!r}; there are {known}, each with a - before it, too"


def screened(rows: Sequence[Row], conditions: Sequence[Condition], order: str) -> Screened:
    """Leave what meets every condition; of equals the better known comes first.

    What is not known meets no condition, and comes last in every order.
    """
    wanted = {each.figure for each in conditions}
    known = [row for row in rows if all(row.value(each) is not None for each in wanted)]
    met = [row for row in known if all(meets(row, each) for each in conditions)]
    return Screened(rows=ordered(met, order), unknown=len(rows) - len(known), of=len(rows))


def meets(row: Row, condition: Condition) -> bool:
    value = row.value(condition.figure)
    return value is not None and condition.is_met(value)


def ordered(rows: Sequence[Row], order: str) -> Sequence[Row]:
    figure, falling = order.removeprefix("-"), order.startswith("-")
    if figure == RANK:
        return list(reversed(rows)) if falling else rows
    known = [(value, row) for row in rows if (value := row.value(figure)) is not None]
    known.sort(key=lambda pair: -pair[0] if falling else pair[0])
    return [row for _, row in known] + [row for row in rows if row.value(figure) is None]
