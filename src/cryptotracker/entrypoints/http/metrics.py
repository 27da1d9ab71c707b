"""Show the figures of this process to those who run it, in the text format of Prometheus."""

from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from litestar import MediaType, Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import HTTPRouteHandler

from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.guard import LOOPBACK, host_of
from cryptotracker.entrypoints.http.problems import AnyRequest

FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED: Final = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


def metrics(exposure: Exposure) -> HTTPRouteHandler:
    """Make the handler of `/metrics`."""

    @get(
        "/metrics",
        include_in_schema=False,
        sync_to_thread=False,
        opt={"policy": "operator"},
        media_type=MediaType.TEXT,
    )
    def exposed(request: Request[object, object, State]) -> Response[bytes]:
        if not (from_here(request) or authorised(request, exposure)):
            raise NotAuthorizedException(headers={"WWW-Authenticate": "Bearer"})
        return Response(exposure.telemetry.meter.exposed(), media_type=FORMAT)

    return exposed


def from_here(request: AnyRequest) -> bool:
    """Tell whether somebody on this machine asks, and for himself: a proxy here is not him."""
    client = request.client
    try:
        near = client is not None and ip_address(client.host).is_loopback
    except ValueError:
        return False
    passed_on = any(name in request.headers for name in FORWARDED)
    return near and not passed_on and host_of(request.headers.get("host", "")) in LOOPBACK


def authorised(request: AnyRequest, exposure: Exposure) -> bool:
    if exposure.metrics_token is None:
        return False
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    wanted = exposure.metrics_token.reveal().encode()
    return kind.lower() == "bearer" and compare_digest(token.strip().encode(), wanted)
