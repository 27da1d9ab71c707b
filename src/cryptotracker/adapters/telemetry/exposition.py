"""Show figures over HTTP to this machine, for a process that serves nothing else."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from attrs import frozen

from cryptotracker.ports.telemetry import Meter


class Quiet(WSGIRequestHandler):
    """Writes no line of its own for each request."""

    timeout = 5

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


@frozen
class Page:
    """The one page there is."""

    _meter: Meter

    def __call__(self, environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/metrics":
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b""]
        start("200 OK", [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")])
        return [self._meter.exposed()]


@contextmanager
def exposed(meter: Meter, port: int) -> Iterator[None]:
    """Answer on a port of this machine, in a thread, as long as the block lasts."""
    with make_server("127.0.0.1", port, Page(meter), handler_class=Quiet) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
