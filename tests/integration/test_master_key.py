"""The master key: made once, for its owner only, and never replaced."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from attrs import evolve

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.keys.master import MasterKey, UnusableKeyError, make, read
from cryptotracker.adapters.persistence.rows import SqlRows
from cryptotracker.adapters.persistence.schema import upgrade
from cryptotracker.adapters.security.sealing import SealedStreams
from cryptotracker.application.backups import MakeBackup
from cryptotracker.application.restoring import RestoreBackup
from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.keys import find_master_key, open_master_key
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.backups import Secret
from cryptotracker.ports.secrets import BrokenSealError


@pytest.fixture
async def settings(database_url: str, tmp_path: Path) -> Settings:
    if database_url.startswith("postgresql"):
        connection = await asyncpg.connect(database_url)
        await connection.execute("TRUNCATE master_keys")
        await connection.close()
    return Settings(data_dir=tmp_path / "data", database_url=database_url)


def changed(sealed: bytes, at: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


async def test_it_is_made_once_beside_the_data(settings: Settings, tmp_path: Path) -> None:
    made = await open_master_key(settings)
    again = await open_master_key(settings)

    assert made == again == await find_master_key(settings)
    assert settings.master_key_file == tmp_path / "data.key"
    assert settings.master_key_file.stat().st_mode & 0o777 == 0o600


async def test_a_key_that_is_lost_is_not_replaced(settings: Settings) -> None:
    key = await open_master_key(settings)
    settings.master_key_file.unlink()

    with pytest.raises(
        SettingsError, match=f"is missing: this database needs the key {key.key_id}"
    ):
        await open_master_key(settings)

    assert not settings.master_key_file.exists()


@pytest.mark.parametrize("started", [False, True], ids=["new", "started once"])
async def test_a_backup_is_served_with_the_key_of_where_it_is_restored(
    settings: Settings, tmp_path: Path, *, started: bool
) -> None:
    files, secret = LocalFiles.open(tmp_path / "files"), Secret(key=b"k" * 32)
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    there = Settings(data_dir=tmp_path / "there", database_url=url)
    here = await open_master_key(settings)
    if started:
        await upgrade(url)
        await open_master_key(there)

    make_backup = MakeBackup(SqlRows(settings.database_url), files, SealedStreams(), SystemClock())
    made = await make_backup(files, secret)
    await RestoreBackup(SqlRows(url), files, SealedStreams())(files.read(made.key), secret)

    assert (await open_master_key(there)).key_id != here.key_id


async def test_a_key_of_another_database_is_not_taken(settings: Settings, tmp_path: Path) -> None:
    await open_master_key(settings)
    other = make(tmp_path / "other.key")

    with pytest.raises(SettingsError, match=f"holds the key {other.key_id}"):
        await open_master_key(evolve(settings, master_key_file=tmp_path / "other.key"))


async def test_a_key_of_the_same_name_must_prove_itself(settings: Settings, tmp_path: Path) -> None:
    key = await open_master_key(settings)
    forged = make(tmp_path / "forged.key")
    file = tmp_path / "forged.key"
    file.write_text(file.read_text().replace(forged.key_id, key.key_id))

    with pytest.raises(SettingsError, match="this database needs"):
        await open_master_key(evolve(settings, master_key_file=file))


async def test_a_key_that_others_can_read_is_not_used(settings: Settings) -> None:
    await open_master_key(settings)
    settings.master_key_file.chmod(0o640)

    with pytest.raises(SettingsError, match="can be read by others; run: chmod 600"):
        await open_master_key(settings)


async def test_two_that_start_at_once_have_one_key(settings: Settings) -> None:
    found = await asyncio.gather(*(open_master_key(settings) for _ in range(4)))

    assert len({key.key_id for key in found}) == 1


@pytest.mark.parametrize("text", ["", "a b", "cryptotracker-master-key-1 k1 AAAA", "\x00" * 900])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    file.chmod(0o600)

    with pytest.raises(UnusableKeyError, match="holds no master key"):
        read(file)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnusableKeyError, match="cannot be made"):
        make(tmp_path / "file" / "key")


@pytest.fixture
def key(tmp_path: Path) -> MasterKey:
    return make(tmp_path / "key")


def test_what_is_sealed_opens_in_its_own_place(key: MasterKey) -> None:
    sealed = key.seal(b"secret", "user", "1")

    assert key.open(sealed, "user", "1") == b"secret"
    assert key.seal(b"secret", "user", "1") != sealed
    assert b"secret" not in sealed


@pytest.mark.parametrize(
    "place", [(), ("user",), ("user1",), ("use", "r1"), ("user", "2"), ("1", "user")]
)
def test_what_is_sealed_opens_nowhere_else(key: MasterKey, place: tuple[str, ...]) -> None:
    sealed = key.seal(b"secret", "user", "1")

    with pytest.raises(BrokenSealError):
        key.open(sealed, *place)


def test_one_bit_changed_and_it_does_not_open(key: MasterKey) -> None:
    sealed = key.seal(b"secret", "user")

    refused = 0
    for at in range(len(sealed)):
        with pytest.raises(BrokenSealError):
            key.open(changed(sealed, at), "user")
        refused += 1

    assert refused == len(sealed) == 1 + 12 + 6 + 16


def test_a_key_is_printed_without_the_key(key: MasterKey, tmp_path: Path) -> None:
    text = (tmp_path / "key").read_text().split()[2]

    assert text not in repr(key)
    assert key.key_id in repr(key)
