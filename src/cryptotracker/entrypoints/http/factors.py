"""Second factors over HTTP: those of whoever is signed in, and the second step of signing in."""

from typing import Final

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from cryptotracker.application.identity.my_factors import MyFactors
from cryptotracker.domain.identity.permissions import FRESH, SESSION
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import NOBODYS, TRIES, Asked, Body, Text
from cryptotracker.entrypoints.http.entered import Tokens, entered
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.proofs import Code, RecoveryCode, needed_factor
from cryptotracker.entrypoints.people import People

IN_PERSON: Final = {"policy": SESSION}
SECRETIVE: Final = {"policy": FRESH, UNKEPT: True}
"""Of a route that answers with a secret: no answer of it is kept for a repeated request."""


class Step(Body, frozen=True, kw_only=True):
    """The ticket of the first step, and one of the codes."""

    ticket: Text
    code: Code | None = None
    recovery_code: RecoveryCode | None = None


class FirstCode(Body, frozen=True, kw_only=True):
    code: Code


class TotpSetup(Struct, frozen=True, kw_only=True):
    """What an app has to be given; the picture is that of the address, as SVG."""

    secret: str
    uri: str
    svg: str


class RecoveryCodes(Struct, frozen=True, kw_only=True):
    """Ten codes, each good once; they are shown this once."""

    recovery_codes: list[str]


class Totp(Struct, frozen=True, kw_only=True):
    since: str | None


class FactorsView(Struct, frozen=True, kw_only=True):
    """The factors that are on; without any there are no recovery codes."""

    totp: Totp | None
    passkeys: int
    recovery_codes_left: int

    @classmethod
    def of(cls, found: MyFactors) -> "FactorsView":
        since = found.on.totp
        return cls(
            totp=Totp(since=instant(since)) if since else None,
            passkeys=len(found.on.passkeys),
            recovery_codes_left=found.codes_left,
        )


class FactorController(Controller):
    path = "/me"
    tags = ("Myself",)
    opt = IN_PERSON

    @get("/factors", operation_id="showFactors", summary="My second factors")
    async def show(self, people: NamedDependency[People], request: Asked) -> FactorsView:
        return FactorsView.of(await people.factors.show(asking(request.scope).user_id))

    @post(
        "/totp",
        operation_id="setUpTotp",
        summary="Set up an app that shows codes",
        status_code=200,
        opt=dict(SECRETIVE),
    )
    async def set_up(self, people: NamedDependency[People], request: Asked) -> TotpSetup:
        found = await people.factors.set_up_totp(asking(request.scope).user_id)
        return TotpSetup(secret=found.seed, uri=found.uri, svg=found.picture)

    @put(
        "/totp",
        operation_id="switchOnTotp",
        summary="Ask for its codes from now on",
        opt=dict(SECRETIVE),
    )
    async def switch_on(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[FirstCode]
    ) -> RecoveryCodes:
        found = asking(request.scope)
        codes = await people.factors.switch_on_totp(found.user_id, found.session_id, data.code)
        return RecoveryCodes(recovery_codes=codes)

    @delete(
        "/totp",
        operation_id="switchOffTotp",
        summary="Ask for its codes no more",
        opt=dict(SECRETIVE),
    )
    async def switch_off(self, people: NamedDependency[People], request: Asked) -> None:
        found = asking(request.scope)
        await people.factors.switch_off_totp(found.user_id, found.session_id)

    @post(
        "/recovery-codes",
        operation_id="renewRecoveryCodes",
        summary="Make recovery codes anew",
        status_code=200,
        opt=dict(SECRETIVE),
    )
    async def renew_codes(self, people: NamedDependency[People], request: Asked) -> RecoveryCodes:
        found = asking(request.scope)
        codes = await people.factors.new_recovery_codes(found.user_id, found.session_id)
        return RecoveryCodes(recovery_codes=codes)


class SecondStepController(Controller):
    path = "/auth"
    tags = ("Signing in",)

    @post(
        "/mfa",
        operation_id="showSecondFactor",
        opt=NOBODYS | TRIES,
        summary="Do the second step of signing in",
        status_code=200,
    )
    async def second_step(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        data: JSONBody[Step],
    ) -> Response[Tokens]:
        proof = needed_factor(data.code, data.recovery_code)
        return entered(await people.factors.second_step(data.ticket, proof, asked_from))
