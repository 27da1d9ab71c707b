"""Who somebody is elsewhere, and how a browser that was sent there is known again.

Those who vouch for people are *issuers*. A user has any number of identities with them.
"""

from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import evolve, frozen

LASTS: Final = timedelta(minutes=10)
"""So long somebody may take to sign in elsewhere."""
SKEW: Final = timedelta(seconds=30)
"""So far the clocks of others may be from ours."""

TELEGRAM: Final = "telegram"

Purpose: TypeAlias = Literal["enter", "link", "prove"]
ENTER: Final = "enter"
LINK: Final = "link"
PROVE: Final = "prove"
"""Why a browser is sent elsewhere: to sign in, to have one more way in, to prove who one is."""


@frozen(kw_only=True)
class Identity:
    """A user, as an issuer knows them: by the subject, never by an address.

    Attributes:
        issuer: what the issuer calls itself, whatever we call it.
        label: what its user knows it by; it proves nothing.
        used_at: when they last came in by it.
    """

    id: UUID
    user_id: UUID
    issuer: str
    subject: str
    label: str
    linked_at: datetime
    used_at: datetime | None = None

    def used(self, now: datetime) -> "Identity":
        return evolve(self, used_at=now)


@frozen(kw_only=True)
class Handshake:
    """A browser was sent to an issuer, and is awaited: once, and not for long.

    Attributes:
        digest: of the state that it brings back.
        browser: the digest of a secret that only this browser has.
        issuer: by the name it has in the settings.
        session_id: of whoever is signed in, to link or to prove.
        invitation: the digest of one that somebody brought along who is not here yet.
    """

    digest: bytes
    browser: bytes
    issuer: str
    purpose: Purpose
    began_at: datetime
    session_id: UUID | None = None
    invitation: bytes | None = None

    def is_good(self, issuer: str, browser: bytes, now: datetime) -> bool:
        in_time = now < self.began_at + LASTS
        return in_time and self.issuer == issuer and compare_digest(self.browser, browser)
