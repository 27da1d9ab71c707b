"""What sources told of past days, and which days somebody asked them about."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from attrs import field, frozen
from attrs.validators import in_

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import GRADES
from cryptotracker.domain.numbers import positive

OF_PAST: Final = "C"
"""What one source says of a day that is over; others are not asked whether they agree."""

ASKED_AGAIN: Final = timedelta(days=7)
"""After that a source may know of a day that it knew nothing of."""

RECENT: Final = timedelta(days=3)
SOON_ASKED_AGAIN: Final = timedelta(hours=1)
"""What a source knows of the last days may come late."""


@frozen(kw_only=True)
class DayPrice:
    """What one unit of an asset cost on a day, as a source told, and when it told so.

    Attributes:
        as_of: the first moment of the day.
    """

    asset: str
    currency: Currency
    as_of: datetime
    price: Decimal = field(validator=positive)
    source: str
    grade: str = field(default=OF_PAST, validator=in_(GRADES))
    fetched_at: datetime

    def corrects(self, before: "DayPrice") -> bool:
        """Tell whether it takes the place of what the same source told of the day before."""
        if self.fetched_at <= before.fetched_at or self.grade > before.grade:
            return False
        return (self.price, self.grade) != (before.price, before.grade)


@frozen(kw_only=True)
class Question:
    """Days, both included, that a source was asked about and answered, whatever it knew."""

    asset: str
    currency: Currency
    source: str
    since: date
    until: date
    asked_at: datetime

    def settles(self, day: date, now: datetime) -> bool:
        """Tell whether there is no need to ask about a day again yet."""
        recent = self.asked_at.date() - day <= RECENT
        patience = SOON_ASKED_AGAIN if recent else ASKED_AGAIN
        return self.since <= day <= self.until and now - self.asked_at < patience


def unsettled(
    days: Iterable[date], questions: Sequence[Question], now: datetime
) -> tuple[date, date] | None:
    """Return the first and the last of those days that a source is to be asked about.

    One question for all between them costs no more than one for each hole.
    """
    left = [day for day in days if not any(each.settles(day, now) for each in questions)]
    return (left[0], left[-1]) if left else None
