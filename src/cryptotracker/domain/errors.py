"""Errors raised on purpose: what went wrong, with the facts in fields."""

from attrs import frozen


@frozen
class CryptoTrackerError(Exception):
    """Base of every error a caller may want to catch."""


@frozen(kw_only=True, str=True)
class InvalidValueError(CryptoTrackerError):
    """A field of a transaction holds what it may not hold."""

    column: str
    value: str
    reason: str


@frozen(kw_only=True, str=True)
class UnreadableFileError(CryptoTrackerError):
    """A file cannot be opened, or is not text."""

    file: str
    reason: str


@frozen(kw_only=True, str=True)
class UnknownFormatError(CryptoTrackerError):
    """A file's header is that of no known source."""

    file: str
    header: str
    known: str


@frozen(kw_only=True, str=True)
class UnknownTimeZoneError(CryptoTrackerError):
    """A time zone that the IANA database does not name."""

    time_zone: str
