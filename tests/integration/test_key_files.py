"""The keys of a ring: made once, for their owner only, and never replaced."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.rows import SqlRows
from cryptotracker.adapters.persistence.schema import upgrade
from cryptotracker.adapters.security.key_files import RingFile
from cryptotracker.adapters.security.sealing import SealedStreams
from cryptotracker.application.backups import MakeBackup
from cryptotracker.application.keys.opening import PROOF
from cryptotracker.application.restoring import RestoreBackup
from cryptotracker.domain.errors import BrokenSealError, SettingsError
from cryptotracker.entrypoints.keys import RINGS, find_key, open_rings
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.backups import Secret
from cryptotracker.ports.secrets import FRONT, MASTER


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", database_url=database_url)


async def opened(settings: Settings, ring: str = MASTER) -> str:
    """Open a ring as a start does, and name the key that seals."""
    await open_rings(settings, [ring])
    found = await find_key(settings, ring)
    assert found is not None
    return found


def file_of(settings: Settings, ring: str) -> Path:
    return {MASTER: settings.master_key_file, FRONT: settings.front_key_file}[ring]


def ring_at(path: Path, name: str = MASTER) -> RingFile:
    return RingFile(name=name, path=path, setting="THE_SETTING")


def changed(sealed: bytes, at: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


@pytest.mark.parametrize(("ring", "name"), [(MASTER, "data.key"), (FRONT, "data.front.key")])
async def test_it_is_made_once_beside_the_data(
    settings: Settings, tmp_path: Path, ring: str, name: str
) -> None:
    made = await opened(settings, ring)
    again = await opened(settings, ring)

    assert made == again
    assert file_of(settings, ring) == tmp_path / name
    assert file_of(settings, ring).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("ring", RINGS)
async def test_a_key_that_is_lost_is_not_replaced(settings: Settings, ring: str) -> None:
    key = await opened(settings, ring)
    file_of(settings, ring).unlink()

    with pytest.raises(SettingsError, match=f"is missing; this database needs {key}"):
        await opened(settings, ring)

    assert not file_of(settings, ring).exists()


@pytest.mark.parametrize("started", [False, True], ids=["new", "started once"])
async def test_a_backup_is_served_with_the_key_of_where_it_is_restored(
    settings: Settings, tmp_path: Path, *, started: bool
) -> None:
    files, secret = LocalFiles.open(tmp_path / "files"), Secret(key=b"k" * 32)
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    there = Settings(data_dir=tmp_path / "there", database_url=url)
    here = await opened(settings)
    if started:
        await upgrade(url)
        await opened(there)

    make_backup = MakeBackup(SqlRows(settings.database_url), files, SealedStreams(), SystemClock())
    made = await make_backup(files, secret)
    await RestoreBackup(SqlRows(url), files, SealedStreams())(files.read(made.key), secret)

    assert await opened(there) != here


async def test_a_key_of_another_database_is_not_taken(settings: Settings, tmp_path: Path) -> None:
    await opened(settings)
    other = ring_at(tmp_path / "other.key").add()

    with pytest.raises(SettingsError, match=f"holds the key {other}; this database needs"):
        await opened(evolve(settings, master_key_file=tmp_path / "other.key"))


async def test_a_key_of_the_same_name_must_prove_itself(settings: Settings, tmp_path: Path) -> None:
    key = await opened(settings)
    file = tmp_path / "forged.key"
    forged = ring_at(file).add()
    file.write_text(file.read_text().replace(forged, key))

    with pytest.raises(SettingsError, match=f"holds another key {key}"):
        await opened(evolve(settings, master_key_file=file))


async def test_the_keys_of_two_rings_cannot_be_mixed_up(settings: Settings) -> None:
    await open_rings(settings, RINGS)
    mixed = evolve(settings, front_key_file=settings.master_key_file)

    with pytest.raises(SettingsError, match="holds no front key"):
        await opened(mixed, FRONT)


async def test_a_key_that_others_can_read_is_not_used(settings: Settings) -> None:
    await opened(settings)
    settings.master_key_file.chmod(0o640)

    with pytest.raises(SettingsError, match="can be read by others; run: chmod 600"):
        await opened(settings)


async def test_two_that_start_at_once_have_one_key(settings: Settings) -> None:
    found = await asyncio.gather(*(opened(settings) for _ in range(4)))

    assert len(set(found)) == 1


async def test_two_machines_that_start_at_once_do_not_have_two(
    settings: Settings, tmp_path: Path
) -> None:
    there = evolve(settings, master_key_file=tmp_path / "there.key")

    found = await asyncio.gather(opened(settings), opened(there), return_exceptions=True)

    assert sorted(isinstance(each, SettingsError) for each in found) == [False, True]


@pytest.mark.parametrize(
    "text", ["", "a b", "cryptotracker-master-key-1 k1 AAAA", "\x00" * 900, "\n\n"]
)
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    file.chmod(0o600)

    with pytest.raises(SettingsError, match="holds no master key"):
        ring_at(file).names()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match="cannot be"):
        ring_at(tmp_path / "file" / "key").add()


def test_a_file_of_one_key_by_an_earlier_version_is_a_ring_of_one(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"cryptotracker-master-key-1 k0011aabb {'A' * 43}=\n")
    file.chmod(0o600)
    ring = ring_at(file)

    sealed = ring.seal("k0011aabb", b"secret")
    second = ring.add()

    assert ring_at(file).names() == ["k0011aabb", second]
    assert ring_at(file).open("k0011aabb", sealed) == b"secret"
    assert file.stat().st_mode & 0o777 == 0o600


async def test_the_master_key_of_an_earlier_version_goes_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    settings = Settings(data_dir=tmp_path / "data", database_url=url)
    ring = ring_at(settings.master_key_file)
    key = ring.add()
    proof = ring.seal(key, PROOF, key, "proof of the master key")
    await upgrade(url, "0006")
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection, connection:
        connection.execute("INSERT INTO master_keys VALUES (1, ?, ?, 0)", (key, proof))

    await upgrade(url)

    assert await opened(settings) == key
    settings.master_key_file.unlink()
    with pytest.raises(SettingsError, match=f"this database needs {key}"):
        await opened(settings)


def test_a_key_that_is_added_is_found_by_those_who_have_the_file_open(tmp_path: Path) -> None:
    first, second = ring_at(tmp_path / "key"), ring_at(tmp_path / "key")
    first.add()
    second.names()

    sealed = first.seal(first.add(), b"secret")

    assert second.open(first.names()[1], sealed) == b"secret"


def test_what_one_who_died_while_writing_left_is_swept_away(tmp_path: Path) -> None:
    ring = ring_at(tmp_path / "key")
    ring.add()
    (tmp_path / ".key-left").mkdir()
    (tmp_path / ".key-left" / "keys").write_bytes((tmp_path / "key").read_bytes())

    ring.add()

    assert [each.name for each in tmp_path.iterdir()] == ["key"]


def test_a_key_that_was_taken_out_opens_nothing_here_any_more(tmp_path: Path) -> None:
    ring = ring_at(tmp_path / "key")
    key = ring.add()
    sealed = ring.seal(key, b"secret")
    ring.add()

    ring.remove(key)
    ring.remove(key)

    with pytest.raises(SettingsError, match=f"lacks the key {key}"):
        ring.open(key, sealed)
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


@pytest.fixture
def ring(tmp_path: Path) -> RingFile:
    found = ring_at(tmp_path / "key")
    found.add()
    return found


def test_what_is_sealed_opens_about_the_same(ring: RingFile) -> None:
    (key,) = ring.names()
    sealed = ring.seal(key, b"secret", "user", 1)

    assert ring.open(key, sealed, "user", 1) == b"secret"
    assert ring.seal(key, b"secret", "user", 1) != sealed
    assert b"secret" not in sealed


@pytest.mark.parametrize(
    "about", [(), ("user",), ("user1",), ("use", "r1"), ("user", "2"), ("1", "user")]
)
def test_what_is_sealed_opens_about_nothing_else(ring: RingFile, about: tuple[str, ...]) -> None:
    (key,) = ring.names()
    sealed = ring.seal(key, b"secret", "user", "1")

    with pytest.raises(BrokenSealError):
        ring.open(key, sealed, *about)


def test_one_bit_changed_and_it_does_not_open(ring: RingFile) -> None:
    (key,) = ring.names()
    sealed = ring.seal(key, b"secret", "user")

    refused = 0
    for at in range(len(sealed)):
        with pytest.raises(BrokenSealError):
            ring.open(key, changed(sealed, at), "user")
        refused += 1

    assert refused == len(sealed) == 1 + 12 + 6 + 16


def test_a_ring_is_printed_without_its_keys(ring: RingFile, tmp_path: Path) -> None:
    (key,) = ring.names()
    ring.seal(key, b"secret")

    assert (tmp_path / "key").read_text().split()[2] not in repr(ring)
    assert repr(ring).count("name='master'") == 1
