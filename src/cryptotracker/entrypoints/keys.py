"""Where the keys of this installation lie, and the vaults that they open."""

from collections.abc import Sequence
from typing import Final

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.security.key_files import RingFile
from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.keys.opening import FindRing, OpenRing
from cryptotracker.entrypoints.readers import APART, PREFIX
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.secrets import FRONT, MASTER, KeyFile
from cryptotracker.ports.vault import Keeper

RINGS: Final = (MASTER, FRONT)


def key_file(settings: Settings, ring: str) -> KeyFile:
    path = settings.master_key_file if ring == MASTER else settings.front_key_file
    return RingFile(name=ring, path=path, setting=f"{PREFIX}{ring.upper()}_KEY_FILE")


def vault(settings: Settings, ring: str) -> Keeper:
    """Return the vault of a ring; nothing is read before something is to be sealed or opened."""
    return RingVault(key_file(settings, ring), SystemClock())


def rings_of_server(settings: Settings) -> Sequence[str]:
    """Say which keys the server needs: where workers are apart, not the one of theirs."""
    return (FRONT,) if settings.worker == APART else RINGS


async def open_rings(settings: Settings, rings: Sequence[str]) -> None:
    """Make the keys that were never made, and refuse to go on without those that were."""
    async with open_database(settings.database_url) as database:
        opened = OpenRing(database.of_everybody(), SystemClock())
        for ring in rings:
            await opened(key_file(settings, ring))


async def find_key(settings: Settings, ring: str) -> str | None:
    """Name the key that seals, None if there never was one; anything else is a SettingsError."""
    async with open_database(settings.database_url) as database:
        return await FindRing(database.of_everybody())(key_file(settings, ring))
