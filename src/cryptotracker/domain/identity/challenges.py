"""What was asked of somebody who has not come in yet, and waits for one right answer."""

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import evolve, field, frozen

Kind: TypeAlias = Literal["ticket", "passkey", "enrol"]

TICKET: Final = "ticket"
"""To whoever has shown the password, and has a second factor to show."""

PASSKEY: Final = "passkey"
"""To whoever has a passkey, and signs in by it or proves who they are."""
ENROL: Final = "enrol"
"""To whoever is about to have one."""

LIFETIME: Final = timedelta(minutes=5)
TRIES: Final = 5
"""So many answers are looked at."""


@frozen(kw_only=True)
class Challenge:
    """A question; of the text by which it is named we keep a digest only.

    Attributes:
        user_id: who has to answer, None if that is what the answer tells.
        client, device: what they sign in with.
        proved: sums up what was shown already, so that it counts no more once that is changed.
        tries: the answers that were looked at.
    """

    digest: bytes
    kind: Kind
    user_id: UUID | None
    expires_at: datetime
    client: Literal["web", "api"] = "web"
    device: str = ""
    proved: bytes = field(default=b"", repr=False)
    tries: int = 0
    used_at: datetime | None = None

    def is_good(self, kind: Kind, now: datetime) -> bool:
        open_still = self.used_at is None and now < self.expires_at and self.tries < TRIES
        return open_still and self.kind == kind

    def answered(self, now: datetime, *, right: bool) -> "Challenge":
        used_at = now if right else self.used_at
        return evolve(self, tries=self.tries + 1, used_at=used_at)
