"""Signing in over HTTP, and all that leads to it: whoever asks here is nobody yet.

No answer of these routes is kept for a repeated request, cached, or logged.
"""

from typing import Annotated, Final, Literal

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct, json

from cryptotracker.application.identity.entering import Caller
from cryptotracker.application.identity.register import Registration
from cryptotracker.domain.errors import SignInNeededError
from cryptotracker.domain.identity.errors import SessionEndedError
from cryptotracker.domain.identity.permissions import PUBLIC, SESSION
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http import cookies
from cryptotracker.entrypoints.http.entered import (
    Pending,
    Tokens,
    admitted,
    entered,
)
from cryptotracker.entrypoints.http.guesses import GUESSES, Guesses
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.issuer_views import IssuerView, issuers
from cryptotracker.entrypoints.http.principals import THE_PRINCIPAL, asking, principal_of
from cryptotracker.entrypoints.http.proofs import (
    Assertion,
    Code,
    Password,
    RecoveryCode,
    factor_proof,
    needed_proof,
)
from cryptotracker.entrypoints.http.signed_in import UNPROVED
from cryptotracker.entrypoints.http.user_views import UserView
from cryptotracker.entrypoints.people import People

Asked = Request[object, object, State]
Email = Annotated[str, Meta(min_length=3, max_length=254, examples=["ada@example.org"])]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Text = Annotated[str, Meta(min_length=1, max_length=200)]
Device = Annotated[str, Meta(max_length=200)]

NOBODYS: Final = {"policy": PUBLIC, UNKEPT: True, UNPROVED: True}
"""Whoever is here is nobody yet: what is wrong with an old cookie of theirs does not matter."""

TRIES: Final = {GUESSES: Guesses(name="sign-in", limit=30)}
"""What is tried here may be a guess: beside what is counted of each account, so often a minute."""

ANYBODYS: Final = {"policy": SESSION, UNKEPT: True, UNPROVED: False}


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody sends."""


class Registering(Body, frozen=True, kw_only=True):
    email: Email
    password: Password
    name: Name
    invitation: Text | None = None


class Confirmation(Body, frozen=True, kw_only=True):
    token: Text


class Credentials(Body, frozen=True, kw_only=True):
    email: Email
    password: Password
    client: Literal["web", "api"]
    device: Device = ""


class Refreshing(Body, frozen=True, kw_only=True):
    refresh_token: Text | None = None


class Leaving(Body, frozen=True, kw_only=True):
    everywhere: bool = False
    revoke_tokens: bool = False


class Forgotten(Body, frozen=True, kw_only=True):
    email: Email


class Renewal(Body, frozen=True, kw_only=True):
    token: Text
    password: Password
    code: Code | None = None
    recovery_code: RecoveryCode | None = None


class Proof(Body, frozen=True, kw_only=True):
    """One of them; of whoever has a second factor, that."""

    password: Password | None = None
    code: Code | None = None
    recovery_code: RecoveryCode | None = None
    passkey: Assertion | None = None


class Fresh(Struct, frozen=True, kw_only=True):
    fresh_until: str | None


class Door(Struct, frozen=True, kw_only=True):
    """How one comes in here: `single` is one person's, who need not sign in."""

    mode: Literal["single", "sign-in"]
    registration: str
    issuers: list[IssuerView]
    user: UserView | None


class Accepted(Struct, frozen=True):
    """It was taken on; a letter says the rest."""


class KeySet(Struct, frozen=True, kw_only=True):
    """The keys by which others can check access tokens, as RFC 7517 has it."""

    keys: list[dict[str, str]]


