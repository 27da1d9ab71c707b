"""Who asks: the other end of the connection or, behind proxies that we trust, whom they name."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

from litestar.types import Scope

from cryptotracker.entrypoints.readers import Network

Address: TypeAlias = IPv4Address | IPv6Address

FORWARDED: Final = b"x-forwarded-for"
SITE: Final = 64
"""So many bits of an IPv6 address belong to one household; it has the rest to itself."""


def asked_by(scope: Scope, trusted: Sequence[Network]) -> str:
    """Name who asks, for counting.

    Every proxy adds whom it heard from at the right end. So the list is read from there, as long
    as it was written by proxies that we trust: what stands further left, anybody may have written.
    """
    peer = parsed((scope.get("client") or ("", 0))[0])
    if peer is None:
        return "local"
    named = [
        part
        for name, value in scope["headers"]
        if name == FORWARDED
        for part in value.decode("latin-1").split(",")
    ]
    for part in reversed(named):
        if not among(peer, trusted):
            break
        told = parsed(part.strip())
        if told is None:
            break
        peer = told
    return site(peer)


@lru_cache(maxsize=1024)
def parsed(text: str) -> Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def among(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


@lru_cache(maxsize=1024)
def site(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((address, SITE), strict=False))
