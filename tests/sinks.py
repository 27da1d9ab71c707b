"""Small servers that take what telemetry sends, and keep it for a test to look at."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

from attrs import field, frozen

PATIENCE_SECONDS = 10


@frozen
class Received:
    """One request that a sink got."""

    path: str
    headers: dict[str, str]
    body: bytes


@frozen
class Sink:
    """Where telemetry is sent to in a test."""

    address: str
    received: "Queue[Received]" = field(factory=Queue)

    def next(self) -> Received:
        return self.received.get(timeout=PATIENCE_SECONDS)

    def all(self) -> list[Received]:
        return list(self.received.queue)


@contextmanager
def sink(status: int = 200, answer: bytes = b"{}") -> Iterator[Sink]:
    """Answer every request alike, and keep it."""
    kept: list[Sink] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            kept[0].received.put(Received(self.path, headers, body))
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.append(Sink(f"http://127.0.0.1:{server.server_address[1]}"))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield kept[0]
        finally:
            server.shutdown()
            thread.join()
