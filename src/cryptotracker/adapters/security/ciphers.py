"""AES-256-GCM about something: what it was sealed about must be said again to open it."""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cryptotracker.ports.secrets import Part

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
VERSION: Final = b"\x01"
STEP: Final = 256
END: Final = b"\x80"


class DoesNotOpenError(Exception):
    """It was changed, or sealed by another key, or about something else."""


def seal(key: bytes, plain: bytes, *about: Part) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, written(*about))


def unseal(key: bytes, sealed: bytes, *about: Part) -> bytes:
    if sealed[:1] != VERSION:
        raise DoesNotOpenError
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, rest, written(*about))
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpenError from error


def written(*about: Part) -> bytes:
    """Write parts so that no two lists of them are written alike: each after its length."""
    parts = [str(part).encode() for part in about]
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def padded(plain: bytes) -> bytes:
    """Fill up to the next step, so that the length of what is sealed tells little."""
    filled = plain + END
    return filled + bytes(-len(filled) % STEP)


def unpadded(plain: bytes) -> bytes:
    return plain.rstrip(b"\x00").removesuffix(END)
