"""See that a ring's file is there, with the keys that this database's secrets were sealed by.

The first key is made the first time the service starts. From then on the database knows the name
of each key and a proof of it, so that a key that is lost, or another's, stops the start instead of
being replaced.
"""

from collections.abc import Collection, Sequence
from typing import Final, NoReturn

from attrs import frozen

from cryptotracker.domain.errors import BrokenSealError, SettingsError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.sealed import RingKey, Sealed
from cryptotracker.ports.secrets import KeyFile, Part, Ring

PROOF: Final = b"this key seals what this database keeps secret"

REMEDY: Final = "bring it back, or give up what it sealed: cryptotracker keys abandon"


def about_proof(ring: str, key: str) -> tuple[Part, ...]:
    return (key, f"proof of the {ring} key")


@frozen
class OpenRing:
    """Make the first key of a ring, or find that those there are will do."""

    everybody: Database
    clock: Clock

    async def __call__(self, ring: KeyFile) -> None:
        async with self.everybody.transaction() as work:
            known = await work.sealed.rings.hold(ring.name)
            wrapping = await work.sealed.wrappings.counts(ring.name)
            if not ring.names() and not known and not wrapping:
                ring.add()
            check(ring, known, wrapping)
            unknown = [each for each in ring.names() if each not in {one.id for one in known}]
            new = [key for key in unknown if not known or key in wrapping]
            for number, key in enumerate(new, following(known)):
                await self._register(work.sealed, ring, key, number)

    async def _register(self, kept: Sealed, ring: KeyFile, key: str, number: int) -> None:
        """Take in a key; one that has wrapped data keys elsewhere proves it by opening one."""
        sample = await kept.wrappings.sample(ring.name, key)
        if sample is not None:
            try:
                ring.open(key, sample.wrapped, *sample.about)
            except BrokenSealError as error:
                refuse(ring, f"holds another key of the name {key} than what it is to open", error)
        if not await kept.rings.register(proven(ring, key, number, self.clock)):
            check(ring, await kept.rings.keys(ring.name), ())  # somebody else was first


@frozen
class FindRing:
    """Name the key of a ring that seals, None if there never was one; change nothing."""

    everybody: Database

    async def __call__(self, ring: KeyFile) -> str | None:
        async with self.everybody.snapshot() as work:
            known = await work.sealed.rings.keys(ring.name)
            wrapping = await work.sealed.wrappings.counts(ring.name)
        check(ring, known, wrapping)
        return known[-1].id if known else None


def proven(ring: Ring, key: str, number: int, clock: Clock) -> RingKey:
    """Let a key seal the proof of itself."""
    proof = ring.seal(key, PROOF, *about_proof(ring.name, key))
    return RingKey(ring=ring.name, number=number, id=key, proof=proof, made_at=clock.now())


def following(known: Sequence[RingKey]) -> int:
    """Return the number of the key after those that are known."""
    return known[-1].number + 1 if known else 1


def check(ring: KeyFile, known: Sequence[RingKey], wrapping: Collection[str]) -> None:
    """Raise SettingsError unless the file holds every key there must be, and each proves itself."""
    there = ring.names()
    needed = [*dict.fromkeys([each.id for each in known] + sorted(wrapping))]
    lacking = [key for key in needed if key not in there]
    if lacking:
        has = f"holds the key {', '.join(there)}" if there else "is missing"
        refuse(ring, f"{has}; this database needs {', '.join(lacking)}: {REMEDY} {lacking[0]}")
    for each in known:
        try:
            ring.open(each.id, each.proof, *about_proof(ring.name, each.id))
        except BrokenSealError as error:
            refuse(ring, f"holds another key {each.id} than the one this database needs", error)


def refuse(ring: KeyFile, reason: str, cause: Exception | None = None) -> NoReturn:
    raise SettingsError(name=ring.setting, reason=f"{ring.place} {reason}") from cause
