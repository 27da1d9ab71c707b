"""Who asks: found once for each request, and remembered with it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final, TypeAlias

from litestar.types import Scope

from cryptotracker.domain.errors import SignInNeededError
from cryptotracker.domain.identity.permissions import Principal
from cryptotracker.domain.portfolio.portfolios import THE_OWNER

KEPT: Final = "principal"

Principals: TypeAlias = Callable[[Scope], Awaitable[Principal | None]]
"""Says who asks by the headers of a connection, None if nobody says so.

It reads the bytes: what the framework reads of headers once stays as it was then.
"""

THE_PRINCIPAL: Final = Principal(
    user_id=THE_OWNER,
    role="admin",
    fresh_until=datetime.max.replace(tzinfo=UTC),  # there is nothing to prove it by
)


async def implied(_: Scope) -> Principal | None:
    """Take it that the owner asks: there is no sign-in, and the service listens here only."""
    return THE_PRINCIPAL


def remember(scope: Scope, principal: Principal | None) -> None:
    scope["state"][KEPT] = principal


def principal_of(scope: Scope) -> Principal | None:
    """Return who asks, as far as that was found out: pages and probes are for whoever asks."""
    found: Principal | None = scope["state"].get(KEPT)
    return found


def asking(scope: Scope) -> Principal:
    """Return who asks, or refuse: what belongs to somebody is nobody's business."""
    found = principal_of(scope)
    if found is None:
        raise SignInNeededError
    return found
