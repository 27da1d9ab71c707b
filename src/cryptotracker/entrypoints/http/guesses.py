"""Limit how often one address may try where a guess too many does harm, as at sign-in.

A route asks for it by its declaration: `opt={GUESSES: Guesses(name="sign-in", limit=30)}`. It is
counted before the body is read and before an `Idempotency-Key` is looked at, beside the limits of
all requests, and it stays shut while processes cannot count together: see `LimitRate`.
"""

from collections.abc import Awaitable, Sequence
from typing import Final

from attrs import field, frozen
from attrs.validators import gt
from litestar.types import ASGIApp, Receive, Scope, Send

from cryptotracker.application.limits import LimitRate
from cryptotracker.entrypoints.http.addresses import asked_by
from cryptotracker.entrypoints.http.limits import MINUTE, headers
from cryptotracker.entrypoints.http.problems import Problem
from cryptotracker.entrypoints.http.refusing import refuse
from cryptotracker.entrypoints.readers import Network
from cryptotracker.ports.counters import Quota, Verdict

GUESSES: Final = "guesses"
"""The name of the declaration among a route's options."""


@frozen(kw_only=True)
class Guesses:
    """So many tries of one address; routes that give the same name count as one."""

    name: str
    limit: int = field(validator=gt(0))
    seconds: int = field(default=MINUTE, validator=gt(0))


@frozen
class Guessed:
    """Stands before every route; those that do not ask for it pass without a detour."""

    _limit_rate: LimitRate
    _trusted: Sequence[Network]

    def __call__(self, app: ASGIApp) -> ASGIApp:
        def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
            wanted: Guesses | None = scope["route_handler"].opt.get(GUESSES)
            if wanted is None:
                return app(scope, receive, send)
            return self._counted(wanted, app)(scope, receive, send)

        return chosen

    def _counted(self, wanted: Guesses, app: ASGIApp) -> ASGIApp:
        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            quota = Quota(
                name=wanted.name,
                key=asked_by(scope, self._trusted),
                limit=wanted.limit,
                seconds=wanted.seconds,
            )
            verdict = await self._limit_rate([quota], otherwise="closed")
            if verdict.allowed:
                await app(scope, receive, send)
            else:
                await refuse(scope, send, too_many(verdict), headers(verdict))

        return counted


def too_many(verdict: Verdict) -> Problem:
    quota = verdict.quota
    return Problem(
        type="/problems/too-many-requests",
        title="Too many requests",
        status=429,
        detail=(
            f"There were more than {quota.limit} tries in {quota.seconds} s from your address. "
            f"Ask again in {verdict.retry_after} s."
        ),
    )
