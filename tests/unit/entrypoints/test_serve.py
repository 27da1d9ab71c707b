"""Where the service listens, and how it ends."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import field, frozen

from cryptotracker.domain.errors import AddressUnavailableError
from cryptotracker.entrypoints.background import watching
from cryptotracker.entrypoints.observing import SILENT
from cryptotracker.entrypoints.serve import address, listen, noticing


@pytest.mark.parametrize("host", ["::", "192.168.1.2", "example.org", ""])
def test_without_sign_in_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(AddressUnavailableError, match="this machine only"):
        listen(host, 8000)


def test_beyond_this_machine_it_listens_for_those_who_know_its_name(free_tcp_port: int) -> None:
    with listen("127.0.0.2", free_tcp_port, public=True) as listener:
        assert address(listener) == f"http://127.0.0.2:{free_tcp_port}"
    with pytest.raises(AddressUnavailableError, match="this machine only"):
        listen("example.org", free_tcp_port, public=True)


def test_a_port_that_is_taken_is_passed_over(free_tcp_port: int) -> None:
    with listen("127.0.0.1", free_tcp_port) as first, listen("127.0.0.1", free_tcp_port) as second:
        assert address(first) == f"http://127.0.0.1:{free_tcp_port}"
        assert second.getsockname()[1] > free_tcp_port


def test_there_is_an_end_of_ports() -> None:
    with (
        listen("127.0.0.1", 65_535),
        pytest.raises(AddressUnavailableError, match="no port from 65535 to 65535 is free"),
    ):
        listen("127.0.0.1", 65_535)


@frozen
class Slow:
    """Something that goes on until it is cancelled, and then takes a moment to end."""

    ended: list[str] = field(factory=list)

    async def __call__(self, *_: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.ended.append("ended")


@pytest.mark.parametrize("look", [noticing, lambda found: watching(found, SILENT)])
async def test_what_looks_on_has_ended_when_the_service_is_put_away(
    look: Callable[[Any], AbstractAsyncContextManager[None]],
) -> None:
    slow = Slow()
    operations = SimpleNamespace(notice_changes=slow, queues=slow)

    async with look(operations):
        await asyncio.sleep(0)

    assert slow.ended == ["ended"]
