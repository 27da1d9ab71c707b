"""When an account goes that is to be deleted, and who has to stay."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from cryptotracker.domain.identity.errors import LastAdministratorError
from cryptotracker.domain.identity.users import ADMINISTRATOR, User

GRACE: Final = timedelta(days=7)
"""So long an account can be brought back by whoever runs the service; nobody gets in meanwhile."""


def check_not_last(user: User, administrators: Iterable[User]) -> None:
    """Refuse to take the last administrator away, of those who are not shut out."""
    if user.role == ADMINISTRATOR and all(each.id == user.id for each in administrators):
        raise LastAdministratorError(email=user.email)
