"""Issuers that speak OpenID Connect: by the code flow, with PKCE, as OAuth 2.1 asks for."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

from attrs import frozen

from cryptotracker.adapters.issuers import id_tokens
from cryptotracker.adapters.issuers.discovery import KNOWN_FOR, MISSED_FOR, Described, Discovery
from cryptotracker.adapters.issuers.fetching import Fetch
from cryptotracker.adapters.issuers.id_tokens import (
    Expected,
    InvalidIdTokenError,
    UnknownIdKeyError,
)
from cryptotracker.adapters.issuers.vouching import address, text
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.issuers import Answered, Asked, Issuer, Vouched
from cryptotracker.ports.secrets import Secret

SCOPE: Final = "openid email profile"
YEAR_9999: Final = 253_402_300_799


@frozen(kw_only=True)
class Client:
    """Who we are to an issuer, and where a browser comes back to.

    Attributes:
        again: what makes it ask somebody anew whom it knows.
    """

    title: str
    id: str
    secret: Secret | None
    redirect: str
    again: Mapping[str, str]


@frozen(kw_only=True)
class OpenIdIssuer(Issuer):
    """An issuer that describes itself at a well-known address."""

    client: Client
    fetch: Fetch
    discovery: Discovery
    clock: Clock

    @property
    def title(self) -> str:
        return self.client.title

    @property
    def identifier(self) -> str:
        return self.discovery.identifier

    async def address(self, asked: Asked) -> str:
        described = await self.discovery.described()
        wanted = {
            **requested(self.client, asked, SCOPE),
            "response_type": "code",
            "nonce": asked.nonce,
        }
        joint = "&" if urlsplit(described.authorize).query else "?"
        return f"{described.authorize}{joint}{urlencode(wanted)}"

    async def vouched(self, answered: Answered, asked: Asked) -> Vouched:
        described = await self.discovery.described()
        # An answer of another issuer than the one that was asked (RFC 9207).
        wanted = self.identifier if described.names_itself or answered.issuer is not None else None
        if answered.issuer != wanted:
            self.fetch.refuse("another issuer has answered")
        granted = await self._granted(described, answered, asked)
        token = granted.get("id_token")
        if not isinstance(token, str):
            self.fetch.fail("it gave no ID token")
        said = await self._read(token, asked)
        return person(self.identifier, await self._with_address(described, granted, said))

    async def _granted(
        self, described: Described, answered: Answered, asked: Asked
    ) -> Mapping[str, Any]:
        form = redeemed(self.client, answered, asked) | {"grant_type": "authorization_code"}
        secret = self.client.secret.reveal() if self.client.secret else None
        if secret is not None and described.basic:
            headers = {"authorization": basic(self.client.id, secret)}
            return await self.fetch.granted(described.token, form, headers)
        form |= {"client_id": self.client.id} | ({"client_secret": secret} if secret else {})
        return await self.fetch.granted(described.token, form)

    async def _read(self, token: str, asked: Asked) -> Mapping[str, Any]:
        expected = Expected(
            issuer=self.identifier,
            audience=self.client.id,
            nonce=asked.nonce,
            now=self.clock.now(),
        )
        try:
            try:
                return id_tokens.read(token, await self.discovery.keys(KNOWN_FOR), expected)
            except UnknownIdKeyError:  # it may have changed them
                return id_tokens.read(token, await self.discovery.keys(MISSED_FOR), expected)
        except InvalidIdTokenError as error:
            self.fetch.refuse("its ID token does not hold", error)

    async def _with_address(
        self, described: Described, granted: Mapping[str, Any], said: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Ask for what an issuer keeps out of its tokens, if it is another place that tells it."""
        access = granted.get("access_token")
        if "email" in said or described.userinfo is None or not isinstance(access, str):
            return said
        told = self.fetch.an_object(
            await self.fetch.get(described.userinfo, self.fetch.bearer(access))
        )
        if told.get("sub") != said["sub"]:
            self.fetch.refuse("it tells of somebody else than it signed for")
        return {**told, **said}


def requested(client: Client, asked: Asked, scope: str) -> dict[str, str]:
    """Write what every issuer is asked with."""
    return {
        "client_id": client.id,
        "redirect_uri": client.redirect,
        "scope": scope,
        "state": asked.state,
        "code_challenge": challenge(asked.verifier),
        "code_challenge_method": "S256",
        **(client.again if asked.again else {}),
    }


def redeemed(client: Client, answered: Answered, asked: Asked) -> dict[str, str]:
    """Write what every issuer is shown for a code."""
    return {
        "code": answered.code,
        "redirect_uri": client.redirect,
        "code_verifier": asked.verifier,
    }


def person(issuer: str, said: Mapping[str, Any]) -> Vouched:
    at, email = said.get("auth_time"), text(said, "email")
    return Vouched(
        issuer=issuer,
        subject=said["sub"],
        label=email or text(said, "preferred_username") or text(said, "name") or said["sub"],
        name=text(said, "name"),
        email=address(said.get("email"), verified=said.get("email_verified")),
        proved_at=datetime.fromtimestamp(at, UTC)
        if isinstance(at, int) and 0 <= at <= YEAR_9999
        else None,
    )


def challenge(verifier: str) -> str:
    """Sum a verifier up, as PKCE has it (RFC 7636).

    >>> challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def basic(name: str, secret: str) -> str:
    """Write who we are for a header, as OAuth has it: each part as in a form first."""
    pair = f"{quote_plus(name)}:{quote_plus(secret)}"
    return f"Basic {b64encode(pair.encode()).decode()}"
