"""A Redis server that a test may kill, freeze and start again, always at one address."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define

from tests.servers import Server, free_port, start_redis, wait_until_ready


@define
class FaultyRedis:
    home: Path
    port: int
    server: Server

    @property
    def url(self) -> str:
        return self.server.url

    def kill(self) -> None:
        self.server.process.kill()
        self.server.process.wait()

    def start(self) -> None:
        """Start it again, with nothing in it."""
        self.server = start_redis(self.home, self.port)
        wait_until_ready(self.server)

    def freeze(self) -> None:
        self.server.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.server.process.send_signal(signal.SIGCONT)


@pytest.fixture(name="faulty_redis")
def provide_faulty_redis(tmp_path: Path) -> Iterator[FaultyRedis]:
    port = free_port()
    server = start_redis(tmp_path, port)
    wait_until_ready(server)
    faulty = FaultyRedis(tmp_path, port, server)
    yield faulty
    faulty.kill()
