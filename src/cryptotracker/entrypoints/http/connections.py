"""How many connections there may be, and how long each of them may keep us waiting.

uvicorn waits for ever: for the rest of a request's head, and for somebody to take an answer. With
some hundred such connections nobody else would be served, so each has its time here. Where all
places are taken, a newcomer gets that of the connection which has kept us waiting longest. How
long a body may take is the guard's affair.
"""

from collections.abc import Collection, Iterable, Sequence
from http import HTTPStatus
from itertools import chain
from typing import Any, Final, TypeAlias

import uvicorn
from attrs import define, field, frozen
from msgspec import json
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cryptotracker.entrypoints.http.addresses import among, parsed
from cryptotracker.entrypoints.http.headers import OF_DATA, UNKEPT, kept_out
from cryptotracker.entrypoints.http.problems import PROBLEM_JSON, standard
from cryptotracker.entrypoints.http.sockets import Socket
from cryptotracker.entrypoints.readers import Network

Protocol: TypeAlias = Any  # uvicorn's own, of HTTP and of WebSockets, have no common name

LEAST: Final = 16 * 1024
"""So many bytes of an answer are to be taken at a time, or its rest."""

VERSION, KEY = b"sec-websocket-version", b"sec-websocket-key"
KEY_LENGTH: Final = 24
"""Of 16 bytes in base64 (RFC 6455)."""


@frozen(kw_only=True)
class Bounds:
    """How many connections there may be, and how patient we are with each.

    Attributes:
        most: connections of everybody; 0 sets no bound, here and for each address.
        trusted: proxies; they connect for many, so they may have as many as there are.
        head_seconds: for a request's head, once a connection is made or a byte has come.
        idle_seconds: until the next request; longer than clients keep one (httpx: 5 s), so that
            theirs is not a request into a connection that just closed.
        taking_seconds: for taking some more of an answer, or the rest of it.
        head_largest: bytes of a head; of the frame around a body as well.
    """

    most: int = 500
    per_address: int = 100
    trusted: Sequence[Network] = ()
    head_seconds: float = 10
    idle_seconds: float = 20
    taking_seconds: float = 15
    head_largest: int = 64 * 1024

    def unbounded(self, address: str) -> bool:
        known = parsed(address)
        return not self.per_address or known is None or among(known, self.trusted)


@frozen
class Slow:
    """An answer that is not taken: how much of it was left when, and how often it went on."""

    left: int
    since: float
    resumed: int


@define
class Reception:
    """Whoever connects comes by here."""

    bounds: Bounds = field(factory=Bounds)
    _slow: dict[Protocol, Slow] = field(factory=dict)

    def has_room(self, newcomer: "Connection") -> bool:
        """Tell whether somebody new may stay; one that keeps us waiting may have to go for that."""
        present: Collection[Protocol] = newcomer.connections
        address = newcomer.client[0] if newcomer.client else ""
        if not self.bounds.unbounded(address):
            own = [each for each in present if each.client and each.client[0] == address]
            if not self._has_place(own, self.bounds.per_address, newcomer):
                return False
        return not self.bounds.most or self._has_place(present, self.bounds.most, newcomer)

    def _has_place(self, present: Collection[Protocol], most: int, newcomer: Protocol) -> bool:
        if len(present) <= most:
            return True
        waited = {
            each: since
            for each in present
            if each is not newcomer and (since := self._waited_since(each)) is not None
        }
        if not waited:
            return False
        longest = min(waited, key=lambda each: waited[each])
        longest.connections.discard(longest)
        longest.transport.abort()
        return True

    def _waited_since(self, one: Protocol) -> float | None:
        slow = self._slow.get(one)
        return slow.since if slow else getattr(one, "waits_since", None)

    def look_round(self, present: Iterable[Protocol], now: float) -> None:
        """Close every connection whose time is up."""
        slow = {}
        for each in list(present):
            if isinstance(each, Connection):
                each.look(now)
            if left := each.transport.get_write_buffer_size():
                slow[each] = found = self._taking(each, left, now)
                if now - found.since >= self.bounds.taking_seconds:
                    each.transport.abort()
        self._slow = slow

    def _taking(self, one: Protocol, left: int, now: float) -> Slow:
        resumed = getattr(one, "resumed", 0)
        known = self._slow.get(one)
        if known is None or resumed > known.resumed or left <= known.left - LEAST:
            return Slow(left, now, resumed)
        return known


class Config(uvicorn.Config):
    """What uvicorn is told, and the reception that its connections share."""

    def __init__(self, app: Any, reception: Reception, **options: Any) -> None:
        super().__init__(app, http=Connection, ws=Socket, **options)
        self.reception = reception


class Connection(HttpToolsProtocol):
    """A connection that does not wait for ever.

    Attributes:
        waits_since: when we began to wait for the other side; none while it waits for us.
        resumed: so often an answer went on after it had piled up.
    """

    def __init__(self, config: Config, *rest: Any, **state: Any) -> None:
        super().__init__(config, *rest, **state)
        self.reception = config.reception
        self.waits_since: float | None = None
        self.resumed = 0
        self._seconds: float | None = None
        self._around = 0
        self._began = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait(self.reception.bounds.head_seconds)
        if not self.reception.has_room(self):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def data_received(self, data: bytes) -> None:
        self._around += len(data)
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._around > self.reception.bounds.head_largest:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._began = True
        self._wait(self.reception.bounds.head_seconds)

    def on_header(self, name: bytes, value: bytes) -> None:
        # What follows a body is no header: a proxy before us has not looked at it.
        if self._began:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._began = False
        self._wait(None)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        # As much may stand around the pieces of a body as there is of it.
        self._around = max(self._around - 2 * len(body), 0)
        if not self.cycle.response_complete:
            self._wait(None)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._around = 0
        if self.cycle is None or not self.cycle.response_complete:
            self.waits_since = self._seconds = None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.pipeline:
            self._wait(self.reception.bounds.idle_seconds)

    def resume_writing(self) -> None:
        self.resumed += 1
        super().resume_writing()

    def handle_websocket_upgrade(self) -> None:
        # The next layer would refuse it too, but in words of its own.
        given = dict(self.headers)
        if given.get(VERSION) == b"13" and len(given.get(KEY, b"")) == KEY_LENGTH:
            super().handle_websocket_upgrade()
        else:
            self._refuse(HTTPStatus.BAD_REQUEST)

    def send_400_response(self, msg: str) -> None:
        del msg  # it is uvicorn's, and no problem document
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _wait(self, seconds: float | None) -> None:
        """Wait for the other side from now on; for a body the guard knows how long."""
        self.waits_since = self.loop.time()
        self._seconds = seconds

    def look(self, now: float) -> None:
        """Close it if its time is up."""
        since, seconds = self.waits_since, self._seconds
        if since is None or seconds is None or now - since < seconds:
            return
        if self._began:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _refuse(self, status: HTTPStatus) -> None:
        """Say why, unless an answer is under way already, and close."""
        if not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(refusal(status, self.server_state.default_headers))
            self.transport.close()


def refusal(status: HTTPStatus, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write a whole answer out, for whoever has not sent a whole request."""
    body = json.encode(standard(status))
    own = {
        b"content-type": PROBLEM_JSON.encode(),
        b"content-length": b"%d" % len(body),
        b"connection": b"close",
    }
    lines = [
        b"%s: %s\r\n" % each for each in chain(headers, own.items(), kept_out(OF_DATA), [UNKEPT])
    ]
    return b"".join(
        [b"HTTP/1.1 %d %s\r\n" % (status, status.phrase.encode()), *lines, b"\r\n", body]
    )
