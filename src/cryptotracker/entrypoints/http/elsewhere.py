"""Signing in with somebody else over HTTP: a browser goes there, and comes back.

It comes back as people do, by following a link. So what went wrong is told to the page that it is
sent to, behind the `#` of its address.
"""

from collections.abc import Sequence
from typing import Annotated, Final, Literal
from uuid import UUID

from litestar import Controller, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Redirect, Response
from msgspec import Meta, Struct

from cryptotracker.application.identity.admitting import Ticket
from cryptotracker.application.identity.entering import Caller
from cryptotracker.application.identity.handshakes import Back, Sent
from cryptotracker.application.identity.telegram import FromTelegram
from cryptotracker.domain.errors import CryptoTrackerError, InvalidValueError, NotAllowedError
from cryptotracker.domain.identity.identities import ENTER, LASTS, LINK, PROVE, Handshake
from cryptotracker.domain.identity.permissions import USER
from cryptotracker.entrypoints.http import cookies
from cryptotracker.entrypoints.http.auth import (
    NOBODYS,
    TRIES,
    Asked,
    Body,
    Device,
    Text,
)
from cryptotracker.entrypoints.http.entered import Pending, Tokens, admitted
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.problems import problem
from cryptotracker.entrypoints.people import People

BROWSER: Final = "__Host-ct-oauth"
SEE_OTHER: Final = 303
SIGN_IN, SECURITY, HOME = "/sign-in", "/settings/security", "/"
RETURNS: Final = NOBODYS | {"page": True}
"""What issuers add to an address is their own affair."""

Brought = Annotated[str, QueryParameter(name="state", max_length=200)]
Code = Annotated[str | None, QueryParameter(max_length=4096)]
InitData = Annotated[str, Meta(min_length=1, max_length=8192)]
Fields = Annotated[dict[str, str | int], Meta(max_length=30)]


class Beginning(Body, frozen=True, kw_only=True):
    invitation: Text | None = None


class Ahead(Struct, frozen=True, kw_only=True):
    """Where a browser is to go; the secret by which it is known again is in its cookies."""

    address: str


class TelegramGiven(Body, frozen=True, kw_only=True):
    """What Telegram gave: to an app within it as `init_data`, or to a page as `fields`."""

    init_data: InitData | None = None
    fields: Fields | None = None

    def read(self) -> FromTelegram:
        if (self.init_data is None) == (self.fields is None):
            reason = "one of init_data and fields is needed"
            raise InvalidValueError(column="init_data", value="", reason=reason)
        return FromTelegram(init_data=self.init_data, page=self.fields or {})


class TelegramEntry(TelegramGiven, frozen=True, kw_only=True):
    client: Literal["web", "api"]
    device: Device = ""
    invitation: Text | None = None


class ElsewhereController(Controller):
    path = "/auth"
    tags = ("Signing in",)

    @get(
        "/oauth/{issuer:str}",
        operation_id="signInElsewhere",
        opt=dict(NOBODYS),
        summary="Go and sign in with somebody else",
        status_code=SEE_OTHER,
    )
    async def go(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        issuer: FromPath[str],
    ) -> Redirect:
        try:
            sent = await people.elsewhere.begin.enter(issuer, asked_from)
        except CryptoTrackerError as error:
            return failed(SIGN_IN, error)
        return Redirect(sent.address, status_code=SEE_OTHER, cookies=[known_by(sent)])

    @post(
        "/oauth/{issuer:str}",
        operation_id="beginElsewhere",
        opt=NOBODYS | TRIES,
        summary="Begin to register with somebody else",
        status_code=200,
    )
    async def begin(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        issuer: FromPath[str],
        data: JSONBody[Beginning],
    ) -> Response[Ahead]:
        return ahead(await people.elsewhere.begin.enter(issuer, asked_from, data.invitation))

    @get(
        "/oauth/{issuer:str}/callback",
        operation_id="returnFromElsewhere",
        opt=dict(RETURNS),
        summary="Come back from there",
        status_code=SEE_OTHER,
    )
    async def back(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        request: Asked,
        issuer: FromPath[str],
        brought: Brought = "",
        code: Code = None,
    ) -> Redirect:
        back = Back(
            issuer=issuer,
            state=brought,
            browser=cookies.sent(request.scope, BROWSER) or "",
            code=code,
            named=request.query_params.get("iss"),
        )
        device = request.headers.get("user-agent", "")
        return await landed(people, back, Caller(client="web", address=asked_from, device=device))

    @post(
        "/telegram",
        operation_id="signInByTelegram",
        opt=NOBODYS | TRIES,
        summary="Sign in by what Telegram signed",
        status_code=200,
    )
    async def telegram(
        self,
        people: NamedDependency[People],
        asked_from: NamedDependency[str],
        request: Asked,
        data: JSONBody[TelegramEntry],
    ) -> Response[Tokens | Pending]:
        device = data.device or request.headers.get("user-agent", "")
        caller = Caller(client=data.client, address=asked_from, device=device)
        by_telegram = people.elsewhere.by_telegram
        return admitted(await by_telegram.enter(data.read(), caller, data.invitation))

    @post(
        "/step-up/{issuer:str}",
        operation_id="stepUpElsewhere",
        opt={"policy": USER, UNKEPT: True},
        summary="Prove again who you are, with somebody else",
        status_code=200,
    )
    async def step_up(
        self, people: NamedDependency[People], request: Asked, issuer: FromPath[str]
    ) -> Response[Ahead]:
        return ahead(await people.elsewhere.begin.ask(issuer, PROVE, session_of(request)))


async def landed(people: People, back: Back, caller: Caller) -> Redirect:
    """Finish what a browser began, and send it to a page of ours."""
    handshake: Handshake | None = None
    try:
        handshake = await people.elsewhere.take(back)
        found = await people.elsewhere.finish(handshake, back, caller)
    except CryptoTrackerError as error:
        own = handshake is not None and handshake.purpose != ENTER
        return failed(SECURITY if own else SIGN_IN, error)
    if isinstance(found, Ticket):
        return to(f"{SIGN_IN}#mfa={found.text}&methods={','.join(found.methods)}")
    if found is not None:
        return to(HOME, cookies.of_session(found))
    return to(f"{SECURITY}#{'linked' if handshake.purpose == LINK else 'proved'}")


def failed(page: str, error: CryptoTrackerError) -> Redirect:
    """Send a browser to a page of ours that knows what to say of a kind of problem."""
    kind = problem(error).type.rpartition("/")[2]
    return to(f"{page}#problem={kind}")


def to(page: str, kept: Sequence[Cookie] = ()) -> Redirect:
    """Send a browser to a page of ours; what it was known by is of no more use."""
    return Redirect(page, status_code=SEE_OTHER, cookies=[*kept, browser_cookie("", 0)])


def ahead(sent: Sent) -> Response[Ahead]:
    return Response(Ahead(address=sent.address), cookies=[known_by(sent)])


def known_by(sent: Sent) -> Cookie:
    return browser_cookie(sent.browser, int(LASTS.total_seconds()))


def browser_cookie(value: str, seconds: int) -> Cookie:
    """Make the cookie by which a browser is known that comes back from another site."""
    return Cookie(
        key=BROWSER,
        value=value,
        path="/",
        max_age=seconds,
        secure=True,
        httponly=True,
        samesite="lax",  # a strict one would not come along
    )


def session_of(request: Asked) -> UUID:
    """Return the session that asks; where nobody signs in there is no user to link to."""
    found = asking(request.scope).session_id
    if found is None:
        raise NotAllowedError(reason="it needs a session; sign in")
    return found
