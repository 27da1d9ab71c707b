"""Make texts that nobody can guess; of each we keep a digest only."""

import secrets
from hashlib import sha256
from typing import Final, NamedTuple

RANDOM_BYTES: Final = 32
LONGEST: Final = 200


class Minted(NamedTuple):
    """A new text, and what we keep of it."""

    text: str
    digest: bytes


def mint() -> Minted:
    text = secrets.token_urlsafe(RANDOM_BYTES)
    return Minted(text, digest_of(text))


def digest_of(text: str) -> bytes:
    """Sum a text up; what it is made of was random, so this needs no salt."""
    return sha256(text[:LONGEST].encode("utf-8", "replace")).digest()
