"""Passkeys: keys on a user's devices, which answer only to this place, and after a look at them."""

from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import InvalidValueError

MOST: Final = 20
"""So many may one user have."""
NAME_LONGEST: Final = 100


@frozen(kw_only=True)
class Passkey:
    """The public half of a key on somebody's device.

    Attributes:
        credential: by which the device knows it, as base64url.
        public_key: as COSE has it.
        sign_count: how often it was used, as far as its device counts; a copy counts apart.
        name: what its user calls it.
    """

    id: UUID
    user_id: UUID
    credential: str
    public_key: bytes = field(repr=False)
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.name)

    def named(self, name: str) -> "Passkey":
        return evolve(self, name=name)

    def used(self, sign_count: int, now: datetime) -> "Passkey":
        return evolve(self, sign_count=sign_count, used_at=now)


def check_name(name: str) -> None:
    if not name.isprintable() or not name.strip() or len(name) > NAME_LONGEST:
        reason = f"a passkey has a name of 1 to {NAME_LONGEST} printable characters"
        raise InvalidValueError(column="name", value=ascii(name[:NAME_LONGEST]), reason=reason)
