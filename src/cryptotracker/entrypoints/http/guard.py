"""What stands before every request, and goes with every answer: hosts, origins, time, headers.

A web page of somebody else may let a browser here send requests, and a name it owns may be made to
mean this machine. So the service answers only to names that it goes by, and changes nothing for a
page that is not its own.
"""

import asyncio
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, ReceiveMessage, Scope, Send

from cryptotracker.entrypoints.http.headers import (
    API,
    DATA,
    OF_DATA,
    OF_PAGES,
    Headers,
    kept_out,
    with_headers,
)
from cryptotracker.entrypoints.http.origins import ALLOWED, Origins
from cryptotracker.entrypoints.http.problems import Problem
from cryptotracker.entrypoints.http.refusing import in_words, refuse

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
ASKED: Final = frozenset({ScopeType.HTTP, ScopeType.WEBSOCKET})
HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?", re.ASCII)
PREFLIGHT: Final = b"access-control-request-method"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
PATIENCE_SECONDS: Final = 20.0
"""So long may a request's body be under way, and a second longer for each so many bytes of it."""
PACE: Final = 4096

CLOSE: Final = {"connection": "close"}
"""What is still to come of a body is no next request."""


@frozen
class Guard:
    """The application behind its guard."""

    app: ASGIApp
    hosts: Collection[str] = LOOPBACK
    origins: Origins = field(factory=Origins)
    encrypted: bool = False
    patience_seconds: float = field(default=PATIENCE_SECONDS)
    _pages: Headers = field(init=False)
    _data: Headers = field(init=False)
    _strangers: Headers = field(init=False)
    _friends: Mapping[str | None, Headers] = field(init=False)

    @_pages.default
    def _of_pages(self) -> Headers:
        return kept_out(OF_PAGES, encrypted=self.encrypted)

    @_data.default
    def _of_data(self) -> Headers:
        return kept_out(OF_DATA, encrypted=self.encrypted)

    @_strangers.default
    def _of_strangers(self) -> Headers:
        return (*self._data, *self.origins.told_to_strangers())

    @_friends.default
    def _of_friends(self) -> Mapping[str | None, Headers]:
        told = self.origins.told_to
        return {each: (*self._data, *told(each)) for each in self.origins.friends}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ASKED:
            await self.app(scope, receive, send)
            return
        host, origin = only(scope, b"host") or "", header(scope, b"origin")
        guarded = with_headers(send, self._headers(scope["path"], origin))
        if host_of(host) not in self.hosts:
            await refuse(scope, guarded, MISDIRECTED)
        elif asks_first(scope) and self.origins.friends:
            await grant(guarded)
        elif not harmless(scope) and not self.origins.are_ours(origin, host):
            await refuse(scope, guarded, FOREIGN)
        elif scope["type"] == ScopeType.HTTP:
            await self.app(scope, self._in_time(receive), guarded)
        else:
            await self.app(scope, receive, in_words(scope, guarded))

    def _headers(self, path: str, origin: str | None) -> Headers:
        if path.startswith(API):
            return self._friends.get(origin, self._strangers)
        return self._data if path.startswith(DATA) else self._pages

    def _in_time(self, receive: Receive) -> Receive:
        """Receive a request's body within bounds of time; afterwards wait for ever."""
        complete, left = False, self.patience_seconds

        async def patient() -> ReceiveMessage:
            nonlocal complete, left
            if complete:
                return await receive()
            clock = asyncio.get_running_loop()  # few requests have a body to wait for
            began = clock.time()
            try:
                async with asyncio.timeout(left):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(status_code=408, headers=CLOSE) from error
            left -= clock.time() - began
            body: Any = message.get("body", b"")
            left = min(left + len(body) / PACE, self.patience_seconds)
            complete = not message.get("more_body", False)
            return message

        return patient


def header(scope: Scope, name: bytes) -> str | None:
    """Return the last header of a name, in small letters."""
    found = [value for each, value in scope["headers"] if each == name]
    return found[-1].decode("latin-1").lower() if found else None


def only(scope: Scope, name: bytes) -> str | None:
    """Return the one header of a name; of two a proxy may have believed the other."""
    given = [value for each, value in scope["headers"] if each == name]
    return given[0].decode("latin-1").lower() if len(given) == 1 else None


def asks_first(scope: Scope) -> bool:
    if scope["type"] != ScopeType.HTTP or scope["method"] != "OPTIONS":
        return False
    return scope["path"].startswith(API) and header(scope, PREFLIGHT) is not None


def harmless(scope: Scope) -> bool:
    """Tell whether anybody's page may ask: it cannot read the answer, but of a WebSocket it can."""
    return scope["type"] == ScopeType.HTTP and scope["method"] in SAFE


@lru_cache(maxsize=256)
def host_of(header: str) -> str | None:
    """Take the name out of a Host header."""
    match = HOST.fullmatch(header.lower())
    return match["name"] if match else None


async def grant(send: Send) -> None:
    """Answer a browser that asks whether its page may ask."""
    start: Any = {"type": "http.response.start", "status": 204, "headers": list(ALLOWED)}
    rest: Any = {"type": "http.response.body", "body": b"", "more_body": False}
    await send(start)
    await send(rest)


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
