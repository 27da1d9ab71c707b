"""Answer a repeated POST as the first time, if both carry the same `Idempotency-Key`.

This stands before every POST, so a new route has it too.
"""

import re
from collections.abc import Awaitable
from typing import Any, Final

from attrs import define, field
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, ReceiveMessage, Scope, Send
from litestar.types.asgi_types import HTTPResponseBodyEvent, HTTPResponseStartEvent

from cryptotracker.application.idempotency import Beat
from cryptotracker.entrypoints.http.digests import Digest
from cryptotracker.entrypoints.http.principals import principal_of
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.tracker import Trackers
from cryptotracker.ports.idempotency import Answer

KEY: Final = "Idempotency-Key"
FORM: Final = re.compile(r"[!-~]{1,255}", re.ASCII)
REPLAYED: Final = "Idempotent-Replayed"
KEPT: Final = frozenset({"content-type", "etag", "location", "retry-after"})
SMALL: Final = 1024 * 1024
"""Bytes: so much of a body that nobody wanted is read all the same, to know the request again."""


class Idempotency(ASGIMiddleware):
    """Gives every POST with a key to the use case that answers once, for each user apart.

    What nobody in particular asks for is answered as often as it is asked for.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, trackers: Trackers) -> None:
        self.trackers = trackers

    def __call__(self, app: ASGIApp) -> ASGIApp:
        once = super().__call__(app)

        def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
            """Let others pass without a detour."""
            return (once if scope.get("method") == "POST" else app)(scope, receive, send)

        return chosen

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        keys = given(scope, KEY)
        principal = principal_of(scope)
        if scope["type"] != ScopeType.HTTP or principal is None or not keys:
            await next_app(scope, receive, send)
            return
        if len(keys) > 1 or not FORM.fullmatch(keys[0]):
            reason = "must be one text of 1 to 255 visible ASCII characters"
            raise InputError(pointer=KEY, reason=reason)
        answer_once = self.trackers.of(principal.user_id).answer_once
        answer = await answer_once(keys[0], Request.of(scope, receive, next_app))
        await give(answer, send)


@define
class Request:
    """A POST that carries a key."""

    _scope: HTTPScope
    _receive: Receive
    _app: ASGIApp
    _digest: Digest
    _most: int
    _size: int = 0
    complete: bool = False

    @classmethod
    def of(cls, scope: HTTPScope, receive: Receive, app: ASGIApp) -> "Request":
        digest = Digest.of(
            scope["method"].encode(),
            scope["path"].encode(errors="replace"),
            scope["query_string"],
            content_type="".join(given(scope, "Content-Type")),
        )
        handler: Any = scope["route_handler"]
        return cls(scope, receive, app, digest, handler.resolve_request_max_body_size() or SMALL)

    async def answer(self, beat: Beat) -> Answer:
        async def receive() -> ReceiveMessage:
            if self.complete:
                return await self._receive()
            message = await self._next()
            await beat()
            return message

        taken = Taken()
        await self._app(uncompressed(self._scope), receive, taken.take)
        while not self.complete and self._size < SMALL:
            await self._next()
        return taken.answer()

    async def summed_up(self) -> bytes:
        while not self.complete:
            await self._next()
            if self._size > self._most:
                raise HTTPException(status_code=413)
        return self._digest.value()

    async def _next(self) -> ReceiveMessage:
        message = await self._receive()
        if message["type"] == "http.request":
            chunk = message["body"]
            self._size += len(chunk)
            self._digest.take(chunk)
            self.complete = not message.get("more_body", False)
        else:
            self.complete = True  # the caller is gone
        return message


@define
class Taken:
    """An answer on its way out, held back until it is kept."""

    _status: int = 500
    _headers: list[tuple[str, str]] = field(factory=list)
    _body: bytearray = field(factory=bytearray)

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = ((name.decode("latin-1"), value) for name, value in message["headers"])
            self._headers = [
                (name.lower(), value.decode("latin-1"))
                for name, value in headers
                if name.lower() in KEPT
            ]
        elif message["type"] == "http.response.body":
            self._body += message["body"]

    def answer(self) -> Answer:
        return Answer(status=self._status, headers=self._headers, body=bytes(self._body))


def given(scope: Scope, header: str) -> list[str]:
    """Read a header from its bytes: the framework would remember all headers as they are now."""
    name = header.lower().encode()
    return [value.decode("latin-1") for each, value in scope["headers"] if each.lower() == name]


def uncompressed(scope: HTTPScope) -> HTTPScope:
    """Ask for an answer that every caller can read who may send the key again."""
    headers = [each for each in scope["headers"] if each[0].lower() != b"accept-encoding"]
    return {**scope, "headers": headers}


async def give(answer: Answer, send: Send) -> None:
    headers = [*answer.headers, ("content-length", str(len(answer.body)))]
    if answer.replayed:
        headers.append((REPLAYED.lower(), "true"))
    start: HTTPResponseStartEvent = {
        "type": "http.response.start",
        "status": answer.status,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
    }
    rest: HTTPResponseBodyEvent = {
        "type": "http.response.body",
        "body": answer.body,
        "more_body": False,
    }
    await send(start)
    await send(rest)
