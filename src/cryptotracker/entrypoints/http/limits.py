"""How often one address, one user and everybody may ask; pages and health are not counted."""

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Final
from uuid import UUID

from attrs import frozen
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from cryptotracker.application.limits import LimitRate
from cryptotracker.entrypoints.http.addresses import asked_by
from cryptotracker.entrypoints.http.principals import asking, principal_of
from cryptotracker.entrypoints.http.problems import Problem
from cryptotracker.entrypoints.http.refusing import refuse
from cryptotracker.entrypoints.readers import Network
from cryptotracker.ports.counters import Quota, Verdict

COUNTED: Final = "/api/"
ASKED: Final = frozenset({ScopeType.HTTP, ScopeType.WEBSOCKET})
MINUTE: Final = 60
WHOSE: Final = {"address": "from your address", "user": "of yours", "all": "in all"}


@frozen(kw_only=True)
class Limits:
    """So many requests a minute; 0 sets no limit.

    Attributes:
        trusted: proxies whose word on who asks is taken.
    """

    per_address: int = 6_000
    per_user: int = 6_000
    in_all: int = 60_000
    trusted: Sequence[Network] = ()

    def quotas(self, address: str) -> list[Quota]:
        wanted = (("address", address, self.per_address), ("all", "", self.in_all))
        return [a_minute(name, key, limit) for name, key, limit in wanted if limit]

    def quotas_of(self, user_id: UUID) -> list[Quota]:
        return [a_minute("user", str(user_id), self.per_user)] if self.per_user else []


USUAL: Final = Limits()


@frozen
class Limited:
    """The application behind its limits.

    An answer matters more than a count to the last one: while processes cannot count together,
    each counts alone.
    """

    app: ASGIApp
    limit_rate: LimitRate
    limits: Limits

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Let whoever is not counted pass without a detour."""
        return (self._limited if counted(scope) else self.app)(scope, receive, send)

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        quotas = self.limits.quotas(asked_by(scope, self.limits.trusted))
        counted_send = await counting(scope, send, quotas, self.limit_rate)
        if counted_send is not None:
            await self.app(scope, receive, counted_send)


@frozen
class LimitedUsers:
    """Makes the step of a route in which the requests of a user are counted, from wherever.

    The implied owner is whoever asks from an address, and counted by that.
    """

    limit_rate: LimitRate
    limits: Limits

    def __call__(self, app: ASGIApp) -> ASGIApp:
        async def limited(scope: Scope, receive: Receive, send: Send) -> None:
            quotas = self.limits.quotas_of(asking(scope).user_id)
            counted_send = await counting(scope, send, quotas, self.limit_rate)
            if counted_send is not None:
                await app(scope, receive, counted_send)

        def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
            """Let whoever is not counted pass without a detour."""
            principal = principal_of(scope)
            passes = principal is None or principal.is_implied
            return (app if passes else limited)(scope, receive, send)

        return chosen


async def counting(
    scope: Scope, send: Send, quotas: Sequence[Quota], limit_rate: LimitRate
) -> Send | None:
    """Count a request and say how to answer it; one too many is refused here and now."""
    if not quotas:
        return send
    verdict = await limit_rate(quotas, otherwise="open")
    if verdict.allowed:
        return with_count(send, verdict)
    await refuse(scope, send, too_many(verdict), headers(verdict))
    return None


@lru_cache(maxsize=4096)
def a_minute(name: str, key: str, limit: int) -> Quota:
    return Quota(name=name, key=key, limit=limit, seconds=MINUTE)


def counted(scope: Scope) -> bool:
    """Tell whether it is a question to the API; a handshake of a WebSocket is one too."""
    return scope["type"] in ASKED and scope["path"].startswith(COUNTED)


def too_many(verdict: Verdict) -> Problem:
    quota = verdict.quota
    return Problem(
        type="/problems/too-many-requests",
        title="Too many requests",
        status=429,
        detail=(
            f"There were more than {quota.limit} requests a minute {WHOSE[quota.name]}. "
            f"Ask again in {verdict.retry_after} s."
        ),
    )


def headers(verdict: Verdict) -> list[tuple[bytes, bytes]]:
    """Say how things stand, as the IETF's draft on rate limits has it."""
    quota = verdict.quota
    found = {
        "ratelimit-policy": f'"{quota.name}";q={quota.limit};w={quota.seconds}',
        "ratelimit": f'"{quota.name}";r={verdict.remaining};t={verdict.retry_after}',
    }
    if not verdict.allowed:
        found["retry-after"] = str(verdict.retry_after)
    return [(name.encode(), value.encode()) for name, value in found.items()]


def with_count(send: Send, verdict: Verdict) -> Callable[[Message], Awaitable[None]]:
    async def counting(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *headers(verdict)]
        await send(message)

    return counting
