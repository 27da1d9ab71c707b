"""Where the service listens."""

import pytest

from cryptotracker.domain.errors import AddressUnavailableError
from cryptotracker.entrypoints.serve import address, listen


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
