"""Say from where a request came, for what is written down of it."""

from collections.abc import Callable
from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from cryptotracker.application.identity.auditing import asked_from
from cryptotracker.domain.identity.audit import By, Whence
from cryptotracker.domain.identity.permissions import Principal
from cryptotracker.entrypoints.http.addresses import asked_by
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.guard import SAFE
from cryptotracker.entrypoints.http.principals import principal_of

AGENT: Final = b"user-agent"


def telling_whence(exposure: Exposure) -> Callable[[ASGIApp], ASGIApp]:
    """Make the step of a route after which everything knows from where the request came."""

    def step(app: ASGIApp) -> ASGIApp:
        async def telling(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP or scope["method"] in SAFE:
                await app(scope, receive, send)  # nothing is written down of who looks
                return
            with asked_from(whence(scope, exposure)):
                await app(scope, receive, send)

        return telling

    return step


def whence(scope: Scope, exposure: Exposure) -> Whence:
    agents = [value for name, value in scope["headers"] if name == AGENT]
    found = principal_of(scope)
    return Whence(
        by=by(found),
        actor=found.user_id if found else None,
        through=(found.session_id or found.token_id) if found else None,
        address=asked_by(scope, exposure.trusted_proxies),
        agent=agents[0].decode("latin-1") if agents else "",
    )


def by(found: Principal | None) -> By:
    if found is None:
        return "nobody"
    if found.token_id is not None:
        return "token"
    return "operator" if found.is_implied else "session"
