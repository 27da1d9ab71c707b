"""Who is held to have asked."""

from ipaddress import ip_network
from typing import Any

import pytest

from cryptotracker.entrypoints.http.addresses import asked_by

PROXIES = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32")]


def scope(peer: str | None, *forwarded: str) -> Any:
    return {
        "client": peer and (peer, 1),
        "headers": [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded],
    }


@pytest.mark.parametrize(
    ("peer", "forwarded", "asked"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # nobody that we trust says so
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),  # the left end is anybody's
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1, 10.2.2.2"], "198.51.100.1"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, nonsense, 10.2.2.2"], "10.2.2.2"),
        ("10.0.0.1", ["10.3.3.3, 10.2.2.2"], "10.3.3.3"),
        ("10.0.0.1", ["\xff\x00"], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
        (None, ["198.51.100.1"], "local"),
        ("/run/socket", ["198.51.100.1"], "local"),
    ],
)
def test_only_a_trusted_proxy_may_name_somebody_else(
    peer: str | None, forwarded: list[str], asked: str
) -> None:
    assert asked_by(scope(peer, *forwarded), PROXIES) == asked


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.1", "::1"])
def test_without_trusted_proxies_nobody_may(peer: str) -> None:
    assert asked_by(scope(peer, "198.51.100.1"), []) != "198.51.100.1"
