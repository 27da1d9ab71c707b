"""Say how keys stand: which seals, which only opens, and which is missing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from cryptotracker.application.keys.rotating import unused
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.sealed import RingKey
from cryptotracker.ports.secrets import KeyFile


class State(StrEnum):
    """What a key is for."""

    seals = "seals"
    opens = "opens"
    unused = "not used yet"
    retired = "retired"
    missing = "missing"


@frozen(kw_only=True)
class Standing:
    """How a key stands; `data_keys` are wrapped by it."""

    ring: str
    key: str
    state: State
    made_at: datetime | None
    data_keys: int


@frozen
class ShowKeys:
    """List the keys of a ring, oldest first."""

    everybody: Database

    async def __call__(self, ring: KeyFile) -> Sequence[Standing]:
        async with self.everybody.snapshot() as work:
            known = await work.sealed.rings.keys(ring.name)
            counts = await work.sealed.wrappings.counts(ring.name)
        made = {each.id: each.made_at for each in known}
        return [
            Standing(
                ring=ring.name,
                key=key,
                state=state,
                made_at=made.get(key),
                data_keys=counts.get(key, 0),
            )
            for key, state in states(ring, known, counts)
        ]


def states(
    ring: KeyFile, known: Sequence[RingKey], counts: Mapping[str, int]
) -> Iterator[tuple[str, State]]:
    names, ids = ring.names(), [each.id for each in known]
    later = unused(ring, known) if not ids or ids[-1] in names else []
    for key in dict.fromkeys([*names, *ids, *counts]):
        if key not in names:
            yield key, State.missing
        elif key not in ids:
            yield key, State.unused if key in later else State.retired
        else:
            yield key, State.seals if key == ids[-1] else State.opens
