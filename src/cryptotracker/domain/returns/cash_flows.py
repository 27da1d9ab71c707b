"""Money that moves between somebody and what they invest in."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from attrs import frozen

from cryptotracker.domain.numbers import ZERO, total


@frozen(kw_only=True)
class CashFlow:
    """One movement.

    Attributes:
        time: when, in UTC.
        amount: negative is put in, positive is taken out.
        value: what the investment was worth just before; None when nobody says.
    """

    time: datetime
    amount: Decimal
    value: Decimal | None = None


def by_day(flows: Iterable[CashFlow]) -> Mapping[date, Decimal]:
    """Add up what moves within a day, the earliest day first; a day that comes to 0 is none."""
    days: dict[date, list[Decimal]] = {}
    for each in sorted(flows, key=lambda each: each.time):
        days.setdefault(each.time.date(), []).append(each.amount)
    sums = {day: total(amounts) for day, amounts in days.items()}
    return {day: amount for day, amount in sums.items() if amount != ZERO}
