"""Secrets under data keys of their users, which a ring's newest key wraps."""

import secrets
from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.adapters.security.ciphers import (
    KEY_BYTES,
    DoesNotOpenError,
    padded,
    seal,
    unpadded,
    unseal,
)
from cryptotracker.domain.errors import BrokenSealError, NoKeyError, SecretMissingError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.sealed import DataKey, Sealed, SealedField
from cryptotracker.ports.secrets import Place, Ring, Secret
from cryptotracker.ports.vault import Keeper


@frozen
class RingVault(Keeper):
    """A vault of whoever has the ring's file."""

    _ring: Ring
    _clock: Clock

    @property
    def ring(self) -> str:
        return self._ring.name

    async def seal(self, kept: Sealed, place: Place, secret: Secret) -> None:
        plain = padded(secret.reveal().encode())
        await kept.fields.put(await self._sealed(kept, place, plain))

    async def open(self, kept: Sealed, place: Place) -> Secret:
        found = await kept.fields.get(place.user, place.record, place.field)
        if found is None:
            raise SecretMissingError(what=f"{place.kind} {place.field}")
        field, key = found
        plain = await self._opened(kept, evolve(field, place=place), key)
        return Secret(unpadded(plain).decode())

    async def remove(self, kept: Sealed, user: UUID, record: UUID) -> None:
        await kept.fields.remove(user, record)

    async def forget(self, kept: Sealed, user: UUID) -> None:
        await kept.data_keys.forget(user)

    async def renew(self, kept: Sealed, user: UUID) -> DataKey | None:
        newest = await kept.data_keys.newest(user, self.ring)
        if newest is None:
            return None
        key = await self._made(kept, user, newest.number + 1)
        return key or await kept.data_keys.newest(user, self.ring)

    async def reseal(self, kept: Sealed, secret: SealedField) -> None:
        place = secret.place
        found = await kept.fields.get(place.user, place.record, place.field)
        if found is not None:
            plain = await self._opened(kept, *found)
            await kept.fields.replace(found[0], await self._sealed(kept, place, plain))

    async def _opened(self, kept: Sealed, field: SealedField, key: DataKey | None) -> bytes:
        """Open what is sealed; `kept` is for those who need more to do that."""
        del kept
        if key is None or field.ring != self.ring:
            raise broken(field.place)
        data_key = self._ring.open(key.wrapped_by, key.wrapped, *key.about)
        try:
            return unseal(data_key, field.sealed, *field.place.about)
        except DoesNotOpenError as error:
            raise broken(field.place) from error

    async def _sealed(self, kept: Sealed, place: Place, plain: bytes) -> SealedField:
        key = await self._newest(kept, place.user)
        data_key = self._ring.open(key.wrapped_by, key.wrapped, *key.about)
        sealed = seal(data_key, plain, *place.about)
        return SealedField(place=place, ring=self.ring, key=key.number, sealed=sealed)

    async def _newest(self, kept: Sealed, user: UUID) -> DataKey:
        """Return the key of a user, a new one if there is none; others may make one, too."""
        while True:
            found = await kept.data_keys.newest(user, self.ring)
            found = found or await self._made(kept, user, 1)
            if found is not None:
                return found

    async def _made(self, kept: Sealed, user: UUID, number: int) -> DataKey | None:
        """Make a key of a number; None if somebody else has."""
        newest = await kept.rings.newest(self.ring)
        if newest is None:
            raise NoKeyError(whose=self.ring)
        key = DataKey(
            owner=user,
            ring=self.ring,
            number=number,
            wrapped_by=newest,
            wrapped=b"",
            made_at=self._clock.now(),
        )
        plain = secrets.token_bytes(KEY_BYTES)
        key = evolve(key, wrapped=self._ring.seal(newest, plain, *key.about))
        return key if await kept.data_keys.add(key) else None


def broken(place: Place) -> BrokenSealError:
    return BrokenSealError(what=f"{place.kind} {place.field} of {place.record}")
