"""How often one address, and everybody together, may ask; pages and health are not counted."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from attrs import frozen
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from cryptotracker.application.limits import LimitRate
from cryptotracker.entrypoints.http.addresses import asked_by
from cryptotracker.entrypoints.http.problems import Problem
from cryptotracker.entrypoints.http.refusing import refuse
from cryptotracker.entrypoints.readers import Network
from cryptotracker.ports.counters import Quota, Verdict

COUNTED: Final = "/api/"
ASKED: Final = frozenset({ScopeType.HTTP, ScopeType.WEBSOCKET})
MINUTE: Final = 60


@frozen(kw_only=True)
class Limits:
    """So many requests a minute; 0 sets no limit.

    Attributes:
        trusted: proxies whose word on who asks is taken.
    """

    per_address: int = 6_000
    in_all: int = 60_000
    trusted: Sequence[Network] = ()

    def quotas(self, address: str) -> list[Quota]:
        wanted = (("address", address, self.per_address), ("all", "", self.in_all))
        return [
            Quota(name=name, key=key, limit=limit, seconds=MINUTE)
            for name, key, limit in wanted
            if limit
        ]


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not counted(scope):
            await self.app(scope, receive, send)
            return
        quotas = self.limits.quotas(asked_by(scope, self.limits.trusted))
        if not quotas:
            await self.app(scope, receive, send)
            return
        verdict = await self.limit_rate(quotas, otherwise="open")
        if verdict.allowed:
            await self.app(scope, receive, with_count(send, verdict))
        else:
            await refuse(scope, send, too_many(verdict), headers(verdict))


def counted(scope: Scope) -> bool:
    """Tell whether it is a question to the API; a handshake of a WebSocket is one too."""
    return scope["type"] in ASKED and scope["path"].startswith(COUNTED)


def too_many(verdict: Verdict) -> Problem:
    whose = "from your address" if verdict.quota.name == "address" else "in all"
    return Problem(
        type="/problems/too-many-requests",
        title="Too many requests",
        status=429,
        detail=(
            f"There were more than {verdict.quota.limit} requests a minute {whose}. "
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
