"""What a letterbox promises: what is put in is read by workers, and by nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve, frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.security.letters import LetterVault, SealedLetterbox
from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.keys.opening import OpenRing
from cryptotracker.application.keys.taking_in import TakeIn
from cryptotracker.domain.errors import BrokenSealError, NoKeyError, SecretMissingError
from cryptotracker.ports.secrets import FRONT, MASTER, Place, Secret
from tests.contract.test_vault import ME, OTHER, PLACE, SECRET, ring_of

CLOCK, LETTERBOX = SystemClock(), SealedLetterbox()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as found:
        yield found


@frozen
class Office:
    """A server that may only put secrets in, and workers that have a key."""

    database: SqlDatabase
    vault: LetterVault

    async def put_in(self, text: str = "correct horse") -> None:
        async with self.database.of(ME).transaction() as work:
            await LETTERBOX.seal(work.sealed, PLACE, Secret(text))

    async def open(self) -> str:
        async with self.database.of(ME).snapshot() as work:
            return (await self.vault.open(work.sealed, PLACE)).reveal()

    async def change(self, **values: Any) -> None:
        """Put what was sent somewhere else."""
        async with self.database.of_everybody().transaction() as work:
            found = await work.sealed.fields.get(PLACE.user, PLACE.record, PLACE.field)
            assert found
            await work.sealed.fields.put(evolve(found[0], **values))


@pytest.fixture
async def office(database: SqlDatabase, tmp_path: Path) -> Office:
    ring = ring_of(MASTER, tmp_path)
    await OpenRing(database.of_everybody(), CLOCK)(ring)
    vault = LetterVault(ring, CLOCK)
    async with database.of_everybody().transaction() as work:
        await vault.make_key(work.sealed)
        await vault.make_key(work.sealed)
    return Office(database, vault)


@pytest.mark.parametrize("text", ["", "s", "x" * 255, "x" * 256, "ü" * 1_000])
async def test_workers_read_what_was_put_in(office: Office, text: str) -> None:
    await office.put_in(text)

    assert await office.open() == text


async def test_whoever_put_it_in_cannot_read_it(office: Office, tmp_path: Path) -> None:
    ring = ring_of(FRONT, tmp_path)
    await OpenRing(office.database.of_everybody(), CLOCK)(ring)
    await office.put_in()

    assert [name for name in dir(LETTERBOX) if not name.startswith("_")] == ["seal"]
    with pytest.raises(BrokenSealError):
        async with office.database.of(ME).snapshot() as work:
            await RingVault(ring, CLOCK).open(work.sealed, PLACE)


async def test_before_a_worker_ever_ran_nothing_can_be_put_in(database: SqlDatabase) -> None:
    with pytest.raises(NoKeyError):
        async with database.of(ME).transaction() as work:
            await LETTERBOX.seal(work.sealed, PLACE, SECRET)


@pytest.mark.parametrize(
    "place",
    [
        evolve(PLACE, kind="gate"),
        evolve(PLACE, version=1),
        evolve(PLACE, field="key"),
        evolve(PLACE, record=UUID(int=10)),
        evolve(PLACE, user=OTHER),
    ],
)
async def test_what_was_moved_does_not_open(office: Office, place: Place) -> None:
    await office.put_in()
    await office.change(place=place)

    with pytest.raises(BrokenSealError):
        async with office.database.of_everybody().snapshot() as work:
            await office.vault.open(work.sealed, place)


async def test_a_key_that_is_gone_opens_nothing(office: Office) -> None:
    await office.put_in()
    await office.change(key=2)

    with pytest.raises(BrokenSealError):
        await office.open()


async def test_what_was_taken_in_is_under_the_data_key_of_its_user(office: Office) -> None:
    await office.put_in()
    everybody = office.database.of_everybody()

    taken = await TakeIn(everybody, office.vault)()
    again = await TakeIn(everybody, office.vault)()

    assert (taken, again, await office.open()) == (1, 0, "correct horse")
    async with office.database.of(ME).transaction() as work:
        await office.vault.forget(work.sealed, ME)
    with pytest.raises(SecretMissingError):
        await office.open()


async def test_what_does_not_open_is_left_and_the_rest_taken_in(office: Office) -> None:
    await office.put_in()
    await office.change(place=evolve(PLACE, record=UUID(int=10)))

    assert await TakeIn(office.database.of_everybody(), office.vault)() == 1
    async with office.database.of_everybody().snapshot() as work:
        (left,) = await work.sealed.worker_keys.sent(9)
    assert left.place.record == UUID(int=10)
