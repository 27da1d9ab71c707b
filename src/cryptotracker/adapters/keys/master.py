"""The master key: 32 random bytes in a file of its own, which nobody but its owner can read.

It is made once and never again: what it sealed cannot be opened by another. So a file that is
there is never written, and whoever knows that there was one must not ask for a new one.
"""

import os
import secrets
import tempfile
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cryptotracker.ports.secrets import BrokenSealError, Sealer

MARK: Final = "cryptotracker-master-key-1"
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
VERSION: Final = b"\x01"
OTHERS: Final = 0o077


@frozen(kw_only=True)
class UnusableKeyError(Exception):
    """The file of the key is not as it must be."""

    reason: str


@frozen(kw_only=True)
class MasterKey(Sealer):
    """AES-256-GCM by the key of a file."""

    key_id: str
    _key: bytes = field(repr=False)

    def seal(self, plain: bytes, *place: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + AESGCM(self._key).encrypt(nonce, plain, self._about(place))

    def open(self, sealed: bytes, *place: str) -> bytes:
        if sealed[:1] != VERSION:
            raise BrokenSealError(key_id=self.key_id)
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return AESGCM(self._key).decrypt(nonce, rest, self._about(place))
        except (InvalidTag, ValueError) as error:
            raise BrokenSealError(key_id=self.key_id) from error

    def _about(self, place: tuple[str, ...]) -> bytes:
        """Write the place so that no two places are written alike."""
        parts = [part.encode() for part in (self.key_id, *place)]
        return b"".join(len(part).to_bytes(4) + part for part in parts)


def read(path: Path) -> MasterKey | None:
    """Read the key, or None if there is no file."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            words = file.read(500).decode("ascii", "replace").split()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnusableKeyError(reason=f"{path} cannot be read: {error.strerror}") from error
    if os.name == "posix" and mode & OTHERS:
        reason = f"{path} can be read by others; run: chmod 600 '{path}'"
        raise UnusableKeyError(reason=reason)
    try:
        mark, key_id, text = words
        key = urlsafe_b64decode(text)
    except (ValueError, NotBase64) as error:
        raise UnusableKeyError(reason=f"{path} holds no master key") from error
    if mark != MARK or len(key) != KEY_BYTES:
        raise UnusableKeyError(reason=f"{path} holds no master key")
    return MasterKey(key_id=key_id, key=key)


def make(path: Path) -> MasterKey:
    """Make a key; if somebody else makes one at the same moment, there is one, and both have it."""
    key_id, key = f"k{secrets.token_hex(4)}", urlsafe_b64encode(secrets.token_bytes(KEY_BYTES))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".key-") as file:  # mode 0600
            file.write(f"{MARK} {key_id} {key.decode()}\n".encode())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(file.name, path)
    except OSError as error:
        raise UnusableKeyError(reason=f"{path} cannot be made: {error.strerror}") from error
    found = read(path)
    assert found is not None
    return found
