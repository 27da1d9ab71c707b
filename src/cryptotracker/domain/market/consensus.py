"""Make one price of what several sources say, and refuse those that stand alone.

The price is one that somebody said: of the sources by price, the one in the middle, where each
counts by the trust in it. A mean would give every liar a say; and a volume is as easily made up as
a price, so that it lends no weight.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from cryptotracker.domain.market.checks import far
from cryptotracker.domain.market.observations import Observation
from cryptotracker.domain.numbers import EXACT, STEP, ratio

APART: Final = Decimal("1.2")
"""Sources that are a fifth apart do not speak of the same thing."""


@frozen(kw_only=True)
class Agreement:
    """What sources of one price come to.

    Attributes:
        price: in the middle of those believed; None if none is.
        spread: from the lowest to the highest believed, as a share of the price.
        believed: those whose price is near enough.
        refused: the others, with the reason.
    """

    price: Decimal | None = None
    spread: Decimal | None = None
    believed: Sequence[Observation] = ()
    refused: Mapping[Observation, str] = field(factory=dict)


def agree(said: Sequence[Observation], trust: Mapping[str, int], last: Decimal | None) -> Agreement:
    """Find what sources agree on; where two differ, the last price that was believed decides."""
    ordered = sorted(said, key=lambda each: (each.price, -trust[each.source], each.source))
    if not ordered:
        return Agreement()
    centre = middle(ordered, trust)
    near = [each for each in ordered if not far(each.price, centre, APART)]
    if len(ordered) > 1 and not carries(near, ordered, trust):
        near = [each for each in ordered if last is not None and not far(each.price, last, APART)]
        if not near:
            return Agreement(refused=dict.fromkeys(ordered, "disagree"))
    price = middle(near, trust)
    return Agreement(
        price=price,
        spread=spread(near, price),
        believed=near,
        refused={each: "outlier" for each in ordered if each not in near},
    )


def middle(ordered: Sequence[Observation], trust: Mapping[str, int]) -> Decimal:
    """Return the price at which half of the trust is reached."""
    whole, reached = sum(trust[each.source] for each in ordered), 0
    for each in ordered:
        reached += trust[each.source]
        if 2 * reached >= whole:
            return each.price
    return ordered[-1].price


def carries(
    near: Sequence[Observation], all_of: Sequence[Observation], trust: Mapping[str, int]
) -> bool:
    """Tell whether at least two sources, with most of the trust, say the same."""
    of = sum(trust[each.source] for each in near)
    return len(near) > 1 and 2 * of > sum(trust[each.source] for each in all_of)


def spread(near: Sequence[Observation], price: Decimal) -> Decimal | None:
    if len(near) == 1:
        return None
    prices = [each.price for each in near]
    return ratio(EXACT.subtract(max(prices), min(prices)), price).quantize(STEP)
