"""Find out who asks, and let in whom the policy of the route allows.

This stands before everything else that a route does, so that nothing is done for, and no kept
answer given to, whoever may not ask. A guard of the framework's would come after all of that.
"""

from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from attrs import frozen
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from cryptotracker.domain.identity.permissions import OPERATOR, PUBLIC, Principal, refusal
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.guard import SAFE
from cryptotracker.entrypoints.http.limits import counted
from cryptotracker.entrypoints.http.operators import is_operator
from cryptotracker.entrypoints.http.principals import Principals, remember
from cryptotracker.entrypoints.http.problems import Problem, problem, standard
from cryptotracker.entrypoints.http.refusing import refuse

CHALLENGE: Final = ((b"www-authenticate", b"Bearer"),)
UNAUTHORIZED: Final = HTTPStatus.UNAUTHORIZED


@frozen
class Admission:
    """Makes the step of a route in which it is decided who comes in."""

    principals: Principals
    exposure: Exposure

    def __call__(self, app: ASGIApp) -> ASGIApp:
        async def admitting(scope: Scope, receive: Receive, send: Send) -> None:
            # What is there also while nobody can say who asks does not ask for that.
            principal = await self.principals(scope) if counted(scope) else None
            remember(scope, principal)
            found = self._problem(scope, principal)
            if found is None:
                await app(scope, receive, send)
            else:
                await refuse(scope, send, found, challenge(found))

        def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
            """Let pages and probes pass without a detour: whoever asks may."""
            passes = not counted(scope) and policy_of(scope) == PUBLIC
            return (app if passes else admitting)(scope, receive, send)

        return chosen

    def _problem(self, scope: Scope, principal: Principal | None) -> Problem | None:
        """Return why whoever asks is not let in."""
        policy = policy_of(scope)
        if policy == PUBLIC or scope.get("method") == "OPTIONS":
            return None  # of OPTIONS, the framework says for all routes which methods there are
        if policy == OPERATOR:
            return None if is_operator(scope, self.exposure) else standard(UNAUTHORIZED)
        error = refusal(policy, principal, writes=writes(scope), now=datetime.now(UTC))
        return problem(error) if error else None


def policy_of(scope: Scope) -> str:
    handler: Any = scope["route_handler"]
    found: str = handler.opt.get("policy", "")
    return found


def writes(scope: Scope) -> bool:
    return scope["type"] == ScopeType.HTTP and scope["method"] not in SAFE


def challenge(found: Problem) -> Sequence[tuple[bytes, bytes]]:
    return CHALLENGE if found.status == UNAUTHORIZED else ()
