"""Where the keys of this installation lie, and the vaults that they open."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.security.key_files import RingFile
from cryptotracker.adapters.security.letters import LetterVault, SealedLetterbox
from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.keys.opening import FindRing, OpenRing
from cryptotracker.application.keys.retiring import AbandonKey, RetireKey
from cryptotracker.application.keys.rotating import AddKey, RotateDataKey, RotateRing, Tell
from cryptotracker.application.keys.showing import ShowKeys, State
from cryptotracker.entrypoints.readers import APART, PREFIX
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.secrets import FRONT, MASTER, KeyFile
from cryptotracker.ports.vault import Keeper, Letterbox, WorkerVault

RINGS: Final = (MASTER, FRONT)


def key_file(settings: Settings, ring: str) -> KeyFile:
    path = settings.master_key_file if ring == MASTER else settings.front_key_file
    return RingFile(name=ring, path=path, setting=f"{PREFIX}{ring.upper()}_KEY_FILE")


def vault(settings: Settings, ring: str) -> Keeper:
    """Return the vault of a ring; nothing is read before something is to be sealed or opened."""
    if ring == MASTER:
        return worker_vault(settings)
    return RingVault(key_file(settings, ring), SystemClock())


def worker_vault(settings: Settings) -> WorkerVault:
    return LetterVault(key_file(settings, MASTER), SystemClock())


def letterbox() -> Letterbox:
    return SealedLetterbox()


def rings_of_server(settings: Settings) -> Sequence[str]:
    """Say which keys the server needs: where workers are apart, not the one of theirs."""
    return (FRONT,) if settings.worker == APART else RINGS


async def open_rings(settings: Settings, rings: Sequence[str]) -> None:
    """Make the keys that were never made, and refuse to go on without those that were."""
    async with open_database(settings.database_url) as database:
        opened = OpenRing(database.of_everybody(), SystemClock())
        for ring in rings:
            await opened(key_file(settings, ring))
        if MASTER in rings:
            async with database.of_everybody().transaction() as work:
                await worker_vault(settings).make_key(work.sealed)


@frozen(kw_only=True)
class Keys:
    """What shows and changes the keys of an installation."""

    settings: Settings
    show: ShowKeys
    add: AddKey
    rotate: RotateRing
    renew: RotateDataKey
    retire: RetireKey
    abandon: AbandonKey

    def file(self, ring: str) -> KeyFile:
        return key_file(self.settings, ring)

    async def rotate_data_key(self, ring: str, user: UUID, tell: Tell) -> int:
        return await self.renew(vault(self.settings, ring), user, tell=tell)


@asynccontextmanager
async def open_keys(settings: Settings) -> AsyncIterator[Keys]:
    async with open_database(settings.database_url) as database:
        everybody = database.of_everybody()
        yield Keys(
            settings=settings,
            show=ShowKeys(everybody),
            add=AddKey(everybody),
            rotate=RotateRing(everybody, SystemClock()),
            renew=RotateDataKey(everybody),
            retire=RetireKey(everybody),
            abandon=AbandonKey(everybody),
        )


async def find_key(settings: Settings, ring: str) -> str | None:
    """Name the key that seals, None if there never was one; anything else is a SettingsError."""
    async with open_database(settings.database_url) as database:
        return await FindRing(database.of_everybody())(key_file(settings, ring))


async def left_to_rotate(settings: Settings, ring: str) -> int:
    """Count the data keys that a key wraps which does not seal any more."""
    async with open_keys(settings) as keys:
        found = await keys.show(keys.file(ring))
    return sum(each.data_keys for each in found if each.state is not State.seals)
