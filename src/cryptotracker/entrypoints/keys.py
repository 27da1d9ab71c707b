"""See that the master key is there, and the one that this database's secrets were sealed with.

It is made the first time the service starts. From then on the database knows its name and a proof
of it, so that a key that is lost, or another's, stops the start instead of being replaced.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.keys.master import MasterKey, UnusableKeyError, make, read
from cryptotracker.adapters.persistence.master_keys import proofs, register
from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.secrets import BrokenSealError

PROOF: Final = b"this key seals what this database keeps secret"
PLACE: Final = "proof of the master key"


async def open_master_key(settings: Settings) -> MasterKey:
    """Return the key of this database; make it if there never was one."""
    place, url = settings.master_key_file, settings.database_url
    known = await proofs(url)
    found = fitting(place, known) or made(place)
    if not known:
        await register(url, found.key_id, found.seal(PROOF, PLACE), SystemClock().now())
        prove(place, found, await proofs(url))  # somebody else may have been first
    return found


async def find_master_key(settings: Settings) -> MasterKey | None:
    """Return the key, None if there never was one; anything else raises SettingsError."""
    return fitting(settings.master_key_file, await proofs(settings.database_url))


def fitting(place: Path, known: Mapping[str, bytes]) -> MasterKey | None:
    try:
        found = read(place)
    except UnusableKeyError as error:
        refuse(error.reason, error)
    if known and found is None:
        refuse(f"{place} is missing: this database needs the key {named(known)}; bring it back")
    if known and found is not None:
        prove(place, found, known)
    return found


def made(place: Path) -> MasterKey:
    try:
        return make(place)
    except UnusableKeyError as error:
        refuse(error.reason, error)


def prove(place: Path, found: MasterKey, known: Mapping[str, bytes]) -> None:
    try:
        proven = found.open(known[found.key_id], PLACE) == PROOF
    except (KeyError, BrokenSealError):
        proven = False
    if not proven:
        refuse(f"{place} holds the key {found.key_id}; this database needs {named(known)}")


def named(known: Mapping[str, bytes]) -> str:
    return ", ".join(known)


def refuse(reason: str, cause: Exception | None = None) -> NoReturn:
    raise SettingsError(name=f"{PREFIX}MASTER_KEY_FILE", reason=reason) from cause
