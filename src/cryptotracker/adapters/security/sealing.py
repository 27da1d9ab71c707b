"""Seal a stream with AES-256-GCM, chunk by chunk.

Each file has a key of its own, made from the secret and random salt. A chunk's nonce is its number
and whether it is the last, and the header is bound to every chunk: none can be moved to another
place or file, and a stream that ends without its last chunk was cut.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from hashlib import scrypt, sha256
from typing import Final

from attrs import frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cryptotracker.domain.errors import BackupUnusableError
from cryptotracker.ports.backups import Sealing, Secret

MAGIC: Final = b"cryptotracker backup 1\n"
CHUNK: Final = 1 << 20
TAG: Final = 16
HEADER_LONGEST: Final = 1_000
COST: Final = 1 << 17
"""Of scrypt: 128 MiB and some tenths of a second for each guess at a passphrase."""

PASSPHRASE, KEY_FILE = "passphrase", "key file"
NO_BACKUP: Final = "it is no backup of ours"


@frozen
class Key:
    """The key of one file, with what every chunk is bound to."""

    cipher: AESGCM
    bound: bytes

    @classmethod
    def of(cls, secret: Secret, header: bytes) -> "Key":
        """Derive a key as the header of its file says."""
        said = json.loads(header)
        salt = bytes.fromhex(said["salt"])
        if said["secret"] == PASSPHRASE:
            raw = scrypt(
                secret.passphrase.encode(), salt=salt, n=COST, r=8, p=1, dklen=32, maxmem=1 << 28
            )
        else:
            raw = HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC).derive(secret.key)
        return cls(AESGCM(raw), sha256(MAGIC + header).digest())

    def seal(self, number: int, chunk: bytes, *, last: bool) -> bytes:
        return self.cipher.encrypt(nonce(number, last=last), chunk, self.bound)

    def open(self, number: int, chunk: bytes, *, last: bool) -> bytes:
        return self.cipher.decrypt(nonce(number, last=last), chunk, self.bound)


def nonce(number: int, *, last: bool) -> bytes:
    """Name a chunk's place; a key is of one file, so no nonce is used twice with it."""
    return number.to_bytes(11) + bytes([last])


class SealedStreams(Sealing):
    """Header, then chunks of one size but for the last; the first is empty and tries the secret."""

    async def seal(self, pieces: AsyncIterator[bytes], secret: Secret) -> AsyncIterator[bytes]:
        kind = PASSPHRASE if secret.passphrase else KEY_FILE
        header = json.dumps({"secret": kind, "salt": os.urandom(32).hex()}).encode()
        key = await asyncio.to_thread(Key.of, secret, header)
        yield MAGIC + len(header).to_bytes(2) + header + key.seal(0, b"", last=False)
        number = 1
        async for chunk, last in chunks(pieces, CHUNK):
            yield await asyncio.to_thread(key.seal, number, chunk, last=last)
            number += 1

    async def open(self, pieces: AsyncIterator[bytes], secret: Secret) -> AsyncIterator[bytes]:
        stream = Stream(pieces)
        if await stream.take(len(MAGIC)) != MAGIC:
            raise BackupUnusableError(reason=NO_BACKUP)
        header = await stream.take(int.from_bytes(await stream.take(2)))
        key = await asyncio.to_thread(derived, secret, header)
        try:
            key.open(0, await stream.take(TAG), last=False)
        except InvalidTag as error:
            reason = "the passphrase or key is another, or its first bytes are damaged"
            raise BackupUnusableError(reason=reason) from error
        number = 1
        async for chunk, last in chunks(stream.rest(), CHUNK + TAG):
            try:
                yield await asyncio.to_thread(key.open, number, chunk, last=last)
            except InvalidTag as error:
                what = "it is cut off or damaged" if last else f"MiB {number} of it is damaged"
                raise BackupUnusableError(reason=what) from error
            number += 1


def derived(secret: Secret, header: bytes) -> Key:
    """Derive the key of a file that is there, or say which secret it wants."""
    try:
        wanted = json.loads(header)["secret"]
    except (ValueError, LookupError, TypeError) as error:
        raise BackupUnusableError(reason=NO_BACKUP) from error
    if wanted != (PASSPHRASE if secret.passphrase else KEY_FILE):
        raise BackupUnusableError(reason=f"it was sealed with a {wanted}")
    try:
        return Key.of(secret, header)
    except (ValueError, LookupError, TypeError) as error:
        raise BackupUnusableError(reason=NO_BACKUP) from error


class Stream:
    """Pieces of any size, taken in sizes of ours."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    async def take(self, size: int) -> bytes:
        """Take so many bytes from the beginning of a file."""
        while len(self._held) < size:
            piece = await anext(self._pieces, b"")
            if not piece:
                raise BackupUnusableError(reason=NO_BACKUP)
            self._held += piece
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    async def rest(self) -> AsyncIterator[bytes]:
        yield self._held
        async for piece in self._pieces:
            yield piece


async def chunks(pieces: AsyncIterator[bytes], size: int) -> AsyncIterator[tuple[bytes, bool]]:
    """Cut a stream into chunks of one size, the last one perhaps shorter, even empty."""
    held = bytearray()
    async for piece in pieces:
        held += piece
        while len(held) > size:
            yield bytes(held[:size]), False
            del held[:size]
    yield bytes(held), True
