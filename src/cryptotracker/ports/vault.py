"""Keep secrets: who may only put one in, and who may read it.

`work.sealed` of a transaction is where they are kept; a secret is sealed in the transaction that
records what it belongs to. Whoever is to put secrets in, and never to read them, is given a
Letterbox: it has no method that opens.
"""

from typing import Protocol
from uuid import UUID

from cryptotracker.ports.sealed import DataKey, Sealed, SealedField
from cryptotracker.ports.secrets import Place, Secret


class Letterbox(Protocol):
    """Takes secrets that only a worker may read.

    - what was put in cannot be read by whoever put it in: there is no way to, and no key;
    - as long as no worker has ever run there is nobody to seal for: NoKeyError.
    """

    async def seal(self, kept: Sealed, place: Place, secret: Secret) -> None: ...


class Vault(Protocol):
    """Keeps secrets that whoever has it may read.

    - a secret opens in its place only: by another user, record, kind, field or version, or with
      one bit changed, it does not: BrokenSealError;
    - where nothing is kept: SecretMissingError;
    - its length is told in steps of 256 bytes;
    - what was kept of a user who is forgotten is never opened again, from a copy of the sealed
      secrets neither.
    """

    async def seal(self, kept: Sealed, place: Place, secret: Secret) -> None:
        """Keep a secret; what was kept in its place is gone."""
        ...

    async def open(self, kept: Sealed, place: Place) -> Secret: ...

    async def remove(self, kept: Sealed, user: UUID, record: UUID) -> None:
        """Remove all secrets of a record; there need be none."""
        ...

    async def forget(self, kept: Sealed, user: UUID) -> None:
        """Remove the keys of a user, and so everything that was ever sealed for them."""
        ...


class Keeper(Vault, Protocol):
    """A vault whose secrets can be moved from one data key to another."""

    @property
    def ring(self) -> str: ...

    async def renew(self, kept: Sealed, user: UUID) -> DataKey | None:
        """Give a user a new data key, which seals from now on; None if there was none."""
        ...

    async def reseal(self, kept: Sealed, secret: SealedField) -> None:
        """Seal a secret by the newest key of its user; it may have been removed."""
        ...


class WorkerVault(Keeper, Protocol):
    """The vault of workers, who can read what was put into their letterbox, too."""

    async def make_key(self, kept: Sealed) -> None:
        """Make the key that the letterbox seals by, if there is none."""
        ...
