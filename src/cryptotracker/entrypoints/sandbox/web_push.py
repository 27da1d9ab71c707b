"""A stand-in of a push service of browsers (RFC 8030), and of a browser that subscribes to it.

`POST /push/subscriptions` gives what a browser gives to a page. What is pushed is opened with the
browser's key and shown (RFC 8188, RFC 8291); who pushed has to prove who it is (RFC 8292).
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any, Final

from attrs import define, field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from litestar import Response, post
from litestar.params import FromPath

from cryptotracker.entrypoints.sandbox.answering import Said, said, spoilt, takes
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

NAME: Final = "push"
LARGEST: Final = 4096
SALT, HEAD = 16, 21
POINT: Final = 65
CURVE: Final = ec.SECP256R1()
DAY_SECONDS: Final = 86_400
OWN: Final[Mapping[str, tuple[int, str]]] = {
    "gone": (410, "the browser has unsubscribed"),
    "too_large": (413, "more than is taken"),
}
URGENCIES: Final = frozenset({"", "very-low", "low", "normal", "high"})


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@frozen
class Browser:
    """A subscription, by the secrets that its browser keeps."""

    key: ec.EllipticCurvePrivateKey = field(factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = field(factory=lambda: os.urandom(SALT))

    @property
    def point(self) -> bytes:
        return point(self.key.public_key())

    def open(self, body: bytes) -> bytes:
        """Open what was sealed for it; what was not raises ValueError."""
        head, length = body[:HEAD], body[HEAD - 1 : HEAD]
        if length != bytes([POINT]) or len(body) <= HEAD + POINT:
            raise ValueError(head)
        theirs = body[HEAD : HEAD + POINT]
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
        shared = self.key.exchange(ec.ECDH(), public)
        known = b"WebPush: info\0" + self.point + theirs
        secret = derived(shared, self.auth, known, 32)
        salt = head[:SALT]
        key = derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(secret, salt, b"Content-Encoding: nonce\0", 12)
        try:
            padded = AESGCM(key).decrypt(nonce, body[HEAD + POINT :], None)
        except InvalidTag as error:
            raise ValueError(head) from error
        return padded.rstrip(b"\0")[:-1]


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def derived(secret: bytes, salt: bytes, known: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=known).derive(secret)


@define
class Subscriptions:
    """The browsers that subscribed, by the last part of their addresses."""

    known: dict[str, Browser] = field(factory=dict)

    def add(self, address: str, browser: Browser) -> dict[str, Any]:
        name = token_urlsafe(12)
        self.known[name] = browser
        keys = {"p256dh": text_of(browser.point), "auth": text_of(browser.auth)}
        return {"endpoint": f"{address}/push/to/{name}", "expirationTime": None, "keys": keys}


def routes(sandbox: Sandbox) -> list[Any]:
    subscriptions = Subscriptions()

    @post("/push/subscriptions", sync_to_thread=False)
    def subscribe() -> dict[str, Any]:
        return subscriptions.add(sandbox.address, Browser())

    @post("/push/to/{name:str}")
    async def push(request: Asked, name: FromPath[str]) -> Response[Any]:
        fault, body = sandbox.fault(NAME), await request.body()
        browser = subscriptions.known.get(name)
        if browser is None:
            return spoilt(problem(404, "there is no such subscription"), "")
        right = problem(*OWN[fault]) if fault in OWN else judged(sandbox, request.headers, body)
        if right is None:
            right = taken(sandbox, browser, request.headers, body) if takes(fault) else Said()
        return spoilt(right, fault)

    return [subscribe, push]


def judged(sandbox: Sandbox, headers: Mapping[str, str], body: bytes) -> Said | None:
    """Refuse what breaks a rule of the standards, and say which."""
    if not headers.get("ttl", "").isdecimal():
        return problem(400, "TTL is missing: so many seconds it may be kept")
    if headers.get("urgency", "") not in URGENCIES:
        return problem(400, "Urgency is very-low, low, normal or high")
    if body and headers.get("content-encoding") != "aes128gcm":
        return problem(415, "Content-Encoding is aes128gcm")
    if len(body) > LARGEST:
        return problem(413, f"more than {LARGEST} bytes")
    now = int(sandbox.market.clock.now().timestamp())
    reason = unproved(headers.get("authorization", ""), sandbox.address, now)
    return problem(403, reason) if reason else None


def unproved(authorization: str, here: str, now: int) -> str:
    """Say what is wrong with how somebody proves who it is; empty is nothing."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(each.strip().split("=", 1) for each in rest.split(",") if "=" in each)
    if scheme.lower() != "vapid" or not {"t", "k"} <= set(parts):
        return "Authorization is: vapid t=…, k=…"
    try:
        raw = bytes_of(parts["k"])
        key = ECKey.import_key(ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw))
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"]).claims
    except (JoseError, ValueError):
        return "the token is not signed by its key"
    if claims.get("aud") != here:
        return f"aud is not {here}"
    if not 0 < claims.get("exp", 0) - now <= DAY_SECONDS:
        return "exp is not within the next day"
    if not str(claims.get("sub", "")).startswith(("mailto:", "https:")):
        return "sub is neither mailto: nor https:"
    return ""


def taken(sandbox: Sandbox, browser: Browser, headers: Mapping[str, str], body: bytes) -> Said:
    try:
        text = browser.open(body).decode() if body else ""
    except ValueError:
        return problem(400, "it is not sealed for this subscription")
    facts = {name: headers[name] for name in ("ttl", "urgency", "topic") if name in headers}
    kept = sandbox.deliver(NAME, text_of(browser.point)[:16], "", text, facts)
    location = {"location": f"{sandbox.address}/push/messages/{kept.number}"}
    return Said(status=201, headers={**location, "ttl": headers["ttl"]})


def problem(status: int, words: str) -> Said:
    return said({"code": status, "message": words}, status=status)
