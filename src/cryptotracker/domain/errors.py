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
class MissingTimeZoneError(InvalidValueError):
    """A time says no zone, and none was given to read it in."""


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


@frozen(kw_only=True, str=True)
class PortfolioNotFoundError(CryptoTrackerError):
    """No portfolio has this id or name."""

    portfolio: str


@frozen(kw_only=True, str=True)
class PortfolioNameTakenError(CryptoTrackerError):
    """Another portfolio has this name."""

    name: str


@frozen(kw_only=True, str=True)
class VersionConflictError(CryptoTrackerError):
    """Somebody changed a thing since the caller looked at it."""

    thing: str
    expected: str
    current: int


@frozen(kw_only=True, str=True)
class ImportNotFoundError(CryptoTrackerError):
    """No import has this id."""

    import_id: str


@frozen(kw_only=True, str=True)
class InvalidCursorError(CryptoTrackerError):
    """A cursor is not one that a list gave."""

    cursor: str


@frozen(kw_only=True, str=True)
class DatabaseUnavailableError(CryptoTrackerError):
    """The database cannot be opened, is busy, or lacks the tables of this version."""

    reason: str


@frozen(kw_only=True, str=True)
class DatabaseFullError(DatabaseUnavailableError):
    """The disk on which the database lies has no room for more."""


@frozen(kw_only=True, str=True)
class IdempotencyKeyReusedError(CryptoTrackerError):
    """A key that belongs to one request came with another."""

    key: str


@frozen(kw_only=True, str=True)
class IdempotencyKeyBusyError(CryptoTrackerError):
    """The first request with this key has not been answered yet."""

    key: str


@frozen(kw_only=True, str=True)
class UnknownOptionError(CryptoTrackerError):
    """An option has a value that does not exist."""

    option: str
    value: str
    known: str


@frozen(kw_only=True, str=True)
class FigureNotFoundError(CryptoTrackerError):
    """A reference names no figure there is."""

    ref: str


@frozen(kw_only=True, str=True)
class SettingsError(CryptoTrackerError):
    """A setting is unknown or has a wrong value, which is told unless it is a secret."""

    name: str
    reason: str


@frozen(kw_only=True, str=True)
class AddressUnavailableError(CryptoTrackerError):
    """The service cannot listen where it was told to."""

    address: str
    reason: str


@frozen(kw_only=True, str=True)
class PriceSourceUnavailableError(CryptoTrackerError):
    """A price source cannot answer now. Asking again later may work.

    Attributes:
        reason: what kind of trouble, in a word; a key of OF_ANSWERS if its answer is a lie.
    """

    source: str
    reason: str = "failed"


@frozen(kw_only=True, str=True)
class StorageUnavailableError(CryptoTrackerError):
    """The place where files are kept cannot be used now."""

    reason: str


@frozen(kw_only=True, str=True)
class JobNotFoundError(CryptoTrackerError):
    """No job has this id."""

    job_id: str


@frozen(kw_only=True, str=True)
class JobConflictError(CryptoTrackerError):
    """A job is not in a state in which this can be done to it."""

    job_id: str
    reason: str


@frozen(kw_only=True, str=True)
class FileMissingError(CryptoTrackerError):
    """No file is kept under this key."""

    key: str


@frozen(kw_only=True, str=True)
class FileTooLargeError(CryptoTrackerError):
    """A file has more bytes than may be kept."""

    key: str
    largest: int


@frozen(kw_only=True, str=True)
class InvalidKeyError(CryptoTrackerError):
    """A file's key has other characters than it may have, or leads elsewhere."""

    key: str


@frozen(kw_only=True, str=True)
class BackupUnusableError(CryptoTrackerError):
    """A backup is damaged, cut off, of a newer version, or sealed with another secret."""

    reason: str


@frozen(kw_only=True, str=True)
class DatabaseNotEmptyError(CryptoTrackerError):
    """A backup is restored into an empty database only; a table of this one has rows."""

    table: str


@frozen(kw_only=True, str=True)
class LeaseLostError(CryptoTrackerError):
    """Another worker has taken a job over, or it has ended: this one may not write for it."""

    job_id: str


@frozen(kw_only=True, str=True)
class ServerUnavailableError(CryptoTrackerError):
    """A server elsewhere, which a command asks, cannot be reached or refuses."""

    server: str
    reason: str


@frozen(kw_only=True, str=True)
class SignInNeededError(CryptoTrackerError):
    """Nobody has said who asks, or what was said does not hold any more."""


@frozen(kw_only=True, str=True)
class NotAllowedError(CryptoTrackerError):
    """Who asks is known, and may not."""

    reason: str


@frozen(kw_only=True, str=True)
class StepUpNeededError(CryptoTrackerError):
    """Who asks may, once they have proved again who they are."""


@frozen(kw_only=True, str=True)
class SecretMissingError(CryptoTrackerError):
    """No secret is kept where one was looked for."""

    what: str


@frozen(kw_only=True, str=True)
class BrokenSealError(CryptoTrackerError):
    """What was sealed was changed, or sealed by another key or for another place."""

    what: str


@frozen(kw_only=True, str=True)
class NoKeyError(CryptoTrackerError):
    """A secret is for a process that has never run here, and so has made no key for it."""

    whose: str


@frozen(kw_only=True, str=True)
class KeyInUseError(CryptoTrackerError):
    """A key is still needed."""

    key: str
    reason: str
