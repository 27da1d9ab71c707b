"""Feeds of the sandbox on this machine, and a reader that may ask them."""

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import frozen

from cryptotracker.entrypoints.pricing import still_market
from cryptotracker.entrypoints.readers import networks
from cryptotracker.entrypoints.sandbox.feeds import Stand
from cryptotracker.entrypoints.sandbox.serving import serving
from cryptotracker.entrypoints.sandbox.state import Sandbox

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
    sandbox = Sandbox(still_market())
    with serving(sandbox) as address:
        yield Feeding(address, sandbox.feeds)
