"""What is handed over to whoever signs in: the tokens of a session, or a ticket."""

from collections.abc import Sequence

from litestar import Response
from litestar.datastructures import Cookie
from msgspec import UNSET, Struct, UnsetType

from cryptotracker.application.identity.admitting import Ticket
from cryptotracker.application.identity.entering import SignedIn
from cryptotracker.domain.identity.factors import Method
from cryptotracker.entrypoints.http import cookies


class Tokens(Struct, frozen=True, kw_only=True):
    """A session's newest tokens; those of a web client are in its cookies."""

    expires_in: int
    access_token: str | UnsetType = UNSET
    refresh_token: str | UnsetType = UNSET


class SecondFactor(Struct, frozen=True, kw_only=True):
    """A ticket, good once and for five minutes, and how the second step can be done."""

    ticket: str
    methods: list[Method]


class Pending(Struct, frozen=True, kw_only=True):
    """The password is right, and a second factor is needed."""

    mfa: SecondFactor


def admitted(found: SignedIn | Ticket) -> Response[Tokens | Pending]:
    """Hand over what one proof is worth."""
    if isinstance(found, Ticket):
        return Response(Pending(mfa=SecondFactor(ticket=found.text, methods=[*found.methods])))
    return Response(tokens_of(found), cookies=cookies_of(found))


def entered(found: SignedIn) -> Response[Tokens]:
    """Hand a session's tokens over: in cookies, or in the body."""
    return Response(tokens_of(found), cookies=cookies_of(found))


def tokens_of(found: SignedIn) -> Tokens:
    if found.session.client == "web":
        return Tokens(expires_in=found.seconds)
    return Tokens(expires_in=found.seconds, access_token=found.access, refresh_token=found.refresh)


def cookies_of(found: SignedIn) -> Sequence[Cookie]:
    return cookies.of_session(found) if found.session.client == "web" else ()
