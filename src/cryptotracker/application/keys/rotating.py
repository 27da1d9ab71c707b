"""Change keys: those that wrap data keys, and the data key of one user.

The new key is there before the first thing is moved to it, and the old one until the last was, so
whatever is interrupted can be done again and goes on where it stopped; everything opens meanwhile.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.application.keys.opening import check, following, proven
from cryptotracker.domain.errors import NoKeyError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.sealed import DataKey, RingKey
from cryptotracker.ports.secrets import KeyFile, Ring
from cryptotracker.ports.vault import Keeper

AT_ONCE: Final = 1_000

Tell: TypeAlias = Callable[[str], None]


def nobody(_: str) -> None:
    """Tell nobody how far it is."""


@frozen(kw_only=True)
class Rotated:
    """Which key seals now, and how many data keys it was given to wrap."""

    key: str
    rewrapped: int


@frozen
class AddKey:
    """Add a key to a ring's file without using it, so that the file can be taken elsewhere."""

    everybody: Database

    async def __call__(self, ring: KeyFile) -> str:
        async with self.everybody.transaction() as work:
            known = await work.sealed.rings.hold(ring.name)
            check(ring, known, await work.sealed.wrappings.counts(ring.name))
            return next(iter(unused(ring, known)), None) or ring.add()


@frozen
class RotateRing:
    """Have a new key of a ring wrap all data keys; or the newest, if it does not wrap all yet."""

    everybody: Database
    clock: Clock
    at_once: int = AT_ONCE

    async def __call__(self, ring: KeyFile, *, tell: Tell = nobody) -> Rotated:
        key, left = await self._begin(ring)
        done = 0
        while moved := await self._batch(ring, key):
            done += moved
            tell(f"data keys: {done:,} of {max(left, done):,}")
        return Rotated(key=key, rewrapped=done)

    async def _begin(self, ring: KeyFile) -> tuple[str, int]:
        """Choose the key that is to wrap, and say how many data keys others wrap."""
        async with self.everybody.transaction() as work:
            known = await work.sealed.rings.hold(ring.name)
            counts = await work.sealed.wrappings.counts(ring.name)
            check(ring, known, counts)
            if not known:
                raise NoKeyError(whose=ring.name)
            newest, total = known[-1].id, sum(counts.values())
            left = total - counts.get(newest, 0)
            if left:  # an earlier rotation was interrupted
                return newest, left
            key = next(iter(unused(ring, known)), None) or ring.add()
            new = proven(ring, key, following(known), self.clock)
            registered = await work.sealed.rings.register(new)
            assert registered
            return key, total

    async def _batch(self, ring: Ring, key: str) -> int:
        async with self.everybody.transaction() as work:
            found = await work.sealed.wrappings.others(ring.name, key, self.at_once)
            if found:
                await work.sealed.wrappings.rewrap([rewrapped(ring, each, key) for each in found])
            return len(found)


@frozen
class RotateDataKey:
    """Seal everything of a user that a vault keeps anew, by a new data key."""

    everybody: Database
    at_once: int = AT_ONCE

    async def __call__(self, vault: Keeper, user: UUID, *, tell: Tell = nobody) -> int:
        """Say how many secrets were sealed anew."""
        key = await self._begin(vault, user)
        if key is None:
            return 0
        done = 0
        while True:
            while moved := await self._batch(vault, key):
                done += moved
                tell(f"secrets: {done:,}")
            if await self._removed(key):
                return done

    async def _begin(self, vault: Keeper, user: UUID) -> DataKey | None:
        async with self.everybody.transaction() as work:
            newest = await work.sealed.data_keys.newest(user, vault.ring)
            if newest is None or await work.sealed.data_keys.older(newest):
                return newest  # the latter: an earlier rotation was interrupted
            return await vault.renew(work.sealed, user)

    async def _batch(self, vault: Keeper, key: DataKey) -> int:
        """Seal some secrets, each in a transaction: with two, one could wait for its user's."""
        async with self.everybody.snapshot() as work:
            found = await work.sealed.fields.others(key, self.at_once)
        for each in found:
            async with self.everybody.transaction() as work:
                await vault.reseal(work.sealed, each)
        return len(found)

    async def _removed(self, key: DataKey) -> bool:
        """Remove the older keys, unless a secret was sealed by one in the meantime."""
        async with self.everybody.transaction() as work:
            older = await work.sealed.data_keys.older(key)
            return all([await work.sealed.data_keys.remove(each) for each in older])


def unused(ring: Ring, known: Sequence[RingKey]) -> Sequence[str]:
    """List keys that were added behind the newest; what lies before it was retired."""
    names = ring.names()
    newest = names.index(known[-1].id) if known else -1
    return names[newest + 1 :]


def rewrapped(ring: Ring, key: DataKey, by: str) -> DataKey:
    plain = ring.open(key.wrapped_by, key.wrapped, *key.about)
    moved = evolve(key, wrapped_by=by)
    return evolve(moved, wrapped=ring.seal(by, plain, *moved.about))
