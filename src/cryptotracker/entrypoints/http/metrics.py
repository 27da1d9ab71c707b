"""Show the figures of this process to those who run it, in the text format of Prometheus."""

from typing import Final

from litestar import MediaType, Response, get
from litestar.types import Scope

from cryptotracker.domain.identity.permissions import OPERATOR
from cryptotracker.entrypoints.http.site import site_of

FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"


@get(
    "/metrics",
    include_in_schema=False,
    sync_to_thread=False,
    opt={"policy": OPERATOR},
    media_type=MediaType.TEXT,
)
def metrics(scope: Scope) -> Response[bytes]:
    return Response(site_of(scope).exposure.telemetry.meter.exposed(), media_type=FORMAT)
