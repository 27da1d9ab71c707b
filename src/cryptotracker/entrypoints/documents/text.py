"""Write numbers and times as the documents' contracts ask: plain decimals, UTC with a Z."""

from datetime import UTC, datetime
from decimal import Decimal

from cryptotracker.domain.numbers import plain


def number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def instant(moment: datetime | None) -> str | None:
    """Write an instant in UTC with a Z; fractions of a second only where there are any."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat()[: -len("+00:00")] + "Z"
