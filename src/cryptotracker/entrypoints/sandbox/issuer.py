"""A stand-in of an issuer of OpenID Connect, and of GitHub; it lies when it is told to."""

import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit

from attrs import Factory, define, field, frozen
from joserfc import jwt
from joserfc.jwk import Key, RSAKey

CLIENT: Final = ("sandbox-client", "sandbox-secret")
ACCESS: Final = "access-token-of-the-sandbox"
GOOD_FOR_SECONDS: Final = 300
BITS: Final = 2048
ADA: Final = {"sub": "4711", "email": "ada@example.org", "email_verified": True, "name": "Ada L."}
OCTOCAT: Final = {"id": 583231, "login": "octocat", "name": "The Octocat"}
OCTOCATS_MAIL: Final = [
    {"email": "old@example.org", "primary": False, "verified": True},
    {"email": "octocat@example.org", "primary": True, "verified": True},
]

Person: TypeAlias = Mapping[str, Any]
Words: TypeAlias = Mapping[str, str]

LIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "wrong_nonce": {"nonce": "of somebody else"},
    "wrong_issuer": {"iss": "https://evil.example.org"},
    "wrong_audience": {"aud": "somebody-else"},
    "expired": {"iat": 1_500_000_000, "exp": 1_500_000_300},
    "nobody": {"sub": None},
}
"""What its ID tokens say, where they lie."""

UNKNOWN_KEY: Final = "unknown_key"
"""The fault of signing by a key that it did not publish."""


@lru_cache(maxsize=1)
def first_key() -> RSAKey:
    """Make the key that is published: once, for it takes a tenth of a second."""
    return new_key("first")


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(BITS, {"kid": name, "use": "sig", "alg": "RS256"})


@frozen
class Grant:
    """What a code is worth."""

    redirect: str
    challenge: str
    nonce: str | None
    person: Person


@define(kw_only=True)
class Issuer:
    """The issuer.

    Attributes:
        client: who may ask it for tokens: an id, and a secret.
        claims: what its ID tokens say otherwise than they should.
        described: what it says of itself otherwise than it should.
        sign: makes its tokens, in place of its last key.
    """

    address: str
    client: tuple[str, str] = CLIENT
    keys: list[Key] = Factory(lambda: [first_key()])
    claims: dict[str, Any] = field(factory=dict)
    described: dict[str, Any] = field(factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    userinfo: dict[str, Any] = field(factory=dict)
    github: dict[str, Any] = Factory(lambda: {"user": OCTOCAT, "emails": OCTOCATS_MAIL})
    _codes: dict[str, Grant] = field(factory=dict)

    def consent(self, address: str, person: Person = ADA, **changed: Any) -> str:
        """Sign somebody in whose browser was sent here; return where it is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type" if "nonce" in asked else "client_id"]
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self._codes[code] = Grant(
            asked["redirect_uri"], asked["code_challenge"], asked.get("nonce"), person
        )
        back = {"code": code, "state": asked["state"]} | changed
        told = {name: value for name, value in back.items() if value is not None}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def answer(self, path: str, headers: Words, form: Words) -> tuple[int, Any]:
        """Return the status and the JSON of whatever is asked by a program."""
        if path == "/.well-known/openid-configuration":
            return 200, self._description() | self.described
        if path == "/keys":
            return 200, {"keys": [each.as_dict(private=False) for each in self.keys]}
        if path in {"/token", "/login/oauth/access_token"}:
            status, granted = self._granted(headers, form)
            # GitHub says what it refuses with status 200.
            return status if path == "/token" else 200, granted
        return self._of_person(path, headers)

    def _of_person(self, path: str, headers: Words) -> tuple[int, Any]:
        found = {
            "/userinfo": self.userinfo,
            "/api/user": self.github["user"],
            "/api/user/emails": self.github["emails"],
        }
        if path not in found:
            return 404, {"error": "not_found"}
        if headers.get("authorization") != f"Bearer {ACCESS}":
            return 401, {"error": "invalid_token"}
        return 200, found[path]

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "code_challenge_methods_supported": ["S256"],
        }

    def _granted(self, headers: Words, form: Words) -> tuple[int, Any]:
        grant = self._codes.pop(form.get("code", ""), None)
        if not self._knows(headers, form):
            return 401, {"error": "invalid_client"}
        fits = (
            grant is not None
            and form.get("redirect_uri") == grant.redirect
            and challenge(form.get("code_verifier", "")) == grant.challenge
        )
        if grant is None or not fits:
            return 400, {"error": "invalid_grant"}
        given = {"access_token": ACCESS, "token_type": "Bearer"}
        return 200, given | ({"id_token": self._token(grant)} if grant.nonce else {})

    def _knows(self, headers: Words, form: Words) -> bool:
        """Tell whether a client has proved who it is, in a header or in the form."""
        given = headers.get("authorization", "").removeprefix("Basic ").encode()
        try:
            basic = b64decode(given).decode()
        except ValueError:
            return False
        pair = basic or urlencode({form.get("client_id", ""): form.get("client_secret", "")})
        wanted = urlencode([self.client])
        return secrets.compare_digest(pair.replace(":", "=").encode(), wanted.encode())

    def _token(self, grant: Grant) -> str:
        now = int(self.now().timestamp())
        said = {
            "iss": self.address,
            "aud": self.client[0],
            "iat": now,
            "exp": now + GOOD_FOR_SECONDS,
            "nonce": grant.nonce,
            **grant.person,
            **self.claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        if self.sign is not None:
            return self.sign(said)
        key = self.keys[-1]
        return jwt.encode({"alg": "RS256", "kid": key.kid}, said, key)


def challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def lie(issuer: Issuer, fault: str) -> None:
    """Have an issuer lie in the tokens to come, or speak the truth again."""
    issuer.claims = dict(LIES.get(fault, {}))
    issuer.sign = foreign if fault == UNKNOWN_KEY else None


def foreign(said: dict[str, Any]) -> str:
    key = new_key("unknown")
    return jwt.encode({"alg": "RS256", "kid": key.kid}, said, key)
