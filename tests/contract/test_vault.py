"""What a vault promises: a secret opens in its place, and nothing of it opens anywhere else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve, frozen
from sqlalchemy import select, update

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.ownership import EVERYBODY, work_for
from cryptotracker.adapters.persistence.secret_tables import secrets
from cryptotracker.adapters.security.key_files import RingFile
from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.keys.opening import OpenRing
from cryptotracker.domain.errors import BrokenSealError, NoKeyError, SecretMissingError
from cryptotracker.ports.secrets import FRONT, INSTALLATION, MASTER, Place, Secret
from cryptotracker.ports.vault import Keeper
from tests.contract.counting import count

ME, OTHER, RECORD, ANOTHER = (UUID(int=number) for number in (7, 8, 9, 10))
PLACE = Place(user=ME, record=RECORD, kind="kraken", field="secret", version=2)
SECRET = Secret("correct horse")


@frozen
class Safe:
    """A vault, and the database that its secrets lie in."""

    database: SqlDatabase
    ring: RingFile
    vault: Keeper

    async def seal(self, place: Place = PLACE, secret: Secret = SECRET) -> None:
        async with self.database.of_everybody().transaction() as work:
            await self.vault.seal(work.sealed, place, secret)

    async def forget(self, user: UUID) -> None:
        async with self.database.of_everybody().transaction() as work:
            await self.vault.forget(work.sealed, user)

    async def open(self, place: Place = PLACE) -> str:
        async with self.database.of_everybody().snapshot() as work:
            return (await self.vault.open(work.sealed, place)).reveal()


def ring_of(name: str, folder: Path) -> RingFile:
    return RingFile(name=name, path=folder / f"{name}.key", setting=f"{name.upper()}_KEY_FILE")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as found:
        yield found


@pytest.fixture(params=[MASTER, FRONT])
async def safe(database: SqlDatabase, request: pytest.FixtureRequest, tmp_path: Path) -> Safe:
    ring = ring_of(request.param, tmp_path)
    await OpenRing(database.of_everybody(), SystemClock())(ring)
    return Safe(database, ring, RingVault(ring, SystemClock()))


@pytest.mark.parametrize("text", ["", "s", "ü" * 200, "x" * 255, "x" * 256, "tail\x00\x80\x00"])
async def test_what_was_sealed_comes_out(safe: Safe, text: str) -> None:
    await safe.seal(secret=Secret(text))

    assert await safe.open() == text


async def test_another_secret_takes_its_place(safe: Safe) -> None:
    await safe.seal()
    await safe.seal(evolve(PLACE, version=3), Secret("staple"))

    assert await safe.open(evolve(PLACE, version=3)) == "staple"
    with pytest.raises(BrokenSealError):
        await safe.open()


@pytest.mark.parametrize(
    ("length", "told"), [(0, 256), (255, 256), (256, 512), (511, 512), (512, 768)]
)
async def test_its_length_is_told_in_steps(safe: Safe, length: int, told: int) -> None:
    await safe.seal(secret=Secret("x" * length))

    async with safe.database.engine.begin() as connection:
        await work_for(connection, EVERYBODY)
        (sealed,) = (await connection.scalars(select(secrets.c.sealed))).all()
    assert len(sealed) == 1 + 12 + told + 16


async def test_where_nothing_is_kept_it_is_said(safe: Safe) -> None:
    with pytest.raises(SecretMissingError, match="kraken secret"):
        await safe.open()


async def test_without_a_key_that_was_made_nothing_is_sealed(
    database: SqlDatabase, tmp_path: Path
) -> None:
    ring = ring_of(FRONT, tmp_path)

    with pytest.raises(NoKeyError):
        await Safe(database, ring, RingVault(ring, SystemClock())).seal()


MOVES: dict[str, dict[str, Any]] = {
    "user": {"user": OTHER},
    "record": {"record": ANOTHER},
    "field": {"field": "key"},
    "kind": {"kind": "gate"},
    "version": {"version": 1},
}


@pytest.mark.parametrize("what", MOVES)
async def test_a_secret_that_was_moved_does_not_open(safe: Safe, what: str) -> None:
    elsewhere = evolve(PLACE, **MOVES[what])
    await safe.seal()
    await safe.seal(evolve(PLACE, user=OTHER))
    columns = {"user": "owner"}
    row = {columns.get(name, name): value for name, value in MOVES[what].items()}

    await change(safe.database, delete_first=what == "user", row=row)

    with pytest.raises(BrokenSealError):
        await safe.open(elsewhere)


async def change(database: SqlDatabase, *, delete_first: bool, row: dict[str, object]) -> None:
    async with database.engine.begin() as connection:
        await work_for(connection, EVERYBODY)
        if delete_first:
            await connection.execute(secrets.delete().where(secrets.c.owner == OTHER))
        await connection.execute(update(secrets).where(secrets.c.owner == ME).values(row))


async def test_what_was_kept_of_one_who_is_forgotten_opens_from_no_copy(safe: Safe) -> None:
    await safe.seal()
    await safe.seal(evolve(PLACE, user=OTHER))
    everybody = safe.database.of_everybody()
    async with everybody.snapshot() as work:
        copy = await work.sealed.fields.get(ME, RECORD, "secret")
    assert copy

    await safe.forget(ME)
    async with everybody.transaction() as work:
        assert await work.sealed.fields.get(ME, RECORD, "secret") is None
        await work.sealed.fields.put(copy[0])

    with pytest.raises(BrokenSealError):
        await safe.open()
    await safe.seal(evolve(PLACE, record=ANOTHER))  # there is another data key now
    with pytest.raises(BrokenSealError):
        await safe.open()
    assert await safe.open(evolve(PLACE, user=OTHER)) == "correct horse"


async def test_a_record_takes_its_secrets_along_and_no_others(safe: Safe) -> None:
    await safe.seal()
    await safe.seal(evolve(PLACE, field="key"))
    await safe.seal(evolve(PLACE, record=ANOTHER))

    async with safe.database.of(ME).transaction() as work:
        await safe.vault.remove(work.sealed, ME, RECORD)

    for field in ("secret", "key"):
        with pytest.raises(SecretMissingError):
            await safe.open(evolve(PLACE, field=field))
    assert await safe.open(evolve(PLACE, record=ANOTHER)) == "correct horse"


async def test_a_user_has_one_data_key_whoever_comes_first(safe: Safe) -> None:
    records = [evolve(PLACE, record=UUID(int=number)) for number in range(20, 28)]

    await asyncio.gather(*map(safe.seal, records))

    assert [await safe.open(each) for each in records] == ["correct horse"] * 8
    async with safe.database.of(ME).transaction() as work:
        newest = await work.sealed.data_keys.newest(ME, safe.ring.name)
    assert newest
    assert newest.number == 1


async def test_what_is_of_the_installation_is_read_by_all_and_what_is_foreign_is_missing(
    safe: Safe,
) -> None:
    ours = evolve(PLACE, user=INSTALLATION)
    await safe.seal(ours)
    await safe.seal()

    async with safe.database.of(OTHER).snapshot() as work:
        found = await safe.vault.open(work.sealed, ours)
        with pytest.raises(SecretMissingError):
            await safe.vault.open(work.sealed, PLACE)

    assert found.reveal() == "correct horse"


@pytest.mark.parametrize("whose", [ME, INSTALLATION])
async def test_nobody_seals_for_another(safe: Safe, whose: UUID) -> None:
    with pytest.raises(AssertionError):
        async with safe.database.of(OTHER).transaction() as work:
            await safe.vault.seal(work.sealed, evolve(PLACE, user=whose), SECRET)


async def test_a_data_key_that_was_moved_to_another_user_does_not_open(safe: Safe) -> None:
    await safe.seal()
    await safe.seal(evolve(PLACE, user=OTHER))
    everybody = safe.database.of_everybody()

    async with everybody.transaction() as work:
        key = await work.sealed.data_keys.newest(ME, safe.ring.name)
        assert key
        await work.sealed.wrappings.rewrap([evolve(key, owner=OTHER)])

    with pytest.raises(BrokenSealError):
        await safe.open(evolve(PLACE, user=OTHER))


@pytest.mark.parametrize("owner", ["", str(OTHER)], ids=["nobody", "other"])
async def test_a_query_that_forgets_the_owner_finds_nothing(
    empty_postgres: str, tmp_path: Path, owner: str
) -> None:
    async with open_database(empty_postgres) as database:
        ring = ring_of(MASTER, tmp_path)
        await OpenRing(database.of_everybody(), SystemClock())(ring)
        await Safe(database, ring, RingVault(ring, SystemClock())).seal()

        counts = [
            [await count(database, table, who) for table in ("data_keys", "secrets")]
            for who in (owner, "*", str(ME))
        ]

    assert counts == [[0, 0], [1, 1], [1, 1]]
