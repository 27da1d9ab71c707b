"""Leave, over HTTP: one's account is shut at once, and deleted some days later."""

from litestar import Response, post
from litestar.di import NamedDependency
from msgspec import Struct

from cryptotracker.domain.identity.permissions import FRESH
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http import cookies
from cryptotracker.entrypoints.http.auth import Asked
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.people import People


class Leave(Struct, frozen=True, kw_only=True):
    """When the account will be deleted; nobody gets in any more."""

    deleted_at: str | None


@post(
    "/me/deletion",
    operation_id="deleteMe",
    summary="Shut my account, and have it deleted",
    tags=("Myself",),
    status_code=202,
    opt={"policy": FRESH, UNKEPT: True},
)
async def leave(people: NamedDependency[People], request: Asked) -> Response[Leave]:
    then = await people.ask_deletion(asking(request.scope).user_id)
    return Response(Leave(deleted_at=instant(then)), status_code=202, cookies=cookies.of_nobody())
