"""What a vault promises: a secret opens in its place, and nothing of it opens anywhere else."""

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
from cryptotracker.ports.secrets import FRONT, MASTER, Place, Secret
from cryptotracker.ports.vault import Keeper

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
