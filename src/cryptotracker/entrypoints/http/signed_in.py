"""Say who asks by what they were given when they signed in: a bearer token, or cookies."""

from collections.abc import Collection
from typing import Final
from urllib.parse import parse_qsl

from attrs import frozen
from litestar.enums import ScopeType
from litestar.types import Scope

from cryptotracker.application.identity.entering import proves
from cryptotracker.application.identity.standing import Standing, TokenStanding
from cryptotracker.domain.identity.api_tokens import PREFIX
from cryptotracker.domain.identity.errors import ForeignRequestError
from cryptotracker.domain.identity.permissions import Principal
from cryptotracker.entrypoints.http.cookies import ACCESS, csrf_sent, sent
from cryptotracker.entrypoints.http.guard import SAFE
from cryptotracker.entrypoints.http.principals import THE_PRINCIPAL
from cryptotracker.entrypoints.people import People
from cryptotracker.ports.proofs import InvalidTokenError

TICKET: Final = "ticket"
"""What a WebSocket's address calls its ticket."""

UNPROVED: Final = "unproved"
"""The option of a route that web clients may ask without the proof that a page of ours does."""


@frozen
class SignedInPrincipals:
    """Finds the session behind a request; where one person is all there is, nobody need have one.

    A token or ticket that does not hold is nobody's, and no cookie beside it counts.
    """

    _people: People

    async def __call__(self, scope: Scope) -> Principal | None:
        single = THE_PRINCIPAL if await self._people.single() else None
        bearer = bearer_of(scope)
        if bearer is not None:
            return await self._by_bearer(bearer) or single
        if single is not None:
            return single
        ticket = ticket_of(scope)
        if ticket is not None:
            standing = await self._people.stream_tickets.redeem(ticket)
            return principal(standing) if standing else None
        return await self._by_cookie(scope)

    async def going_on(self, present: Collection[Principal]) -> Collection[Principal]:
        """Look, and not into memory, who of those who asked some time ago still may."""
        single = await self._people.single()
        stand = await self._people.standings.going_on(
            sessions={each.session_id for each in present if each.session_id},
            tokens={each.token_id for each in present if each.token_id},
        )
        return [
            each
            for each in present
            if (single if each.is_implied else (each.token_id or each.session_id) in stand)
        ]

    async def _by_bearer(self, text: str) -> Principal | None:
        if text.startswith(PREFIX):
            deputy = await self._people.standings.of_token(text)
            return program(deputy) if deputy else None
        standing = await self._standing(text)
        return principal(standing) if standing else None

    async def _by_cookie(self, scope: Scope) -> Principal | None:
        token = sent(scope, ACCESS)
        standing = await self._standing(token) if token else None
        if standing is None or standing.session.client != "web":
            return None
        if needs_proof(scope) and not proves(standing.session, csrf_sent(scope)):
            raise ForeignRequestError
        return principal(standing)

    async def _standing(self, token: str) -> Standing | None:
        try:
            claims = await self._people.keys.read(token)
        except InvalidTokenError:
            return None
        found = await self._people.standings.of(claims.session_id)
        return found if found and found.user.id == claims.user_id else None


def principal(standing: Standing) -> Principal:
    return Principal(
        user_id=standing.user.id,
        role=standing.user.role,
        session_id=standing.session.id,
        fresh_until=standing.session.fresh_until,
    )


def program(standing: TokenStanding) -> Principal:
    return Principal(
        user_id=standing.user.id,
        role=standing.user.role,
        token_id=standing.token.id,
        scopes=standing.token.scopes,
    )


def bearer_of(scope: Scope) -> str | None:
    """Read the token that a request names as its own; two of them are none that holds."""
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    if not given:
        return None
    kind, _, token = given[0].decode("latin-1").partition(" ")
    return token.strip() if kind.lower() == "bearer" and len(given) == 1 else ""


def ticket_of(scope: Scope) -> str | None:
    """Read the ticket that the address of a WebSocket holds; two of them are none that holds."""
    if scope["type"] != ScopeType.WEBSOCKET:
        return None
    given = [value for name, value in parse_qsl(scope["query_string"].decode()) if name == TICKET]
    return given[0] if len(given) == 1 else "" if given else None


def needs_proof(scope: Scope) -> bool:
    """Tell whether a request changes something; of a WebSocket the guard looks at the origin."""
    if scope["type"] != ScopeType.HTTP or scope["method"] in SAFE:
        return False
    return not scope["route_handler"].opt.get(UNPROVED)
