"""The sandbox's issuer on a port of its own, for tests that spoil more of it than that does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qs

from attrs import Factory, define, field
from joserfc.jwk import Key

from cryptotracker.entrypoints.sandbox.issuer import ACCESS, ADA, Issuer, first_key

__all__ = ["ACCESS", "ADA"]

CLIENT_ID, CLIENT_SECRET = "tracker client", "canary/secret+of+the+client"
KEY = first_key()

Answer: TypeAlias = tuple[int, dict[str, str], bytes]


@define(kw_only=True)
class Provider(Issuer):
    """The issuer.

    Attributes:
        instead: whole answers by path: status, headers, body.
        ready: until this is set it keeps whoever asks waiting.
        asked: each request that came, as method, path, headers and form.
    """

    client: tuple[str, str] = (CLIENT_ID, CLIENT_SECRET)
    keys: list[Key] = Factory(lambda: [KEY])
    instead: dict[str, Answer] = field(factory=dict)
    ready: threading.Event = field(factory=threading.Event)
    asked: list[tuple[str, str, dict[str, str], dict[str, str]]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.ready.set()

    def times(self, path: str) -> int:
        """Count how often a path was asked for."""
        return sum(each[1] == path for each in self.asked)


class Handler(BaseHTTPRequestHandler):
    """Answers as the provider of its server says."""

    provider: Provider

    def do_GET(self) -> None:
        self._reply({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._reply({name: values[0] for name, values in parse_qs(body).items()})

    def handle(self) -> None:
        """Bear it that whoever asked did not wait."""
        with suppress(OSError):
            super().handle()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _reply(self, form: dict[str, str]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.provider.asked.append((self.command, self.path, headers, form))
        self.provider.ready.wait()
        status, more, body = self.provider.instead.get(self.path) or self._usual(headers, form)
        self.send_response(status)
        for name, value in ({"content-length": str(len(body))} | more).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _usual(self, headers: dict[str, str], form: dict[str, str]) -> Answer:
        if self.path.startswith("/authorize?"):  # whoever comes here is Ada, and agrees
            back = self.provider.consent(self.provider.address + self.path)
            return 303, {"location": back}, b""
        status, said = self.provider.answer(self.path, headers, form)
        return status, {}, json.dumps(said).encode()


@contextmanager
def provider() -> Iterator[Provider]:
    answering: type[Handler] = type("Answering", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        answering.provider = Provider(address=f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield answering.provider
        finally:
            answering.provider.ready.set()
            server.shutdown()
            thread.join()
