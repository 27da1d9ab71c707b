"""Those who may sign in: who they are to us, and how mail reaches them."""

import re
import unicodedata
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import InvalidValueError

Role: TypeAlias = Literal["user", "admin", "support"]
ROLES: Final[tuple[Role, ...]] = ("user", "admin", "support")
ADMINISTRATOR: Final = "admin"

LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS: Final = re.compile(
    rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*"
    rf"@{LABEL}(?:\.{LABEL})*"
)
"""What a form takes for an address; nothing in it can end a header of a letter."""

LOCAL_LONGEST: Final = 64
ADDRESS_LONGEST: Final = 254
NAME_LONGEST: Final = 100


@frozen(kw_only=True)
class User:
    """Somebody who may sign in.

    Attributes:
        email: as they write it; `key` is what no other user has.
        password: its hash, None for those who sign in by other means only.
    """

    id: UUID
    email: str
    name: str
    created_at: datetime
    role: Role = "user"
    password: str | None = field(default=None, repr=False)
    disabled_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        check_email(self.email)
        check_name(self.name)

    @property
    def key(self) -> str:
        return key_of(self.email)

    def named(self, name: str) -> "User":
        return evolve(self, name=name)

    def reached_at(self, email: str) -> "User":
        return evolve(self, email=email)

    def with_password(self, hashed: str) -> "User":
        return evolve(self, password=hashed)

    def with_role(self, role: Role) -> "User":
        return evolve(self, role=role)

    def disabled(self, now: datetime) -> "User":
        return evolve(self, disabled_at=self.disabled_at or now)

    def enabled(self) -> "User":
        return evolve(self, disabled_at=None)


def key_of(email: str) -> str:
    """Write an address so that it is the same however its letters are.

    >>> key_of("Ada@Example.org")
    'ada@example.org'
    """
    return email.lower()


def check_email(email: str) -> None:
    local = email.partition("@")[0]
    fits = len(email) <= ADDRESS_LONGEST and len(local) <= LOCAL_LONGEST
    if not fits or ADDRESS.fullmatch(email) is None:
        refuse("email", email[:ADDRESS_LONGEST], "an e-mail address, like ada@example.org")


def check_name(name: str) -> None:
    if not name.strip() or name != name.strip() or len(name) > NAME_LONGEST:
        refuse("name", name[:NAME_LONGEST], f"from 1 to {NAME_LONGEST} characters, no blank around")
    if any(unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in name):
        refuse("name", ascii(name), "a name has no control characters")


def refuse(column: str, value: str, reason: str) -> None:
    raise InvalidValueError(column=column, value=value, reason=reason)
