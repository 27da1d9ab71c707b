"""Passkeys over HTTP: to sign in by one, and those of whoever is signed in."""

from typing import Any, Final, Literal
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from cryptotracker.application.identity.entering import Caller
from cryptotracker.domain.identity.passkeys import Passkey
from cryptotracker.domain.identity.permissions import FRESH, SESSION
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import NOBODYS, TRIES, Asked, Body, Device, Name
from cryptotracker.entrypoints.http.entered import Tokens, entered
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.proofs import Assertion, Attestation, answer_of
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.people import People

IN_PERSON: Final = {"policy": SESSION}
SECRETIVE: Final = {"policy": FRESH, UNKEPT: True}


class Options(Struct, frozen=True, kw_only=True):
    """What a browser has to be asked, as `PublicKeyCredential.parse…FromJSON` takes it."""

    public_key: dict[str, Any]


class PasskeyEntry(Body, frozen=True, kw_only=True):
    credential: Assertion
    client: Literal["web", "api"]
    device: Device = ""


class NewPasskey(Body, frozen=True, kw_only=True):
    name: Name
    credential: Attestation


class PasskeyEdit(Body, frozen=True, kw_only=True):
    name: Name


class PasskeyView(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    created_at: str | None
    used_at: str | None

    @classmethod
    def of(cls, passkey: Passkey) -> "PasskeyView":
        return cls(
            id=passkey.id,
            name=passkey.name,
            created_at=instant(passkey.created_at),
            used_at=instant(passkey.used_at) if passkey.used_at else None,
        )


class AddedPasskey(Struct, frozen=True, kw_only=True):
    """A new passkey; the recovery codes of whoever had no factor before are shown this once."""

    passkey: PasskeyView
    recovery_codes: list[str]


class PasskeySignInController(Controller):
    path = "/auth/passkey"
    tags = ("Signing in",)

    @post(
        "/options",
        operation_id="askForPasskey",
        opt=NOBODYS | TRIES,
        summary="Ask for a passkey",
        status_code=200,
    )
    async def options(self, people: NamedDependency[People]) -> Options:
        return Options(public_key=dict(await people.factors.ask_for_passkey()))

    @post(
        operation_id="signInByPasskey",
        opt=NOBODYS | TRIES,
        summary="Sign in by a passkey",
        status_code=200,
    )
    async def enter(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        request: Asked,
        data: JSONBody[PasskeyEntry],
    ) -> Response[Tokens]:
        device = data.device or request.headers.get("user-agent", "")
        caller = Caller(client=data.client, address=asked_from, device=device)
        return entered(await people.factors.sign_in_by_passkey(answer_of(data.credential), caller))


class PasskeyController(Controller):
    path = "/me/passkeys"
    tags = ("Myself",)
    opt = IN_PERSON

    @get(operation_id="listPasskeys", summary="My passkeys, oldest first")
    async def list_all(
        self,
        people: NamedDependency[People],
        request: Asked,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[PasskeyView]:
        found = await people.factors.passkeys.list(asking(request.scope).user_id)
        return sliced([PasskeyView.of(each) for each in found], limit, cursor)

    @post(
        "/options",
        operation_id="offerPasskey",
        summary="Ask a device to make a passkey",
        status_code=200,
        opt=dict(SECRETIVE),
    )
    async def offer(self, people: NamedDependency[People], request: Asked) -> Options:
        offered = await people.factors.passkeys.offer(asking(request.scope).user_id)
        return Options(public_key=dict(offered))

    @post(
        operation_id="addPasskey",
        summary="Take the passkey that was made",
        status_code=201,
        opt=dict(SECRETIVE),
    )
    async def add(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[NewPasskey]
    ) -> AddedPasskey:
        found, answer = asking(request.scope), answer_of(data.credential)
        added = await people.factors.passkeys.add(
            found.user_id, found.session_id, data.name, answer
        )
        return AddedPasskey(passkey=PasskeyView.of(added.passkey), recovery_codes=added.codes)

    @patch("/{passkey_id:uuid}", operation_id="namePasskey", summary="Name a passkey")
    async def name(
        self,
        people: NamedDependency[People],
        request: Asked,
        passkey_id: FromPath[UUID],
        data: JSONBody[PasskeyEdit],
    ) -> PasskeyView:
        user_id = asking(request.scope).user_id
        return PasskeyView.of(await people.factors.passkeys.name(user_id, passkey_id, data.name))

    @delete(
        "/{passkey_id:uuid}",
        operation_id="removePasskey",
        summary="Remove a passkey",
        opt=dict(SECRETIVE),
    )
    async def remove(
        self, people: NamedDependency[People], request: Asked, passkey_id: FromPath[UUID]
    ) -> None:
        found = asking(request.scope)
        await people.factors.passkeys.remove(found.user_id, found.session_id, passkey_id)
