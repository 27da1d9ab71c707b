"""Secrets that the server takes and only workers can read: HPKE (RFC 9180) to their public key.

X25519, HKDF-SHA256 and AES-256-GCM; the place is the `info` that both sides must agree on. The
private half of the key is a secret of the installation in the vault of workers.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final
from uuid import UUID

from attrs import frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from cryptotracker.adapters.security.ciphers import padded, written
from cryptotracker.adapters.security.vault import RingVault, broken
from cryptotracker.domain.errors import NoKeyError, SecretMissingError
from cryptotracker.ports.sealed import DataKey, Sealed, SealedField, WorkerKey
from cryptotracker.ports.secrets import INSTALLATION, WORKER, Place, Secret
from cryptotracker.ports.vault import Letterbox, WorkerVault

SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def about(number: int, place: Place) -> bytes:
    return written(WORKER, number, *place.about)


def private_half(number: int) -> Place:
    return Place(
        user=INSTALLATION, record=UUID(int=number), kind="worker key", field="private half"
    )


@frozen
class SealedLetterbox(Letterbox):
    """A letterbox that has the public half alone."""

    async def seal(self, kept: Sealed, place: Place, secret: Secret) -> None:
        key = await kept.worker_keys.newest()
        if key is None:
            raise NoKeyError(whose=WORKER)
        public = X25519PublicKey.from_public_bytes(key.public)
        plain = padded(secret.reveal().encode())
        sealed = SUITE.encrypt(plain, public, info=about(key.number, place))
        found = SealedField(place=place, ring=WORKER, key=key.number, sealed=sealed)
        await kept.fields.put(found)


@frozen
class LetterVault(RingVault, WorkerVault):
    """The vault of workers: it opens what was sent to them, too."""

    async def make_key(self, kept: Sealed) -> None:
        if await kept.worker_keys.newest() is not None:
            return
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        key = WorkerKey(number=1, public=public, made_at=self._clock.now())
        if await kept.worker_keys.add(key):
            text = urlsafe_b64encode(private.private_bytes_raw()).decode()
            await self.seal(kept, private_half(key.number), Secret(text))

    async def _opened(self, kept: Sealed, field: SealedField, key: DataKey | None) -> bytes:
        if field.ring != WORKER:
            return await super()._opened(kept, field, key)
        try:
            text = await self.open(kept, private_half(field.key))
        except SecretMissingError as error:
            raise broken(field.place) from error
        private = X25519PrivateKey.from_private_bytes(urlsafe_b64decode(text.reveal()))
        try:
            return SUITE.decrypt(field.sealed, private, info=about(field.key, field.place))
        except InvalidTag as error:
            raise broken(field.place) from error
