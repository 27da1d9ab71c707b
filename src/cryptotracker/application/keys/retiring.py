"""Do without a key: one that nothing needs any more, or one that is lost."""

from attrs import frozen

from cryptotracker.domain.errors import KeyInUseError, UnknownOptionError
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.secrets import KeyFile


@frozen
class RetireKey:
    """Take a key out of a ring and its file, unless a data key is wrapped by it.

    The database forgets it first: from then on nothing is wrapped by it any more. Whoever is
    interrupted there does it again, as on another machine that has a copy of the file.
    """

    everybody: Database

    async def __call__(self, ring: KeyFile, key: str) -> None:
        async with self.everybody.transaction() as work:
            known = [each.id for each in await work.sealed.rings.hold(ring.name)]
            if key not in {*known, *ring.names()}:
                raise UnknownOptionError(option="KEY", value=key, known=", ".join(known))
            if known[-1:] == [key]:
                raise KeyInUseError(key=key, reason="it is the one that seals; rotate first")
            wrapped = (await work.sealed.wrappings.counts(ring.name)).get(key, 0)
            if wrapped:
                raise KeyInUseError(key=key, reason=f"it still wraps {wrapped:,} data keys")
            await work.sealed.rings.remove(ring.name, key)
        async with self.everybody.transaction() as work:
            await work.sealed.rings.hold(ring.name)
            ring.remove(key)


@frozen
class AbandonKey:
    """Give up a key that is lost, and with it what was sealed under it, which nobody can open."""

    everybody: Database

    async def __call__(self, ring: KeyFile, key: str) -> int:
        """Say how many data keys are lost."""
        async with self.everybody.transaction() as work:
            known = [each.id for each in await work.sealed.rings.hold(ring.name)]
            wrapping = await work.sealed.wrappings.counts(ring.name)
            needed = [*dict.fromkeys([*known, *sorted(wrapping)])]
            if key not in needed:
                raise UnknownOptionError(option="KEY", value=key, known=", ".join(needed))
            if key in ring.names():
                raise KeyInUseError(key=key, reason=f"it is not lost: it is in {ring.place}")
            await work.sealed.rings.remove(ring.name, key)
            return await work.sealed.wrappings.abandon(ring.name, key)
