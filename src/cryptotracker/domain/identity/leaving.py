"""When an account goes that is to be deleted, and who has to stay."""

from datetime import timedelta
from typing import Final

from cryptotracker.domain.errors import NotAllowedError
from cryptotracker.domain.identity.users import User

GRACE: Final = timedelta(days=7)
"""So long an account can be brought back by whoever runs the service; nobody gets in meanwhile."""


def check_may_leave(user: User, *, others: bool, other_admins: bool) -> None:
    """Refuse the last administrator of those who stay."""
    if user.role == "admin" and others and not other_admins:
        reason = "nobody else is an administrator; there has to be one first"
        raise NotAllowedError(reason=reason)
