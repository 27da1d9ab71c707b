"""What stands before every request, and goes with every answer: hosts, origins, time, headers.

A web page of somebody else may let a browser here send requests, and a name it owns may be made to
mean this machine. So the service answers only to names that it goes by, and changes nothing for a
page that is not its own.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import field, frozen
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send

from cryptotracker.entrypoints.http.problems import Problem
from cryptotracker.entrypoints.http.refusing import refuse

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
ASKED: Final = frozenset({ScopeType.HTTP, ScopeType.WEBSOCKET})
HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?", re.ASCII)
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
PATIENCE_SECONDS: Final = 30.0
"""So long may the next piece of a request's body be under way."""

POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
NO_PAGE: Final = "default-src 'none'; frame-ancestors 'none'"
DATA: Final = ("/api/", "/health", "/metrics")
"""What no browser should take for a page; if one did, it may do nothing."""

ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
OF_PAGES: Final = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}
OF_DATA: Final = {"content-security-policy": NO_PAGE}
CACHE_CONTROL: Final = b"cache-control"
UNKEPT: Final = (CACHE_CONTROL, b"no-store")
Headers: TypeAlias = Sequence[tuple[bytes, bytes]]


def written(headers: Mapping[str, str]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


PAGE: Final = written(ALWAYS | OF_PAGES)
NOT_A_PAGE: Final = written(ALWAYS | OF_DATA)


@frozen
class Guard:
    """The application behind its guard."""

    app: ASGIApp
    hosts: Collection[str] = LOOPBACK
    origins: Collection[str] = ()
    patience_seconds: float = field(default=PATIENCE_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ASKED:
            await self.app(scope, receive, send)
            return
        host = header(scope, b"host") or ""
        guarded = with_headers(scope, send)
        if not self._known(host):
            await refuse(scope, guarded, MISDIRECTED)
        elif not harmless(scope) and not self._own(header(scope, b"origin"), host):
            await refuse(scope, guarded, FOREIGN)
        elif scope["type"] == ScopeType.HTTP:
            await self.app(scope, self._in_time(receive), guarded)
        else:
            await self.app(scope, receive, send)

    def _known(self, host: str) -> bool:
        return host_of(host) in self.hosts

    def _own(self, origin: str | None, host: str) -> bool:
        """Tell whether a request comes from a page of ours, or from no page at all."""
        return origin is None or origin in {f"http://{host}", *self.origins}

    def _in_time(self, receive: Receive) -> Receive:
        """Receive a request's body within bounds of time; afterwards wait for ever."""
        complete = False

        async def patient() -> ReceiveMessage:
            nonlocal complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout(self.patience_seconds):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(status_code=408) from error
            complete = not message.get("more_body", False)
            return message

        return patient


def header(scope: Scope, name: bytes) -> str | None:
    """Return the last header of a name, in small letters."""
    found = [value for each, value in scope["headers"] if each == name]
    return found[-1].decode("latin-1").lower() if found else None


def harmless(scope: Scope) -> bool:
    """Tell whether anybody's page may ask: it cannot read the answer, but of a WebSocket it can."""
    return scope["type"] == ScopeType.HTTP and scope["method"] in SAFE


@lru_cache(maxsize=256)
def host_of(header: str) -> str | None:
    """Take the name out of a Host header."""
    match = HOST.fullmatch(header.lower())
    return match["name"] if match else None


def with_headers(scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
    """Send them along; to check and send one takes as long as a step of the way to the answer."""
    more = NOT_A_PAGE if scope["path"].startswith(DATA) else PAGE

    async def guarded(message: Message) -> None:
        if message["type"] in {"http.response.start", "websocket.http.response.start"}:
            headers = [*message["headers"], *more]
            if CACHE_CONTROL not in [name for name, _ in headers]:  # the framework writes it small
                headers.append(UNKEPT)
            message["headers"] = headers
        await send(message)

    return guarded


MISDIRECTED: Final = Problem(
    type="/problems/misdirected-request",
    title="The request is meant for somebody else",
    status=421,
    detail="This service answers on this machine only, as 127.0.0.1 or localhost.",
)
FOREIGN: Final = Problem(
    type="/problems/foreign-origin",
    title="The request comes from a foreign page",
    status=403,
    detail="Only pages of this service, and programs, may change anything here.",
)
