"""Feeds of the sandbox on this machine, and a reader that may ask them."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep

import uvicorn
from attrs import frozen
from litestar import Litestar

from cryptotracker.entrypoints.readers import networks
from cryptotracker.entrypoints.sandbox.feeds import Stand, routes

HERE = networks("NEWS_NETWORKS", "127.0.0.0/8")


@frozen
class Feeding:
    """Feeds that are served; `stand` knows what was asked."""

    address: str
    stand: Stand

    def url(self, name: str) -> str:
        return f"{self.address}/feeds/{name}"


@contextmanager
def feeding() -> Iterator[Feeding]:
    """Serve feeds on a free port until the block ends."""
    stand = Stand()
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut, is on purpose
    app = Litestar(routes(stand), openapi_config=None, logging_config=None)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            sleep(0.01)
        try:
            yield Feeding(f"http://127.0.0.1:{listener.getsockname()[1]}", stand)
        finally:
            server.should_exit = server.force_exit = True
            thread.join(timeout=10)
