"""Show the figures of this process to those who run it, in the text format of Prometheus."""

from typing import Final

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler

from cryptotracker.domain.identity.permissions import OPERATOR
from cryptotracker.entrypoints.http.exposure import Exposure

FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"


def metrics(exposure: Exposure) -> HTTPRouteHandler:
    """Make the handler of `/metrics`."""

    @get(
        "/metrics",
        include_in_schema=False,
        sync_to_thread=False,
        opt={"policy": OPERATOR},
        media_type=MediaType.TEXT,
    )
    def exposed() -> Response[bytes]:
        return Response(exposure.telemetry.meter.exposed(), media_type=FORMAT)

    return exposed
