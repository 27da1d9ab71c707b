"""Find the address of a host, and let nobody be led into a network that is not the world's.

A name is asked for once, and whoever connects does so to the address that was looked at: asked
again, its server could give another. `ipaddress` calls several networks global that lead into one's
own, by translation or by tunnel: those are in DENIED.
"""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

from cryptotracker.domain.news.errors import FeedFailedError

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

DENIED: Final = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2001::/32",
            "2002::/16",
            "fec0::/10",
        ),
    )
)


def is_public(address: Address) -> bool:
    """Tell whether an address is of the world at large.

    >>> [is_public(ip_address(text)) for text in ("1.1.1.1", "10.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False]
    """
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if not address.is_global or address.is_multicast:
        return False
    return not any(address in network for network in DENIED)


def may_be_asked(address: Address, private: Sequence[Network]) -> bool:
    return is_public(address) or any(address in network for network in private)


async def resolve(host: str, port: int, private: Sequence[Network]) -> str:
    """Return an address to connect to; a host that has one that is refused has none."""
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FeedFailedError(reason=f"there is no host {host}") from error
    addresses = [ip_address(str(place[0]).partition("%")[0]) for *_, place in found]
    for address in addresses:
        if not may_be_asked(address, private):
            raise FeedFailedError(reason=f"{host} is in a network that is not public")
    if not addresses:
        raise FeedFailedError(reason=f"there is no host {host}")
    return str(addresses[0])
