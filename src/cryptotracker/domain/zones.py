"""Time zones by their IANA names."""

from zoneinfo import ZoneInfo

from cryptotracker.domain.errors import UnknownTimeZoneError


def zone_of(name: str | None) -> ZoneInfo:
    """Return the zone of an IANA name, UTC without one; or raise UnknownTimeZoneError."""
    try:
        return ZoneInfo("UTC" if name is None else name)
    except (ValueError, OSError, KeyError) as error:  # unknown, a path, a folder
        raise UnknownTimeZoneError(time_zone=name or "") from error
