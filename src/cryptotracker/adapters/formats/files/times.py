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
    matches = RFC_3339.fullmatch

    def read(text: str) -> datetime:
        match = matches(text)
        if match is None:
            raise InvalidValueError(column=column, value=text, reason=fault(text))
        try:
            if match[1] in ("Z", "z"):
                return datetime.fromisoformat(text[:-1] + "+00:00" if text[-1] == "z" else text)
            if match[1]:
                return datetime.fromisoformat(text).astimezone(UTC)
            local_time = datetime.fromisoformat(text)
        except (ValueError, OverflowError) as error:
            raise InvalidValueError(
                column=column,
                value=text,
                reason=f"no such time: {error}",
            ) from None
        return settled(column, text, local_time, zone)

    return read


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
