"""What the database keeps of keys and secrets: all of it sealed, or no secret."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import field, frozen

from cryptotracker.ports.secrets import FORMAT, Part, Place


@frozen(kw_only=True)
class RingKey:
    """A key of a ring that this database knows, and what it sealed as a proof of itself."""

    ring: str
    number: int
    id: str
    proof: bytes = field(repr=False)
    made_at: datetime


@frozen(kw_only=True)
class DataKey:
    """A key of one user, wrapped by a key of a ring; the newest seals, all of them open."""

    owner: UUID
    ring: str
    number: int
    wrapped_by: str
    wrapped: bytes = field(repr=False)
    made_at: datetime

    @property
    def about(self) -> tuple[Part, ...]:
        """Say what it is wrapped about: by which key, and whose it is."""
        return ("dek", FORMAT, self.wrapped_by, self.owner)


@frozen(kw_only=True)
class SealedField:
    """A secret as it is kept: under a data key of its owner or, sent to a worker, its public key.

    Attributes:
        ring: of the data key; WORKER if it was sent to one.
        key: the number of the data key, or of the worker's key.
    """

    place: Place
    ring: str
    key: int
    sealed: bytes = field(repr=False)


@frozen(kw_only=True)
class WorkerKey:
    """The public half of a key pair of workers; the other half is a secret of the installation."""

    number: int
    public: bytes
    made_at: datetime


class Rings(Protocol):
    """The keys of rings that this database knows.

    - they are listed as they were registered, newest last, and the newest seals;
    - of all who register a ring's next key, the one after those they have seen, one does.
    """

    async def keys(self, ring: str) -> Sequence[RingKey]: ...

    async def hold(self, ring: str) -> Sequence[RingKey]:
        """List the keys, and keep others from using or changing them until the transaction ends."""
        ...

    async def newest(self, ring: str) -> str | None:
        """Name the key that seals; it is not removed before the transaction ends."""
        ...

    async def register(self, key: RingKey) -> bool:
        """Say whether it was; if not, somebody else has registered one."""
        ...

    async def remove(self, ring: str, key: str) -> None: ...


class DataKeys(Protocol):
    """The data keys of users, wrapped.

    - a key that was forgotten is gone, and with it every secret it sealed.
    """

    async def newest(self, owner: UUID, ring: str) -> DataKey | None:
        """Return the key that seals; it is not removed before the transaction ends."""
        ...

    async def add(self, key: DataKey) -> bool:
        """Say whether it was added; if not, somebody else has added one of that number."""
        ...

    async def older(self, key: DataKey) -> Sequence[DataKey]:
        """List the keys of the same owner and ring that were before a key."""
        ...

    async def remove(self, key: DataKey) -> bool:
        """Remove a key as soon as nobody is about to use it; not if a secret needs it."""
        ...

    async def forget(self, owner: UUID) -> None:
        """Remove all keys of an owner, and what they sealed, and what was sent to workers."""
        ...


class Wrappings(Protocol):
    """Which key of a ring wraps which data keys, whosoever they are."""

    async def counts(self, ring: str) -> Mapping[str, int]: ...

    async def sample(self, ring: str, key: str) -> DataKey | None:
        """Return any data key that a key wraps."""
        ...

    async def others(self, ring: str, key: str, limit: int) -> Sequence[DataKey]:
        """List data keys that another key wraps; nobody else changes them in the meantime."""
        ...

    async def rewrap(self, keys: Sequence[DataKey]) -> None: ...

    async def abandon(self, ring: str, key: str) -> int:
        """Remove the data keys that a key wraps, and what they sealed; say how many."""
        ...


class Fields(Protocol):
    """The secrets of users, sealed.

    - a place has one secret: another one takes its place;
    - those of the installation can be read in every transaction.
    """

    async def get(
        self, owner: UUID, record: UUID, name: str
    ) -> tuple[SealedField, DataKey | None] | None:
        """Return a secret with the data key that opens it; None for the key if it is gone."""
        ...

    async def put(self, secret: SealedField) -> None: ...

    async def remove(self, owner: UUID, record: UUID) -> None:
        """Remove all secrets of a record."""
        ...

    async def replace(self, old: SealedField, new: SealedField) -> None:
        """Keep a secret in place of what it was made from, if that is still there."""
        ...

    async def others(self, key: DataKey, limit: int) -> Sequence[SealedField]:
        """List secrets of a key's owner and ring that another key sealed."""
        ...


class WorkerKeys(Protocol):
    """The public halves of the key pairs of workers, and what was sealed by them."""

    async def newest(self) -> WorkerKey | None: ...

    async def add(self, key: WorkerKey) -> bool:
        """Say whether it was added; if not, somebody else has added one of that number."""
        ...

    async def sent(self, limit: int) -> Sequence[SealedField]:
        """List what was sent to workers and not taken in yet."""
        ...


class Sealed(Protocol):
    """Everything sealed that one transaction may read and change."""

    @property
    def rings(self) -> Rings: ...

    @property
    def data_keys(self) -> DataKeys: ...

    @property
    def wrappings(self) -> Wrappings: ...

    @property
    def fields(self) -> Fields: ...

    @property
    def worker_keys(self) -> WorkerKeys: ...
