"""Read the times that files write, as instants in UTC."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from cryptotracker.domain.errors import (
    InvalidValueError,
    MissingTimeZoneError,
    UnknownTimeZoneError,
)

USUAL: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z", re.ASCII
)
RFC_3339: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)


def zone(name: str | None) -> ZoneInfo | None:
    """Find a time zone by its IANA name, or raise UnknownTimeZoneError."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise UnknownTimeZoneError(time_zone=name) from error


def reader(column: str, zone: tzinfo | None) -> Callable[[str], datetime]:
    """Make a reader of RFC 3339 times that refuses anything else by its column's name."""
    usual, datetime_of = USUAL.fullmatch, datetime.fromisoformat

    def read(text: str) -> datetime:
        try:
            if usual(text) is not None:
                return datetime_of(text)
            local = unusual(column, text)
        except (ValueError, OverflowError) as error:
            raise InvalidValueError(
                column=column,
                value=text,
                reason=f"no such time: {error}",
            ) from None
        return local if local.tzinfo else settled(column, text, local, zone)

    return read


def unusual(column: str, text: str) -> datetime:
    """Read a time in UTC or, if it says no zone, a local one; ValueError when there is none."""
    match = RFC_3339.fullmatch(text)
    if match is None:
        raise InvalidValueError(column=column, value=text, reason=fault(text))
    time = datetime.fromisoformat(text.upper())
    return time.astimezone(UTC) if match[1] else time


def settled(column: str, text: str, local: datetime, zone: tzinfo | None) -> datetime:
    """Put a local time into its zone; of two such times, when clocks go back, take the earlier."""
    if zone is None:
        raise MissingTimeZoneError(
            column=column,
            value=text,
            reason="the time has no zone; say which one it is in",
        )
    try:
        instant = local.replace(tzinfo=zone).astimezone(UTC)
        exists = instant.astimezone(zone).replace(tzinfo=None) == local
    except OverflowError:
        exists = False
    if not exists:
        reason = f"no such time in {zone}: the clocks were put forward over it"
        raise InvalidValueError(column=column, value=text, reason=reason)
    return instant


def fault(text: str) -> str:
    """Say why a text is not a time of RFC 3339."""
    if not text:
        return "a time is missing"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        return "a time has a clock time too, as in 2026-01-31T13:00:00Z"
    return "a time is written as in 2026-01-31T13:00:00Z or 2026-01-31T14:00:00+01:00"
