"""Refuse a request, or a WebSocket's handshake, before the application has seen it."""

from collections.abc import Iterable
from typing import Any, Final

from litestar.enums import ScopeType
from litestar.types import Scope, Send
from msgspec import json

from cryptotracker.entrypoints.http.problems import PROBLEM_JSON, Problem

RESPONSE: Final = "websocket.http.response"
FORBIDDEN: Final = 1008


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
