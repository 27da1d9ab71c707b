"""See every request come and go: an id for it, a line in the log, a figure, a span.

Nothing here holds a path, a query, a body or a name: a request goes by its route's template.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import timedelta
from itertools import count
from secrets import token_hex
from time import perf_counter_ns
from typing import Final

from attrs import define, field
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from structlog.contextvars import STRUCTLOG_KEY_PREFIX

from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.refusals import Refusals
from cryptotracker.ports.telemetry import Span

ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
HEADER: Final = b"x-request-id"
TRACE: Final = b"traceparent"
METHODS: Final = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())
PROBES: Final = ("/health", "/metrics")
"""Asked for every few seconds by machines: news only when they fail."""

NOWHERE: Final = "none"
"""The route of a request that was refused before it had one."""

LEFT: Final = 499
"""The status of a request whose sender did not wait for an answer."""

WRONG: Final = 400
"""Of what is refused the status is greater; to ask for more would take time of each answer."""

FAILED: Final = 500
REQUEST_ID: Final = ContextVar[str](f"{STRUCTLOG_KEY_PREFIX}request_id")
"""Goes with every record by its name; the library's own way to bind it takes six times as long."""

log = logging.getLogger(__name__)


@define
class Observer:
    """The application, watched."""

    app: ASGIApp
    exposure: Exposure = field(factory=Exposure)
    _in_flight: int = 0
    _refused: Refusals = field(factory=Refusals)
    # An id is unique, not secret: random bytes of the kernel's for each take as long as routing.
    _prefix: str = field(factory=lambda: token_hex(8))
    _numbers: Iterator[int] = field(factory=count)

    def __attrs_post_init__(self) -> None:
        self.exposure.telemetry.meter.watch("http_requests_in_flight", self._now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._socket(scope, receive, send)
            return
        request_id = self._request_id(scope)
        status = LEFT

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER, request_id.encode())]
            await send(message)

        bound = REQUEST_ID.set(request_id)
        self._in_flight += 1
        parent = self._told(scope, TRACE).decode("latin-1")
        with self.exposure.telemetry.tracer.span("request", "server", parent) as span:
            began = perf_counter_ns()
            try:
                await self.app(scope, receive, watched)
            except Exception:
                status = FAILED
                raise
            finally:
                took = perf_counter_ns() - began
                self._in_flight -= 1
                if status >= FAILED or not route_of(scope).startswith(PROBES):
                    self._tell(scope, status, took, span)
                    line(scope, status, took, request_id)
                if status > WRONG:
                    self._refused(scope, route_of(scope), status, request_id)
                REQUEST_ID.reset(bound)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "websocket.http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            self._refused(scope, route_of(scope), status, "")

    def _request_id(self, scope: HTTPScope) -> str:
        """Take the id that a proxy of ours gave, or make one."""
        given = self._told(scope, HEADER)
        if ID.fullmatch(given):
            return given.decode("ascii")
        return f"{self._prefix}{next(self._numbers):016x}"

    def _told(self, scope: HTTPScope, header: bytes) -> bytes:
        """Read what a proxy of ours says; of anybody else it is not believed."""
        client = scope["client"]
        if self.exposure.trusted_proxies and client and self.exposure.trusts(client[0]):
            return dict(scope["headers"]).get(header, b"")
        return b""

    def _tell(self, scope: HTTPScope, status: int, nanoseconds: int, span: Span) -> None:
        method, route = method_of(scope), route_of(scope)
        meter = self.exposure.telemetry.meter
        meter.add("http_requests", method, route, str(status))
        took = timedelta(microseconds=nanoseconds // 1000)
        meter.observe("http_request_seconds", method, route, took=took)
        span.name(f"{method} {route}")
        span.note("http.request.method", method)
        span.note("http.route", route)
        span.note("http.response.status_code", status)

    def _now(self) -> Mapping[tuple[str, ...], int]:
        return {(): self._in_flight}


def method_of(scope: HTTPScope) -> str:
    return scope["method"] if scope["method"] in METHODS else "other"


def route_of(scope: Scope) -> str:
    found: str = scope.get("path_template") or NOWHERE
    return found


def line(scope: HTTPScope, status: int, nanoseconds: int, request_id: str) -> None:
    """Write the line of a request, of facts that need no look at what they hold."""
    if log.isEnabledFor(logging.INFO):
        facts = {
            "request_id": request_id,
            "method": method_of(scope),
            "route": route_of(scope),
            "status": status,
            "duration_ms": nanoseconds // 100_000 / 10,
        }
        # As log.info does, but for a look through the stack for who says so.
        log.handle(
            log.makeRecord(
                log.name, logging.INFO, __file__, 0, "request", (), None, extra={"facts": facts}
            )
        )
