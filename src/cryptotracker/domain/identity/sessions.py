"""A session: somebody signed in on one device, and the family of refresh tokens that keeps it up.

Each refresh token is good once. One that comes a second time was copied: by whom, nobody can
tell, so the whole family ends.
"""

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import InvalidValueError

ABSOLUTE: Final = timedelta(days=30)
IDLE: Final = timedelta(days=14)
FRESH: Final = timedelta(minutes=5)
"""So long it counts that somebody has proved who they are."""

DEVICE_LONGEST: Final = 100

Client: TypeAlias = Literal["web", "api"]

SIGNED_OUT: Final = "signed_out"
REVOKED: Final = "revoked"
REUSED: Final = "reused"
RENEWED: Final = "password_changed"
MOVED: Final = "email_changed"
DISABLED: Final = "disabled"
UNLINKED: Final = "unlinked"
"""Why a session ended."""


@frozen(kw_only=True)
class Session:
    """A family of refresh tokens.

    Attributes:
        client: `web` keeps its tokens in cookies, `api` wherever it likes.
        device: what its user calls it, or the program called itself.
        address: who asked last, as far as we know.
        seen_at: when it was last kept up.
        csrf: what the web client's proof is made of that a page of ours asks.
        ended_by: why it ended.
    """

    id: UUID
    user_id: UUID
    client: Client
    device: str
    address: str
    created_at: datetime
    seen_at: datetime
    fresh_until: datetime
    csrf: bytes = field(repr=False)
    ended_at: datetime | None = None
    ended_by: str = ""

    @property
    def expires_at(self) -> datetime:
        return min(self.created_at + ABSOLUTE, self.seen_at + IDLE)

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at

    def shown(self, now: datetime, *, used: bool) -> "Session":
        """Return it after one of its refresh tokens was shown; `used` tells of an earlier time."""
        if not self.is_live(now):
            return self
        return self.ended(REUSED, now) if used else evolve(self, seen_at=now)

    def ended(self, reason: str, now: datetime) -> "Session":
        if self.ended_at is not None:
            return self
        return evolve(self, ended_at=now, ended_by=reason)

    def proved(self, now: datetime) -> "Session":
        return evolve(self, fresh_until=now + FRESH)

    def named(self, device: str) -> "Session":
        check_device(device)
        return evolve(self, device=device)

    def seen_from(self, address: str) -> "Session":
        return evolve(self, address=address)


def check_device(device: str) -> None:
    if not device.isprintable() or not device.strip() or len(device) > DEVICE_LONGEST:
        reason = f"a device has a name of 1 to {DEVICE_LONGEST} printable characters"
        raise InvalidValueError(
            column="device", value=ascii(device[:DEVICE_LONGEST]), reason=reason
        )
