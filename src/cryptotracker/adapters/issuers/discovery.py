"""What an issuer of OpenID Connect says of itself, and the keys it signs with: read, and kept."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import define, field, frozen
from joserfc.jwk import Key

from cryptotracker.adapters.issuers import id_tokens
from cryptotracker.adapters.issuers.fetching import Fetch
from cryptotracker.adapters.issuers.vouching import text
from cryptotracker.domain.identity.identity_errors import IssuerUnavailableError
from cryptotracker.ports.clock import Clock

WELL_KNOWN: Final = "/.well-known/openid-configuration"
KNOWN_FOR: Final = timedelta(hours=1)
"""After so long all of it is read again."""
MISSED_FOR: Final = timedelta(minutes=1)
"""A key that is not known is looked for so often at most, however many tokens name one."""

REST: Final = timedelta(seconds=10)
"""So long an issuer that failed is left alone."""

BASIC: Final = "client_secret_basic"
ADDRESS_LONGEST: Final = 2_000


@frozen(kw_only=True)
class Described:
    """What an issuer says of itself.

    Attributes:
        names_itself: whether its answers say whose they are (RFC 9207).
        basic: whether clients say who they are in a header, or else in the body.
    """

    authorize: str
    token: str
    keys: str
    userinfo: str | None
    names_itself: bool
    basic: bool


@define
class Discovery:
    """Reads an issuer's description when it is needed, and one task at a time."""

    identifier: str
    fetch: Fetch
    _clock: Clock
    _described: Described | None = None
    _described_at: datetime | None = None
    _keys: Sequence[Key] = ()
    _keys_at: datetime | None = None
    _failed_at: datetime | None = None
    _turn: asyncio.Lock = field(factory=asyncio.Lock)

    async def described(self) -> Described:
        async with self._turn:
            found, now = self._described, self._clock.now()
            if found is None or is_older(self._described_at, KNOWN_FOR, now):
                place = self.identifier.rstrip("/") + WELL_KNOWN
                found = self._checked(self.fetch.an_object(await self._read(place, now)))
                self._described, self._described_at = found, now
            return found

    async def keys(self, within: timedelta = KNOWN_FOR) -> Sequence[Key]:
        described = await self.described()
        async with self._turn:
            now = self._clock.now()
            if is_older(self._keys_at, within, now):
                found = id_tokens.keys_of(await self._read(described.keys, now))
                if not found:
                    self.fetch.fail("it shows no key that we read")
                self._keys, self._keys_at = found, now
            return self._keys

    async def _read(self, place: str, now: datetime) -> Any:
        """Ask the issuer, unless it has just failed: those who wait behind would wait in vain."""
        if not is_older(self._failed_at, REST, now):
            raise IssuerUnavailableError(issuer=self.fetch.issuer)
        try:
            return await self.fetch.get(place)
        except IssuerUnavailableError:
            self._failed_at = self._clock.now()
            raise

    def _checked(self, said: Mapping[str, Any]) -> Described:
        if said.get("issuer") != self.identifier:
            self.fetch.fail("it calls itself by another name than the setting")
        known = said.get("token_endpoint_auth_methods_supported")
        return Described(
            authorize=self._place(said, "authorization_endpoint"),
            token=self._place(said, "token_endpoint"),
            keys=self._place(said, "jwks_uri"),
            userinfo=self._place(said, "userinfo_endpoint")
            if "userinfo_endpoint" in said
            else None,
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
            basic=not isinstance(known, list) or BASIC in known,
        )

    def _place(self, said: Mapping[str, Any], name: str) -> str:
        """Return an address that an issuer names; it is as safe on the way as the issuer's own."""
        found = text(said, name, ADDRESS_LONGEST)
        try:
            parts = urlsplit(found)
            fits = bool(parts.hostname) and parts.username is None and not parts.fragment
        except ValueError:
            fits = False
        if not fits or parts.scheme not in {"https", urlsplit(self.identifier).scheme}:
            self.fetch.fail(f"its {name} is no address that is safe to use")
        return found


def is_older(at: datetime | None, age: timedelta, now: datetime) -> bool:
    return at is None or now - at >= age
