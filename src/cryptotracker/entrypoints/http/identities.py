"""Who a user is elsewhere, over HTTP: listed, linked and unlinked."""

from typing import Final
from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from cryptotracker.domain.identity.identities import LINK
from cryptotracker.domain.identity.permissions import FRESH
from cryptotracker.entrypoints.http.auth import Asked
from cryptotracker.entrypoints.http.elsewhere import Ahead, TelegramGiven, ahead, session_of
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.issuer_views import IdentityView, titles
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.people import People

PROVED: Final = {"policy": FRESH, UNKEPT: True}


class IdentityController(Controller):
    path = "/me/identities"
    tags = ("Myself",)

    @get(operation_id="listIdentities", summary="Who I am elsewhere, oldest first")
    async def list(
        self,
        people: NamedDependency[People],
        request: Asked,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[IdentityView]:
        found = await people.elsewhere.list(asking(request.scope).user_id)
        named = titles(people.elsewhere.vouching)
        return sliced([IdentityView.of(each, named) for each in found], limit, cursor)

    @post(
        "/{issuer:str}",
        operation_id="linkIdentity",
        summary="Begin to link who I am elsewhere",
        status_code=200,
        opt=dict(PROVED),
    )
    async def link(
        self, people: NamedDependency[People], request: Asked, issuer: FromPath[str]
    ) -> Response[Ahead]:
        return ahead(await people.elsewhere.begin.ask(issuer, LINK, session_of(request)))

    @post(
        "/telegram",
        operation_id="linkTelegram",
        summary="Link who I am at Telegram",
        status_code=204,
        opt=dict(PROVED),
    )
    async def link_telegram(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[TelegramGiven]
    ) -> None:
        await people.elsewhere.by_telegram.link(data.read(), session_of(request))

    @delete(
        "/{identity_id:uuid}",
        operation_id="unlinkIdentity",
        summary="Unlink who I am elsewhere",
        opt=dict(PROVED),
    )
    async def unlink(
        self, people: NamedDependency[People], request: Asked, identity_id: FromPath[UUID]
    ) -> None:
        found = asking(request.scope)
        await people.elsewhere.unlink(found.user_id, identity_id, found.session_id)