class AuthController(Controller):
    path = "/auth"
    tags = ("Signing in",)

    @get(operation_id="showDoor", opt=dict(NOBODYS), summary="How one comes in, and who is in")
    async def show(self, people: NamedDependency[People], request: Asked) -> Door:
        found = principal_of(request.scope)
        user = await people.myself.show(found.user_id) if found else None
        return Door(
            mode="single" if await people.single() else "sign-in",
            registration=people.register.registering,
            issuers=issuers(people.elsewhere.vouching),
            user=UserView.of(user) if user else None,
        )

    @post(
        "/register",
        operation_id="register",
        opt=NOBODYS | TRIES,
        summary="Register",
        status_code=202,
    )
    async def register(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        data: JSONBody[Registering],
    ) -> Accepted:
        wanted = Registration(
            email=data.email, name=data.name, password=data.password, invitation=data.invitation
        )
        await people.register(wanted, asked_from)
        return Accepted()

    @post(
        "/verify",
        operation_id="verify",
        opt=NOBODYS | TRIES,
        summary="Confirm an address",
        status_code=204,
    )
    async def verify(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        data: JSONBody[Confirmation],
    ) -> None:
        await people.verify(data.token, asked_from)

    @post("/login", operation_id="signIn", opt=NOBODYS | TRIES, summary="Sign in", status_code=200)
    async def login(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        request: Asked,
        data: JSONBody[Credentials],
    ) -> Response[Tokens | Pending]:
        device = data.device or request.headers.get("user-agent", "")
        caller = Caller(client=data.client, address=asked_from, device=device)
        return admitted(await people.sign_in(data.email, data.password, caller))

    @post(
        "/refresh",
        operation_id="refresh",
        opt=dict(NOBODYS),
        summary="Keep a session up",
        status_code=200,
    )
    async def refresh(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        request: Asked,
        data: JSONBody[Refreshing],
    ) -> Response[Tokens]:
        token = data.refresh_token or cookies.sent(request.scope, cookies.REFRESH)
        if token is None:
            raise SessionEndedError
        csrf = cookies.csrf_sent(request.scope)
        return entered(await people.refresh(token, asked_from, csrf=csrf))

    @post(
        "/recover",
        operation_id="recover",
        opt=NOBODYS | TRIES,
        summary="Ask for a new password",
        status_code=202,
    )
    async def recover(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        data: JSONBody[Forgotten],
    ) -> Accepted:
        await people.recover(data.email, asked_from)
        return Accepted()

    @post(
        "/reset",
        operation_id="reset",
        opt=NOBODYS | TRIES,
        summary="Choose a new password",
        status_code=204,
    )
    async def reset(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        data: JSONBody[Renewal],
    ) -> None:
        proof = factor_proof(data.code, data.recovery_code)
        await people.reset(data.token, data.password, asked_from, proof)

    @post(
        "/logout",
        operation_id="signOut",
        summary="Sign out",
        status_code=204,
        opt=dict(ANYBODYS),
        response_cookies=cookies.of_nobody(),
    )
    async def logout(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[Leaving]
    ) -> None:
        found = asking(request.scope)
        await people.sign_out(
            found.user_id,
            found.session_id,
            everywhere=data.everywhere,
            tokens=data.revoke_tokens,
        )

    @post(
        "/step-up",
        operation_id="stepUp",
        summary="Prove again who you are",
        status_code=200,
        opt=ANYBODYS | TRIES,
    )
    async def step_up(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[Proof]
    ) -> Fresh:
        found = asking(request.scope)
        if found == THE_PRINCIPAL:  # there is nothing to prove it by, and nobody to prove it to
            return Fresh(fresh_until=None)
        if found.session_id is None:
            raise SignInNeededError
        proof = needed_proof(data.password, data.code, data.recovery_code, data.passkey)
        until = await people.myself.step_up(found.user_id, found.session_id, proof)
        return Fresh(fresh_until=instant(until))

    @get("/jwks", operation_id="listKeys", opt=dict(NOBODYS), summary="The keys of access tokens")
    async def jwks(self, people: NamedDependency[People]) -> KeySet:
        return KeySet(keys=[json.decode(each) for each in await people.keys.public()])
