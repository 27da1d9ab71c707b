"""What is sent to an address, and good once: whoever has it reads that address's mail."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen

VERIFY: Final = "verify"
INVITE: Final = "invite"
RECOVER: Final = "recover"
MOVE: Final = "move"

LIFETIMES: Final[Mapping[str, timedelta]] = {
    VERIFY: timedelta(hours=24),
    INVITE: timedelta(hours=24),
    RECOVER: timedelta(minutes=10),
    MOVE: timedelta(hours=1),
}
"""To register, to be invited, to choose a new password, to have another address."""


@frozen(kw_only=True)
class OneTimeToken:
    """A text that was sent to an address; of the text itself we keep a digest only.

    Attributes:
        user_id: who will be changed by it, None for those who are not here yet.
        name, password: of a registration, which waits here until it is confirmed; the password
            is its hash. So nobody has an account by an address that is not theirs.
    """

    digest: bytes
    kind: str
    email: str
    expires_at: datetime
    user_id: UUID | None = None
    name: str = ""
    password: str = field(default="", repr=False)
    used_at: datetime | None = None

    def is_good(self, kind: str, now: datetime) -> bool:
        return self.kind == kind and self.used_at is None and now < self.expires_at

    def used(self, now: datetime) -> "OneTimeToken":
        return evolve(self, used_at=now)
