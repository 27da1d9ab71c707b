"""How each error of ours is answered over HTTP: the status, and what the caller is told."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.domain.errors import (
    AddressUnavailableError,
    BackupUnusableError,
    BrokenSealError,
    CryptoTrackerError,
    DatabaseFullError,
    DatabaseNotEmptyError,
    DatabaseUnavailableError,
    FigureNotFoundError,
    FileMissingError,
    FileTooLargeError,
    IdempotencyKeyBusyError,
    IdempotencyKeyReusedError,
    ImportNotFoundError,
    InvalidCursorError,
    InvalidKeyError,
    InvalidValueError,
    JobConflictError,
    JobNotFoundError,
    KeyInUseError,
    LeaseLostError,
    MissingTimeZoneError,
    NoKeyError,
    NotAllowedError,
    PortfolioNameTakenError,
    PortfolioNotFoundError,
    PriceSourceUnavailableError,
    SecretMissingError,
    ServerUnavailableError,
    SettingsError,
    SignInNeededError,
    StepUpNeededError,
    StorageUnavailableError,
    UnknownFormatError,
    UnknownOptionError,
    UnknownTimeZoneError,
    UnreadableFileError,
    VersionConflictError,
)
from cryptotracker.domain.identity.errors import (
    CodeNeededError,
    CodeRefusedError,
    CommentConflictError,
    CommentNotFoundError,
    EmailTakenError,
    FactorConflictError,
    ForeignRequestError,
    LastAdministratorError,
    LinkUnusableError,
    PasscodeNeededError,
    PasskeyNotFoundError,
    PasskeyRefusedError,
    PasswordRefusedError,
    RegistrationClosedError,
    SessionEndedError,
    SessionNotFoundError,
    ShareConflictError,
    ShareNotFoundError,
    SignInFailedError,
    TokenNotFoundError,
    TooManyTokensError,
    TooManyTriesError,
    UserNotFoundError,
    WrongCodeError,
    WrongPasswordError,
)
from cryptotracker.entrypoints.http.identity_kinds import IDENTITY_KINDS
from cryptotracker.entrypoints.http.kind import Kind
from cryptotracker.entrypoints.http.news_kinds import NEWS_KINDS
from cryptotracker.entrypoints.http.price_kinds import PRICE_KINDS
from cryptotracker.entrypoints.http.profile_kinds import PROFILE_KINDS
from cryptotracker.entrypoints.http.watch_kinds import WATCH_KINDS

LATER: Final = "Nothing was changed. Try again later."
UNSURE: Final = "Try again later. A change may have been made: with the same key it is made once."
"""A database that goes away while it keeps a change cannot say any more whether it has."""


def passing(title: str) -> Kind:
    return Kind(503, title, lambda _: LATER, retry_after_seconds=5)


NOT_SET_UP: Final = Kind(
    500, "The service is not set up", lambda _: "Its owner finds the reason in its log."
)
KINDS: Final[Mapping[type[CryptoTrackerError], Kind]] = {
    InvalidValueError: Kind(
        400, "A value is not accepted", lambda e: e.reason, lambda e: f"#/{e.column}"
    ),
    MissingTimeZoneError: Kind(
        400, "A time zone is needed", lambda e: e.reason, lambda e: f"#/{e.column}"
    ),
    UnknownTimeZoneError: Kind(
        400,
        "There is no such time zone",
        lambda _: "a time zone is an IANA name, like Europe/Berlin",
        lambda _: "#/time_zone",
    ),
    UnknownOptionError: Kind(
        400, "There is no such choice", lambda e: f"one of {e.known}", lambda e: f"?{e.option}"
    ),
    InvalidCursorError: Kind(
        400,
        "The cursor is not valid",
        lambda _: "a cursor is what the list itself gave as next_cursor",
        lambda _: "?cursor",
    ),
    UnreadableFileError: Kind(
        422, "The file cannot be read", lambda e: f"{e.file}: {e.reason}", lambda _: "#/file"
    ),
    UnknownFormatError: Kind(
        422,
        "The file is of no known format",
        lambda e: f"{e.file} begins with {e.header!r}; the formats known are {e.known}",
        lambda _: "#/file",
    ),
    PortfolioNotFoundError: Kind(
        404, "There is no such portfolio", lambda _: "It may have been removed."
    ),
    ImportNotFoundError: Kind(
        404, "There is no such import", lambda _: "This portfolio has no import of this id."
    ),
    JobNotFoundError: Kind(404, "There is no such job", lambda _: "It may have been cleaned up."),
    FigureNotFoundError: Kind(
        404, "There is no such figure", lambda _: "This portfolio has no figure of this reference."
    ),
    PortfolioNameTakenError: Kind(
        409,
        "The name is taken",
        lambda _: "another portfolio has this name",
        lambda _: "#/name",
    ),
    JobConflictError: Kind(409, "The job is not in a state for this", lambda e: e.reason),
    LeaseLostError: Kind(409, "The job is somebody else's", lambda _: "Nothing was changed."),
    VersionConflictError: Kind(
        412,
        "Somebody changed it in the meantime",
        lambda e: f"You have seen version {e.expected}, it is now version {e.current}.",
    ),
    IdempotencyKeyReusedError: Kind(
        422,
        "The key belongs to another request",
        lambda _: "A key repeats one request; another request needs a key of its own.",
        lambda _: "Idempotency-Key",
    ),
    IdempotencyKeyBusyError: Kind(
        409,
        "The request is under way",
        lambda _: "The first request with this key has not been answered yet. Try again soon.",
        retry_after_seconds=2,
    ),
    DatabaseUnavailableError: Kind(
        503, "The database cannot be used now", lambda _: UNSURE, retry_after_seconds=5
    ),
    DatabaseFullError: Kind(
        507,
        "The disk is full",
        lambda _: "Nothing was changed. Its owner has to make room for the database.",
        retry_after_seconds=60,
    ),
    PriceSourceUnavailableError: passing("No prices can be had now"),
    StorageUnavailableError: passing("Files cannot be kept or read now"),
    FileMissingError: Kind(404, "There is no such file", lambda _: "It may have been removed."),
    FileTooLargeError: Kind(
        422, "The file is too large", lambda e: f"A file has at most {e.largest} bytes."
    ),
    InvalidKeyError: Kind(404, "There is no such file", lambda _: "No file has such a name."),
    BackupUnusableError: Kind(422, "The backup cannot be used", lambda e: e.reason),
    DatabaseNotEmptyError: Kind(
        409, "The database is not empty", lambda _: "A backup is restored into an empty one."
    ),
    SignInNeededError: Kind(401, "Sign-in is needed", lambda _: "Sign in, and ask again."),
    NotAllowedError: Kind(403, "This is not allowed", lambda e: e.reason),
    StepUpNeededError: Kind(
        403, "Proof is needed again", lambda _: "Prove again who you are, and repeat the request."
    ),
    SignInFailedError: Kind(
        401,
        "Sign-in failed",
        lambda _: "The address and the password do not fit, or the account cannot be used.",
    ),
    TooManyTriesError: Kind(
        429,
        "Too many tries",
        lambda e: f"Try again in {e.retry_after} s.",
        wait=lambda e: e.retry_after,
    ),
    SessionEndedError: Kind(401, "The session is over", lambda _: "Sign in again."),
    ForeignRequestError: Kind(
        403,
        "The request lacks a proof",
        lambda _: "With cookies, what changes anything needs the header X-CSRF-Token.",
    ),
    WrongPasswordError: Kind(
        403, "The password is wrong", lambda _: "it is not the password", lambda _: "#/password"
    ),
    CodeRefusedError: Kind(
        401, "The code is refused", lambda _: "It does not fit, or it is too late: sign in again."
    ),
    WrongCodeError: Kind(
        403,
        "The code is wrong",
        lambda _: "it does not fit, or was used before",
        lambda _: "#/code",
    ),
    CodeNeededError: Kind(
        403,
        "A second factor is needed",
        lambda _: "a code of the app, or a recovery code, has to be sent, too",
        lambda _: "#/code",
    ),
    FactorConflictError: Kind(
        409, "The second factors are not in a state for this", lambda e: e.reason
    ),
    PasskeyRefusedError: Kind(
        401,
        "The passkey is refused",
        lambda _: "It is none we know, or what it answered does not hold: try again.",
    ),
    PasskeyNotFoundError: Kind(
        404, "There is no such passkey", lambda _: "It may have been removed."
    ),
    PasswordRefusedError: Kind(
        400, "The password will not do", lambda e: e.reason, lambda _: "#/password"
    ),
    LastAdministratorError: Kind(
        409,
        "The last administrator stays",
        lambda _: "Let somebody else run this place first: cryptotracker users role EMAIL admin.",
    ),
    RegistrationClosedError: Kind(
        403, "Registration is closed", lambda _: "An invitation to this address is needed."
    ),
    LinkUnusableError: Kind(
        400, "The link cannot be used", lambda _: "It is too old, or was used. Ask for another."
    ),
    EmailTakenError: Kind(
        409, "The address is taken", lambda _: "another user has this address", lambda _: "#/email"
    ),
    UserNotFoundError: Kind(404, "There is no such user", lambda _: "It may have been removed."),
    SessionNotFoundError: Kind(
        404, "There is no such session", lambda _: "It may have ended long ago."
    ),
    ShareNotFoundError: Kind(
        404, "There is no such share", lambda _: "It may be over, or its owner may have ended it."
    ),
    CommentNotFoundError: Kind(
        404, "There is no such comment", lambda _: "It may have been removed."
    ),
    CommentConflictError: Kind(409, "It cannot be said here", lambda e: e.reason),
    ShareConflictError: Kind(409, "It cannot be shared like this", lambda e: e.reason),
    PasscodeNeededError: Kind(
        403, "A passcode is needed", lambda _: "it is not the passcode", lambda _: "#/passcode"
    ),
    SecretMissingError: Kind(
        500, "A secret is missing", lambda _: "It was removed; it has to be entered again."
    ),
    BrokenSealError: Kind(
        500, "A secret does not open", lambda _: "It was changed; it has to be entered again."
    ),
    NoKeyError: Kind(
        503,
        "No worker has run yet",
        lambda _: "Its owner has to start one; it makes the key that this is sealed for.",
        retry_after_seconds=60,
    ),
    KeyInUseError: Kind(409, "The key is in use", lambda e: e.reason),
    TokenNotFoundError: Kind(
        404, "There is no such token", lambda _: "It may have been taken back."
    ),
    TooManyTokensError: Kind(
        409,
        "There are too many tokens",
        lambda e: f"One has {e.most} at most. Take one back first.",
    ),
    ServerUnavailableError: NOT_SET_UP,
    SettingsError: NOT_SET_UP,
    AddressUnavailableError: NOT_SET_UP,
    **IDENTITY_KINDS,
    **PROFILE_KINDS,
    **NEWS_KINDS,
    **WATCH_KINDS,
    **PRICE_KINDS,
}
