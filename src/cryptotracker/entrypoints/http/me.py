"""Whoever is signed in, and their sessions, over HTTP."""

from typing import Final
from uuid import UUID

from litestar import Controller, delete, get, patch, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from cryptotracker.domain.identity.errors import UserNotFoundError
from cryptotracker.domain.identity.permissions import FRESH, SESSION, USER
from cryptotracker.entrypoints.http.auth import Accepted, Asked, Body, Email, Name
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.proofs import Password
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.http.user_views import SessionView, UserView
from cryptotracker.entrypoints.people import People

IN_PERSON: Final = {"policy": SESSION}
PROVED: Final = {"policy": FRESH}


class ProfileEdit(Body, frozen=True, kw_only=True):
    name: Name


class SessionEdit(Body, frozen=True, kw_only=True):
    device: Name


class NewPassword(Body, frozen=True, kw_only=True):
    password: Password
    revoke_tokens: bool = False


class NewEmail(Body, frozen=True, kw_only=True):
    email: Email


class MeController(Controller):
    path = "/me"
    tags = ("Myself",)
    opt = IN_PERSON

    @get(operation_id="showMe", summary="Who I am", opt={"policy": USER})
    async def show(self, people: NamedDependency[People], request: Asked) -> UserView:
        user_id = asking(request.scope).user_id
        user = await people.myself.show(user_id)
        if user is None:
            raise UserNotFoundError(user=str(user_id))
        return UserView.of(user)

    @patch(operation_id="editMe", summary="Change my name")
    async def edit(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[ProfileEdit]
    ) -> UserView:
        user_id = asking(request.scope).user_id
        return UserView.of(await people.myself.rename(user_id, data.name))

    @put(
        "/password",
        operation_id="changePassword",
        summary="Choose a new password",
        status_code=204,
        opt=dict(PROVED),
    )
    async def change_password(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[NewPassword]
    ) -> None:
        found = asking(request.scope)
        await people.myself.change_password(
            found.user_id, found.session_id, data.password, tokens=data.revoke_tokens
        )

    @put(
        "/email",
        operation_id="changeEmail",
        summary="Ask for another address",
        status_code=202,
        opt=dict(PROVED),
    )
    async def change_email(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[NewEmail]
    ) -> Accepted:
        await people.myself.change_email(asking(request.scope).user_id, data.email)
        return Accepted()

    @get("/sessions", operation_id="listSessions", summary="My sessions, last seen first")
    async def sessions(
        self,
        people: NamedDependency[People],
        request: Asked,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[SessionView]:
        found = asking(request.scope)
        live = await people.myself.sessions.list(found.user_id)
        return sliced([SessionView.of(each, found.session_id) for each in live], limit, cursor)

    @delete("/sessions", operation_id="revokeOtherSessions", summary="End all my other sessions")
    async def revoke_others(self, people: NamedDependency[People], request: Asked) -> None:
        found = asking(request.scope)
        await people.myself.sessions.revoke_others(found.user_id, found.session_id)

    @patch("/sessions/{session_id:uuid}", operation_id="nameSession", summary="Name a session")
    async def name(
        self,
        people: NamedDependency[People],
        request: Asked,
        session_id: FromPath[UUID],
        data: JSONBody[SessionEdit],
    ) -> SessionView:
        found = asking(request.scope)
        named = await people.myself.sessions.name(found.user_id, session_id, data.device)
        return SessionView.of(named, found.session_id)

    @delete("/sessions/{session_id:uuid}", operation_id="revokeSession", summary="End a session")
    async def revoke(
        self, people: NamedDependency[People], request: Asked, session_id: FromPath[UUID]
    ) -> None:
        await people.myself.sessions.revoke(asking(request.scope).user_id, session_id)
