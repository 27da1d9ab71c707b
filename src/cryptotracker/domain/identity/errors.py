"""What goes wrong between people and their accounts, with the facts in fields."""

from attrs import frozen

from cryptotracker.domain.errors import CryptoTrackerError


@frozen(kw_only=True, str=True)
class SignInFailedError(CryptoTrackerError):
    """Address and password do not fit; which of them is wrong is told to nobody."""


@frozen(kw_only=True, str=True)
class TooManyTriesError(CryptoTrackerError):
    """Somebody has guessed too often, and has to wait."""

    retry_after: int


@frozen(kw_only=True, str=True)
class SessionEndedError(CryptoTrackerError):
    """A session is over, or a refresh token is none of ours: sign in again."""


@frozen(kw_only=True, str=True)
class ForeignRequestError(CryptoTrackerError):
    """A request came with cookies, and without the proof that a page of ours made it."""


@frozen(kw_only=True, str=True)
class WrongPasswordError(CryptoTrackerError):
    """Somebody who is signed in gave a password that is not theirs."""


@frozen(kw_only=True, str=True)
class PasswordRefusedError(CryptoTrackerError):
    """A password that somebody chooses is too easy to guess, too short or too long."""

    reason: str


@frozen(kw_only=True, str=True)
class RegistrationClosedError(CryptoTrackerError):
    """Nobody can register here without a good invitation to their address."""


@frozen(kw_only=True, str=True)
class LinkUnusableError(CryptoTrackerError):
    """A link that was sent is too old, was used, or never was."""


@frozen(kw_only=True, str=True)
class EmailTakenError(CryptoTrackerError):
    """Another user has this address."""

    email: str


@frozen(kw_only=True, str=True)
class LastAdministratorError(CryptoTrackerError):
    """Without this user nobody would run the place."""

    email: str


@frozen(kw_only=True, str=True)
class UserNotFoundError(CryptoTrackerError):
    """No user has this id or address."""

    user: str


@frozen(kw_only=True, str=True)
class SessionNotFoundError(CryptoTrackerError):
    """No session of this user has this id."""

    session_id: str


@frozen(kw_only=True, str=True)
class TokenNotFoundError(CryptoTrackerError):
    """No token of this user has this id."""

    token_id: str


@frozen(kw_only=True, str=True)
class TooManyTokensError(CryptoTrackerError):
    """A user has as many tokens as one may have."""

    most: int


@frozen(kw_only=True, str=True)
class CodeRefusedError(CryptoTrackerError):
    """A second step of signing in failed: by the code, or because it came too late or too often."""


@frozen(kw_only=True, str=True)
class WrongCodeError(CryptoTrackerError):
    """A code does not fit, or was used before."""


@frozen(kw_only=True, str=True)
class CodeNeededError(CryptoTrackerError):
    """Somebody who has a second factor has to show it, too."""


@frozen(kw_only=True, str=True)
class FactorConflictError(CryptoTrackerError):
    """A user's second factors are not in a state for this."""

    reason: str


@frozen(kw_only=True, str=True)
class PasskeyRefusedError(CryptoTrackerError):
    """A passkey did not let somebody in: it is none we know, or what it answered does not hold."""


@frozen(kw_only=True, str=True)
class PasskeyNotFoundError(CryptoTrackerError):
    """No passkey of this user has this id."""

    passkey: str


@frozen(kw_only=True, str=True)
class ShareNotFoundError(CryptoTrackerError):
    """No share is here for whoever asks; perhaps there was one."""

    share: str


@frozen(kw_only=True, str=True)
class ShareConflictError(CryptoTrackerError):
    """A portfolio cannot be shared once more like this; it says why."""

    reason: str


@frozen(kw_only=True, str=True)
class CommentNotFoundError(CryptoTrackerError):
    """No comment on this portfolio has this id."""

    comment: str


@frozen(kw_only=True, str=True)
class CommentConflictError(CryptoTrackerError):
    """A portfolio takes no more comments."""

    reason: str


@frozen(kw_only=True, str=True)
class PasscodeNeededError(CryptoTrackerError):
    """A link asks for a passcode, and none or another one was given."""
