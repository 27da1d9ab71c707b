"""An issuer on this machine that speaks as others do, and as GitHub; it lies when told to."""

import json
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from attrs import Factory, define, field, frozen
from joserfc import jwt
from joserfc.jwk import Key, RSAKey

CLIENT_ID, CLIENT_SECRET = "tracker client", "canary/secret+of+the+client"
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
ACCESS = "canary-access-token"
ADA = {"sub": "4711", "email": "ada@example.org", "email_verified": True, "name": "Ada L."}
OCTOCAT = {"id": 583231, "login": "octocat", "name": "The Octocat"}
OCTOCATS_MAIL = [
    {"email": "old@example.org", "primary": False, "verified": True},
    {"email": "octocat@example.org", "primary": True, "verified": True},
]

Answer: TypeAlias = tuple[int, dict[str, str], bytes]


@frozen
class Grant:
    """What a code is worth."""

    redirect: str
    challenge: str
    nonce: str | None
    person: dict[str, Any]


@define
class Provider:
    """The issuer.

    Attributes:
        claims: what its ID tokens say otherwise than they should.
        described: what it says of itself otherwise than it should.
        instead: whole answers by path: status, headers, body.
        ready: until this is set it keeps whoever asks waiting.
        asked: each request that came, as method, path, headers and form.
    """

    address: str
    keys: list[Key] = Factory(lambda: [KEY])
    claims: dict[str, Any] = field(factory=dict)
    described: dict[str, Any] = field(factory=dict)
    instead: dict[str, Answer] = field(factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    now: Callable[[], float] = time.time
    ready: threading.Event = field(factory=threading.Event)
    userinfo: dict[str, Any] = field(factory=dict)
    github: dict[str, Any] = Factory(lambda: {"user": OCTOCAT, "emails": OCTOCATS_MAIL})
    asked: list[tuple[str, str, dict[str, str], dict[str, str]]] = field(factory=list)
    _codes: dict[str, Grant] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.ready.set()

    def consent(self, address: str, person: dict[str, Any] = ADA, **changed: Any) -> str:
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

    def times(self, path: str) -> int:
        """Count how often a path was asked for."""
        return sum(each[1] == path for each in self.asked)

    def answer(self, path: str, headers: dict[str, str], form: dict[str, str]) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, self._description() | self.described
        if path == "/keys":
            return 200, {"keys": [each.as_dict(private=False) for each in self.keys]}
        if path == "/token":
            return self._granted(headers, form)
        if path == "/login/oauth/access_token":  # GitHub says what it refuses with status 200
            return 200, self._granted(headers, form)[1]
        found = {"/userinfo": self.userinfo, "/api/user": self.github["user"]}
        if headers.get("authorization") != f"Bearer {ACCESS}":
            return 401, {"error": "invalid_token"}
        return 200, {**found, "/api/user/emails": self.github["emails"]}[path]

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "code_challenge_methods_supported": ["S256"],
        }

    def _granted(self, headers: dict[str, str], form: dict[str, str]) -> tuple[int, Any]:
        grant = self._codes.pop(form.get("code", ""), None)
        if not known(headers, form):
            return 401, {"error": "invalid_client"}
        fits = (
            grant is not None
            and form["redirect_uri"] == grant.redirect
            and challenge(form["code_verifier"]) == grant.challenge
        )
        if grant is None or not fits:
            return 400, {"error": "invalid_grant"}
        given = {"access_token": ACCESS, "token_type": "Bearer"}
        return 200, given | ({"id_token": self._token(grant)} if grant.nonce else {})

    def _token(self, grant: Grant) -> str:
        now = int(self.now())
        said = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": grant.nonce,
            **grant.person,
            **self.claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        if self.sign is not None:
            return self.sign(said)
        key = self.keys[-1]
        return jwt.encode({"alg": "RS256", "kid": key.kid}, said, key)


def known(headers: dict[str, str], form: dict[str, str]) -> bool:
    """Tell whether a client has proved who it is, in a header or in the form."""
    basic = b64decode(headers.get("authorization", "").removeprefix("Basic ")).decode()
    pair = basic or urlencode({form.get("client_id", ""): form.get("client_secret", "")})
    wanted = urlencode({CLIENT_ID: CLIENT_SECRET})
    return pair.replace(":", "=") == wanted


def challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


class Handler(BaseHTTPRequestHandler):
    """Answers as the provider of its server says."""

    provider: Provider

    def do_GET(self) -> None:
        self._reply({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._reply({name: values[0] for name, values in parse_qs(body).items()})

    def handle(self) -> None:
        """Bear it that whoever asked did not wait."""
        with suppress(OSError):
            super().handle()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _reply(self, form: dict[str, str]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.provider.asked.append((self.command, self.path, headers, form))
        self.provider.ready.wait()
        status, more, body = self.provider.instead.get(self.path) or self._usual(headers, form)
        self.send_response(status)
        for name, value in ({"content-length": str(len(body))} | more).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _usual(self, headers: dict[str, str], form: dict[str, str]) -> Answer:
        if self.path.startswith("/authorize?"):  # whoever comes here is Ada, and agrees
            back = self.provider.consent(self.provider.address + self.path)
            return 303, {"location": back}, b""
        status, said = self.provider.answer(self.path, headers, form)
        return status, {}, json.dumps(said).encode()


@contextmanager
def provider() -> Iterator[Provider]:
    answering: type[Handler] = type("Answering", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        answering.provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield answering.provider
        finally:
            answering.provider.ready.set()
            server.shutdown()
            thread.join()
