"""A device that makes passkeys and answers for them, in software; it lies where a test says so."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import cbor2
from attrs import define, field
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
"""Somebody was there; it is the device's user; a new key follows."""
BOTH = PRESENT | VERIFIED


def encoded(plain: bytes) -> str:
    return urlsafe_b64encode(plain).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "===")


def number(value: int) -> bytes:
    return value.to_bytes(32)


@define
class Device:
    """A device with one passkey.

    Attributes:
        origin: of the page that asks it.
        flags: what it says it looked at.
        count: how often it was used; None for one that does not count.
        crossed: whether the page is in a frame of another site.
    """

    origin: str = "https://tracker.example.org"
    host: str = "tracker.example.org"
    flags: int = BOTH
    count: int | None = 0
    crossed: bool = False
    credential: bytes = b"a passkey of a test"
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.create`."""
        self.handle = decoded(options["user"]["id"])
        made = self._data(self.flags | ATTESTED) + bytes(16)
        made += len(self.credential).to_bytes(2) + self.credential + self._public()
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": made})
        said = self._said("webauthn.create", options["challenge"])
        return self._answer(said, attestationObject=encoded(attested))

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.get`."""
        if self.count is not None:
            self.count += 1
        said, data = self._said("webauthn.get", options["challenge"]), self._data(self.flags)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            said,
            authenticatorData=encoded(data),
            signature=encoded(signature),
            userHandle=encoded(self.handle),
        )

    def _answer(self, said: bytes, **response: str) -> dict[str, Any]:
        name = encoded(self.credential)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {"clientDataJSON": encoded(said)} | response,
        }

    def _said(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(said | {"crossOrigin": self.crossed}).encode()

    def _data(self, flags: int) -> bytes:
        count = (self.count or 0).to_bytes(4)
        return sha256(self.host.encode()).digest() + bytes([flags]) + count

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: number(point.x), -3: number(point.y)})
