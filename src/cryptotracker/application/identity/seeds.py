"""Keep the seeds of apps that show codes so that a copy of the database shows none."""

from typing import Final

from attrs import frozen

from cryptotracker.domain.identity.totp import Totp
from cryptotracker.ports.persistence import UnitOfWork
from cryptotracker.ports.secrets import Place, Secret
from cryptotracker.ports.vault import Vault

KIND: Final = "totp"
FIELD: Final = "seed"


@frozen
class Seeds:
    """Seals seeds, and opens them where codes are looked at, so the server has their keys."""

    vault: Vault

    async def keep(self, work: UnitOfWork, totp: Totp, seed: str) -> None:
        await self.vault.seal(work.sealed, place(totp), Secret(seed))

    async def read(self, work: UnitOfWork, totp: Totp) -> str:
        return (await self.vault.open(work.sealed, place(totp))).reveal()

    async def forget(self, work: UnitOfWork, totp: Totp) -> None:
        await self.vault.remove(work.sealed, totp.user_id, totp.id)


def place(totp: Totp) -> Place:
    return Place(user=totp.user_id, record=totp.id, kind=KIND, field=FIELD)
