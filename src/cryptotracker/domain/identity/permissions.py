"""Decide who may do what: a route has a policy, and whoever asks is a principal or nobody.

>>> from datetime import UTC
>>> someone = Principal(user_id=UUID(int=1))
>>> refusal(USER, someone, writes=True, now=datetime.now(UTC)) is None
True
>>> type(refusal(USER, None, writes=False, now=datetime.now(UTC))).__name__
'SignInNeededError'
"""

from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import frozen

from cryptotracker.domain.errors import (
    CryptoTrackerError,
    NotAllowedError,
    SignInNeededError,
    StepUpNeededError,
)

PUBLIC: Final = "public"
OPERATOR: Final = "operator"
USER: Final = "user"
SESSION: Final = "session"
FRESH: Final = "fresh"
ADMIN: Final = "admin"
POLICIES: Final = frozenset({PUBLIC, OPERATOR, USER, SESSION, FRESH, ADMIN})
"""Who may ask: `public` anybody at all, `operator` whoever runs the service, `user` whoever is
signed in, also by a token, `session` a user who is there in person, `fresh` one who has proved of
late who they are, `admin` a user of that role.

Every route names one.
"""

OF_USERS: Final = frozenset({USER, SESSION, FRESH, ADMIN})
IN_PERSON: Final = frozenset({SESSION, FRESH})

READ: Final = "read"
WRITE: Final = "write"
ALL: Final = frozenset({READ, WRITE, ADMIN})
"""What can be left to a token; a session may do it all."""

Role: TypeAlias = Literal["user", "admin", "support"]


@frozen(kw_only=True)
class Principal:
    """Who asks: a user through a session or a token, or the implied owner through neither.

    Attributes:
        scopes: what they may do; a token may do less than its user.
        fresh_until: until then it counts that they have proved who they are.
    """

    user_id: UUID
    role: Role = "user"
    session_id: UUID | None = None
    token_id: UUID | None = None
    scopes: frozenset[str] = ALL
    fresh_until: datetime | None = None

    @property
    def is_implied(self) -> bool:
        return self.session_id is None and self.token_id is None

    def is_fresh(self, now: datetime) -> bool:
        return self.fresh_until is not None and now < self.fresh_until


def refusal(
    policy: str, principal: Principal | None, *, writes: bool, now: datetime
) -> CryptoTrackerError | None:
    """Return why whoever asks may not, None if they may."""
    if policy == PUBLIC:
        return None
    if principal is None:
        return SignInNeededError()
    if reason := reason_against(policy, principal, writes=writes):
        return NotAllowedError(reason=reason)
    if policy == FRESH and not principal.is_fresh(now):
        return StepUpNeededError()
    return None


def reason_against(policy: str, principal: Principal, *, writes: bool) -> str:
    """Say what nothing can be done about; a policy that does not exist allows nothing."""
    scope = ADMIN if policy == ADMIN else WRITE if writes else READ
    if policy not in OF_USERS:
        return "nobody may"
    if policy in IN_PERSON and principal.token_id is not None:
        return "a token may not do this; sign in"
    if scope not in principal.scopes:
        return f"the token lacks the scope {scope}"
    if policy == ADMIN and principal.role != ADMIN:
        return "only administrators may"
    return ""
