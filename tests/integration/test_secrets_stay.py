"""What is kept secret is seen nowhere: not in files, backups, logs, texts of objects or errors."""

import logging
import sqlite3
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.rows import SqlRows
from cryptotracker.adapters.persistence.schema import upgrade
from cryptotracker.adapters.security.letters import SealedLetterbox
from cryptotracker.adapters.security.sealing import SealedStreams
from cryptotracker.application.backups import MakeBackup
from cryptotracker.application.keys.rotating import RotateDataKey, RotateRing
from cryptotracker.application.restoring import RestoreBackup
from cryptotracker.domain.errors import BrokenSealError, SecretMissingError, SettingsError
from cryptotracker.entrypoints.keys import RINGS, key_file, open_rings, vault
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports import backups
from cryptotracker.ports.secrets import FRONT, INSTALLATION, MASTER, Place, Secret

CANARY, CLOCK = "canary-9d4f-secret", SystemClock()
ME = UUID(int=7)
PLACE = Place(user=ME, record=UUID(int=1), kind="kraken", field="secret")
SENT = evolve(PLACE, field="sent")
OURS = Place(user=INSTALLATION, record=UUID(int=2), kind="token key", field="private half")


@pytest.fixture
async def settings(database_url: str, tmp_path: Path) -> Settings:
    found = Settings(data_dir=tmp_path / "data", database_url=database_url)
    await open_rings(found, RINGS)
    return found


@pytest.fixture
async def everybody(settings: Settings) -> AsyncIterator[SqlDatabase]:
    """Give a database in which there are secrets of all kinds."""
    async with open_database(settings.database_url) as database:
        found = evolve(database, owner=None)
        async with found.transaction() as work:
            await vault(settings, MASTER).seal(work.sealed, PLACE, Secret(CANARY))
            await SealedLetterbox().seal(work.sealed, SENT, Secret(CANARY))
            await vault(settings, FRONT).seal(work.sealed, OURS, Secret(CANARY))
        yield found


def keys_in(settings: Settings) -> list[str]:
    files = (settings.master_key_file, settings.front_key_file)
    return [line.split()[2] for file in files for line in file.read_text().splitlines()]


async def test_no_log_line_and_no_text_of_an_object_holds_one(
    settings: Settings, everybody: SqlDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    master = vault(settings, MASTER)
    async with everybody.transaction() as work:
        opened = [await master.open(work.sealed, place) for place in (PLACE, SENT)]
        kept = await work.sealed.fields.get(ME, PLACE.record, PLACE.field)
    await RotateRing(everybody, CLOCK)(key_file(settings, MASTER))
    await RotateDataKey(everybody)(master, ME)

    said = caplog.text + repr([opened, kept, master, settings]) + "".join(map(str, opened))

    assert [each.reveal() for each in opened] == [CANARY, CANARY]
    assert [each for each in (CANARY, *keys_in(settings)) if each in said] == []


async def test_no_error_holds_one(settings: Settings, everybody: SqlDatabase) -> None:
    moved = evolve(PLACE, version=9)
    said = []
    for ring, place in ((MASTER, moved), (FRONT, PLACE), (FRONT, SENT), (MASTER, OURS)):
        with pytest.raises((BrokenSealError, SecretMissingError)) as caught:
            async with everybody.transaction() as work:
                await vault(settings, ring).open(work.sealed, place)
        said.append("".join(traceback.format_exception(caught.value)) + repr(caught.value))

    assert [each for each in (CANARY, *keys_in(settings)) if each in "".join(said)] == []


async def test_a_backup_takes_secrets_sealed_and_leaves_what_is_of_the_installation(
    settings: Settings, everybody: SqlDatabase, tmp_path: Path
) -> None:
    del everybody
    files, secret = LocalFiles.open(tmp_path / "files"), backups.Secret(key=b"k" * 32)
    made = await MakeBackup(SqlRows(settings.database_url), files, SealedStreams(), CLOCK)(
        files, secret
    )
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    there = Settings(
        data_dir=tmp_path / "there", database_url=url, master_key_file=settings.master_key_file
    )

    await RestoreBackup(SqlRows(url), files, SealedStreams())(files.read(made.key), secret)
    await open_rings(there, RINGS)

    assert {name: told["rows"] for name, told in made.total.tables.items() if told["rows"]} == {
        "data_keys": 1,
        "secrets": 2,
    }
    async with open_database(url) as database, database.of(ME).snapshot() as work:
        assert (await vault(there, MASTER).open(work.sealed, PLACE)).reveal() == CANARY
        with pytest.raises(SecretMissingError):
            await vault(there, FRONT).open(work.sealed, OURS)
    assert not any(CANARY.encode() in content for content in contents(tmp_path))


async def test_without_the_master_key_a_restored_database_says_which_it_needs(
    settings: Settings, everybody: SqlDatabase, tmp_path: Path
) -> None:
    del everybody
    files, secret = LocalFiles.open(tmp_path / "files"), backups.Secret(key=b"k" * 32)
    made = await MakeBackup(SqlRows(settings.database_url), files, SealedStreams(), CLOCK)(
        files, secret
    )
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    there = Settings(data_dir=tmp_path / "there", database_url=url)
    (lost,) = key_file(settings, MASTER).names()
    await upgrade(url)
    await open_rings(there, RINGS)

    await RestoreBackup(SqlRows(url), files, SealedStreams())(files.read(made.key), secret)

    with pytest.raises(SettingsError, match=f"this database needs {lost}.*keys abandon {lost}"):
        await open_rings(there, RINGS)
    with there.master_key_file.open("a") as file:
        file.write(settings.master_key_file.read_text())
    await open_rings(there, RINGS)
    async with open_database(url) as database, database.of(ME).snapshot() as work:
        assert (await vault(there, MASTER).open(work.sealed, PLACE)).reveal() == CANARY


@pytest.fixture
def sqlite_settings(empty_sqlite: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", database_url=empty_sqlite)


async def test_a_data_key_that_was_forgotten_is_not_left_in_the_file(
    sqlite_settings: Settings,
) -> None:
    await open_rings(sqlite_settings, RINGS)
    master = vault(sqlite_settings, MASTER)
    async with open_database(sqlite_settings.database_url) as database:
        async with database.of(ME).transaction() as work:
            await master.seal(work.sealed, PLACE, Secret(CANARY))
            key = await work.sealed.data_keys.newest(ME, MASTER)
        async with database.of(ME).transaction() as work:
            await master.forget(work.sealed, ME)
    assert key

    path = Path(sqlite_settings.database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert not any(key.wrapped in content for content in contents(path.parent))


def contents(folder: Path) -> Iterator[bytes]:
    yield from (each.read_bytes() for each in folder.rglob("*") if each.is_file())
