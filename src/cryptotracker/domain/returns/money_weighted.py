"""Money-weighted return (XIRR): the yearly rates at which what was put in became what came out.

A rate r is one at which the flows, each discounted by (1 + r) to the power of its days over 365,
add up to nothing (Act/365, as spreadsheets have it). There may be none, or several: all are found,
and that none is missing is proved by bounds, not looked for on a grid.

>>> from datetime import UTC, datetime
>>> flows = [
...     CashFlow(time=datetime(2025, 1, 1, tzinfo=UTC), amount=Decimal(-100)),
...     CashFlow(time=datetime(2026, 1, 1, tzinfo=UTC), amount=Decimal(110)),
... ]
>>> print(*money_weighted(flows))
0.1
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final, Self

from attrs import field, frozen

from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.returns.cash_flows import CashFlow, by_day
from cryptotracker.domain.returns.rates import ONE, WORKING, rate

DAYS_OF_A_YEAR: Final = 365
TWO: Final = Decimal(2)
HALF: Final = Decimal("0.5")
SAME: Final = Decimal("1e-34")
"""How exactly the place between two signs is found."""
ABSURD: Final = Decimal("1e9")
"""Rates beyond a thousand million-fold solve the equation, but nobody's question."""
FINEST: Final = Decimal("1e-22")
"""The narrowest interval that is looked into, of the logarithm of the whole time's growth.

Less than the root of what a calculation of 50 digits can tell apart: where two rates are one, the
present value only touches nothing.
"""


def money_weighted(flows: Iterable[CashFlow]) -> Sequence[Decimal]:
    """Return every yearly rate, the smallest first; an absurd one only if there is no other."""
    days = by_day(flows)
    if changes(list(days.values())) == 0:
        return []
    first, last = min(days), max(days)
    years = WORKING.divide(Decimal((last - first).days), DAYS_OF_A_YEAR)
    present = Present.of({(day - first).days: amount for day, amount in days.items()})
    grown = [WORKING.exp(WORKING.divide(each, years)) for each in roots(present)]
    found = sorted({rate(each - ONE) for each in grown})
    return [each for each in found if each <= ABSURD] or found


def changes(amounts: Sequence[Decimal]) -> int:
    """Count how often the sign changes: there are at most as many rates (Descartes' rule)."""
    return sum((one < ZERO) != (other < ZERO) for one, other in pairwise(amounts))


@frozen
class Values:
    """At one place: what was taken out, what was put in, and how fast each falls."""

    out: Decimal
    into: Decimal
    out_falls: Decimal
    into_falls: Decimal

    @property
    def net(self) -> Decimal:
        return self.out - self.into

    @property
    def positive(self) -> bool:
        return self.out > self.into


@frozen
class Flow:
    """So many days after the one before, after this share of the whole time."""

    days: int
    share: Decimal
    amount: Decimal


@frozen
class Present:
    """The flows' present value, by the logarithm x of a unit's growth in the whole time.

    A flow after the share t of the time counts exp(-x t). What was taken out and what was put in
    fall with x each by itself, which bounds their difference and its slope between two places.
    """

    flows: Sequence[Flow]
    days: int
    _known: dict[Decimal, Values] = field(factory=dict)

    @classmethod
    def of(cls, amounts: Mapping[int, Decimal]) -> Self:
        """Take amounts by the day since the first, which is day 0."""
        whole = max(amounts)
        return cls(
            flows=[
                Flow(day - before, WORKING.divide(Decimal(day), whole), amounts[day])
                for before, day in pairwise([0, *amounts])
            ],
            days=whole,
        )

    def counted(self, place: Decimal) -> Iterator[tuple[Flow, Decimal]]:
        """Give each flow with what it counts at a place."""
        day = WORKING.exp(WORKING.divide(-place, self.days))
        after = {days: WORKING.power(day, days) for days in {each.days for each in self.flows}}
        weight = ONE
        for each in self.flows:
            weight = WORKING.multiply(weight, after[each.days])
            yield each, WORKING.multiply(weight, each.amount)

    def at(self, place: Decimal) -> Values:
        if place not in self._known:
            self._known[place] = self._at(place)
        return self._known[place]

    def _at(self, place: Decimal) -> Values:
        out = into = out_falls = into_falls = ZERO
        for each, now in self.counted(place):
            if now > ZERO:
                out, out_falls = out + now, out_falls + now * each.share
            else:
                into, into_falls = into - now, into_falls - now * each.share
        return Values(out, into, out_falls, into_falls)

    def dominated(self, place: Decimal, by: int) -> bool:
        """Tell whether the first flow (0) or the last (-1) is more than all others together."""
        counted = [abs(now) for _, now in self.counted(place)]
        return TWO * counted[by] > sum(counted)


@frozen
class Interval:
    """Two places, and what the present value and its slope may be between them."""

    present: Present
    left: Decimal
    right: Decimal

    @property
    def middle(self) -> Decimal:
        return HALF * (self.left + self.right)

    @property
    def slopes(self) -> tuple[Decimal, Decimal]:
        left, right = self.present.at(self.left), self.present.at(self.right)
        return right.into_falls - left.out_falls, left.into_falls - right.out_falls

    @property
    def may_turn(self) -> bool:
        least, most = self.slopes
        return least <= ZERO <= most

    @property
    def may_be_nothing(self) -> bool:
        """Judge by the ends, then by the middle and how far the slope can lead away from it."""
        left, right = self.present.at(self.left), self.present.at(self.right)
        if right.out > left.into or left.out < right.into:
            return False
        reach = max(map(abs, self.slopes)) * HALF * (self.right - self.left)
        return abs(self.present.at(self.middle).net) <= reach

    @property
    def changes_sign(self) -> bool:
        return self.present.at(self.left).positive != self.present.at(self.right).positive


def roots(present: Present) -> Iterator[Decimal]:
    """Give each place where the present value is nothing."""
    waiting = [Interval(present, *ends(present))]
    with localcontext(WORKING):
        while waiting:
            each = waiting.pop()
            if each.changes_sign and not each.may_turn:
                yield bisected(each)
            elif each.may_be_nothing and each.right - each.left < FINEST:
                yield each.middle
            elif each.may_be_nothing:
                waiting.append(Interval(present, each.left, each.middle))
                waiting.append(Interval(present, each.middle, each.right))


def ends(present: Present) -> tuple[Decimal, Decimal]:
    """Find places beyond which one flow is more than all others, so that nothing cancels."""
    left, right = -ONE, ONE
    while not present.dominated(left, -1):
        left *= TWO
    while not present.dominated(right, 0):
        right *= TWO
    return left, right


def bisected(within: Interval) -> Decimal:
    """Find the one place between two signs."""
    left, right = within.left, within.right
    positive = within.present.at(left).positive
    while right - left > SAME:
        middle = HALF * (left + right)
        if within.present.at(middle).positive == positive:
            left = middle
        else:
            right = middle
    return right
