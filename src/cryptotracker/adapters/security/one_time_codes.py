"""Codes of apps by pyotp, and their pictures by segno."""

from typing import Final

import segno
from attrs import frozen
from pyotp import TOTP, random_base32

from cryptotracker.domain.identity.totp import DIGITS, SECONDS
from cryptotracker.ports.factors import OneTimeCodes

LETTERS: Final = 32
"""Of a seed in base 32: 160 bits, as many as the digest has."""
ISSUER: Final = "CryptoTracker"


@frozen
class AppCodes(OneTimeCodes):
    """What apps know as TOTP with what they take for granted."""

    def seed(self) -> str:
        return random_base32(LETTERS)

    def code(self, seed: str, step: int) -> str:
        return totp(seed).generate_otp(step)

    def uri(self, seed: str, name: str) -> str:
        return totp(seed).provisioning_uri(name=name, issuer_name=ISSUER)

    def picture(self, uri: str) -> str:
        drawn = segno.make(uri, error="m", micro=False)
        # With a light ground of its own, for pages may be dark.
        return drawn.svg_inline(omitsize=True, dark="#000", light="#fff", svgclass="", lineclass="")


def totp(seed: str) -> TOTP:
    return TOTP(seed, digits=DIGITS, interval=SECONDS)
