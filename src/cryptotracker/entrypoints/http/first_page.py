"""The route of the web client: everything that no other route answers."""

from litestar import HttpMethod, Request, Response, route
from litestar.datastructures import State

from cryptotracker.domain.identity.permissions import PUBLIC
from cryptotracker.entrypoints.http.pages import found
from cryptotracker.entrypoints.http.site import site_of


@route(
    ["/", "/{address:path}"],
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    sync_to_thread=False,
    opt={"policy": PUBLIC, "page": True, "made_small": True},
)
def page(request: Request[object, object, State]) -> Response[bytes]:
    return found(request, site_of(request.scope).pages)
