"""Refuse a request, or a WebSocket's handshake, before the application has seen it."""

from collections.abc import Iterable
from typing import Any, Final

from litestar.enums import ScopeType
from litestar.types import Message, Scope, Send
from msgspec import json

from cryptotracker.entrypoints.http.problems import DETAILS, PROBLEM_JSON, Problem, standard

RESPONSE: Final = "websocket.http.response"
FORBIDDEN: Final = 1008
FRAMEWORKS: Final = 4000
OURS: Final = 500


def in_words(scope: Scope, send: Send) -> Send:
    """Turn a handshake down in words where the application only closes it."""
    extensions = scope.get("extensions") or {}
    answered = RESPONSE not in extensions

    async def said(message: Message) -> None:
        nonlocal answered
        if message["type"] == "websocket.close" and not answered:
            answered = True
            await refuse(scope, send, standard(status_of(message["code"])))
            return
        answered = True
        await send(message)

    return said


def status_of(code: int) -> int:
    """Take the status out of a code like 4404; the framework's own, 4500, says nothing."""
    status = code - FRAMEWORKS
    return status if status in DETAILS and status != OURS else 403


async def refuse(
    scope: Scope, send: Send, problem: Problem, headers: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    # Not every server can answer a handshake in words; then it is closed without.
    extensions = scope.get("extensions") or {}
    socket = scope["type"] == ScopeType.WEBSOCKET
    if socket and RESPONSE not in extensions:
        closed: Any = {"type": "websocket.close", "code": FORBIDDEN, "reason": problem.title}
        await send(closed)
        return
    kind = RESPONSE if socket else "http.response"
    body = json.encode(problem)
    start: Any = {
        "type": f"{kind}.start",
        "status": problem.status,
        "headers": [
            (b"content-type", PROBLEM_JSON.encode()),
            (b"content-length", str(len(body)).encode()),
            *headers,
        ],
    }
    rest: Any = {"type": f"{kind}.body", "body": body, "more_body": False}
    await send(start)
    await send(rest)
