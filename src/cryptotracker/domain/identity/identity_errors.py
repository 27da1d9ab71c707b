"""What goes wrong between people, and those elsewhere who vouch for them."""

from attrs import frozen

from cryptotracker.domain.errors import CryptoTrackerError


@frozen(kw_only=True, str=True)
class IssuerNotFoundError(CryptoTrackerError):
    """Nobody of this name vouches for people here."""

    issuer: str


@frozen(kw_only=True, str=True)
class IssuerUnavailableError(CryptoTrackerError):
    """An issuer does not answer, or not as it should."""

    issuer: str


@frozen(kw_only=True, str=True)
class IssuerRefusedError(CryptoTrackerError):
    """An issuer does not vouch for somebody, or what says so does not hold."""

    issuer: str


@frozen(kw_only=True, str=True)
class HandshakeUnusableError(CryptoTrackerError):
    """Signing in elsewhere was begun too long ago, in another browser, or has been done."""


@frozen(kw_only=True, str=True)
class IdentityUnlinkedError(CryptoTrackerError):
    """There is a user of the address that an issuer names, and they did not link it."""

    issuer: str


@frozen(kw_only=True, str=True)
class AddressNeededError(CryptoTrackerError):
    """An issuer vouches for somebody new, and for no address of theirs."""

    issuer: str


@frozen(kw_only=True, str=True)
class IdentityTakenError(CryptoTrackerError):
    """An identity is another user's."""

    issuer: str


@frozen(kw_only=True, str=True)
class IdentityNotFoundError(CryptoTrackerError):
    """No identity of this user has this id."""

    identity_id: str


@frozen(kw_only=True, str=True)
class LastWayInError(CryptoTrackerError):
    """Without this identity or passkey its user could not sign in any more."""


@frozen(kw_only=True, str=True)
class NoPasswordError(CryptoTrackerError):
    """A user has no password to prove by who they are."""


@frozen(kw_only=True, str=True)
class MailUnavailableError(CryptoTrackerError):
    """The server that takes letters cannot be used now, or takes none now."""

    reason: str


@frozen(kw_only=True, str=True)
class LetterRefusedError(CryptoTrackerError):
    """A letter was refused for good: its address does not exist, or takes nothing from us."""

    reason: str
