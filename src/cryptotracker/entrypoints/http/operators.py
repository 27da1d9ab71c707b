"""Tell whether those ask who run the service."""

from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from litestar.types import Scope

from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.guard import LOOPBACK, header, host_of

FORWARDED: Final = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via")


def is_operator(scope: Scope, exposure: Exposure) -> bool:
    return from_here(scope) or authorised(scope, exposure)


def from_here(scope: Scope) -> bool:
    """Tell whether somebody on this machine asks, and for himself: a proxy here is not him."""
    client = scope["client"]
    try:
        near = client is not None and ip_address(client[0]).is_loopback
    except ValueError:
        return False
    passed_on = any(header(scope, name) is not None for name in FORWARDED)
    return near and not passed_on and host_of(header(scope, b"host") or "") in LOOPBACK


def authorised(scope: Scope, exposure: Exposure) -> bool:
    if exposure.metrics_token is None:
        return False
    wanted = exposure.metrics_token.reveal().encode()
    given = dict(scope["headers"]).get(b"authorization", b"")
    kind, _, token = given.partition(b" ")
    return kind.lower() == b"bearer" and compare_digest(token.strip(), wanted)
