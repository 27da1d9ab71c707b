"""How it is answered over HTTP when signing in elsewhere fails."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.identity.identity_errors import (
    AddressNeededError,
    HandshakeUnusableError,
    IdentityNotFoundError,
    IdentityTakenError,
    IdentityUnlinkedError,
    IssuerNotFoundError,
    IssuerRefusedError,
    IssuerUnavailableError,
    LastWayInError,
    LetterRefusedError,
    MailUnavailableError,
    NoPasswordError,
)
from cryptotracker.entrypoints.http.kind import Kind

IDENTITY_KINDS: Final[Mapping[type[CryptoTrackerError], Kind]] = {
    IssuerNotFoundError: Kind(
        404, "There is no such issuer", lambda _: "Nobody of this name vouches for people here."
    ),
    IssuerUnavailableError: Kind(
        503,
        "The issuer cannot be used now",
        lambda _: "It does not answer as it should. Try again later, or sign in another way.",
        retry_after_seconds=30,
    ),
    IssuerRefusedError: Kind(
        401, "The issuer does not vouch for you", lambda _: "What it says does not hold. Try again."
    ),
    HandshakeUnusableError: Kind(
        400,
        "Begin again",
        lambda _: "This was begun too long ago, in another browser, or has been done already.",
    ),
    IdentityUnlinkedError: Kind(
        409,
        "There is an account already",
        lambda _: "An account has this address. Sign in to it, and link the two there.",
    ),
    AddressNeededError: Kind(
        403,
        "An address is needed",
        lambda _: "The issuer vouches for no address of yours. Register with one, then link.",
    ),
    IdentityTakenError: Kind(
        409, "It belongs to another account", lambda _: "There, it can be unlinked."
    ),
    IdentityNotFoundError: Kind(
        404, "There is no such identity", lambda _: "It may have been unlinked."
    ),
    LastWayInError: Kind(
        409, "It is the last way in", lambda _: "Choose a password, or link another one, first."
    ),
    NoPasswordError: Kind(
        403,
        "There is no password",
        lambda _: "Sign in again the way you do; that is proof as well.",
    ),
    MailUnavailableError: Kind(
        503, "No letter can be sent", lambda _: "The server that takes letters cannot be used now."
    ),
    LetterRefusedError: Kind(
        503, "A letter was refused", lambda _: "The server that takes letters does not take it."
    ),
}
