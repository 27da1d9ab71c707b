"""Keys are changed while everything goes on, and whoever dies in the middle loses nothing."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from attrs import evolve

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.security.key_files import RingFile
from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.keys.opening import OpenRing, proven
from cryptotracker.application.keys.retiring import AbandonKey, RetireKey
from cryptotracker.application.keys.rotating import AddKey, RotateDataKey, RotateRing
from cryptotracker.application.keys.showing import ShowKeys
from cryptotracker.domain.errors import KeyInUseError, SettingsError, UnknownOptionError
from cryptotracker.ports.secrets import Secret
from tests.integration.rotating import FIELDS, USERS, fill, place, ring_in, see

ROOT = Path(__file__).parents[2]
CLOCK = SystemClock()


@pytest.mark.parametrize(("what", "least"), [("ring", 20), ("data-key", 20), ("retire", 10)])
def test_killed_at_every_step_it_goes_on(
    database_url: str, tmp_path: Path, what: str, least: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.rotating", database_url, str(tmp_path), what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) >= least


@pytest.fixture
async def everybody(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as found:
        yield evolve(found, owner=None)


@pytest.fixture
async def ring(everybody: SqlDatabase, tmp_path: Path) -> RingFile:
    """Give a ring under which every user has secrets."""
    found = ring_in(str(tmp_path))
    await fill(everybody, found)
    return found


async def states(everybody: SqlDatabase, ring: RingFile) -> list[tuple[str, int]]:
    return [(each.state, each.data_keys) for each in await ShowKeys(everybody)(ring)]


async def test_a_new_key_wraps_everything_and_the_old_one_can_go(
    everybody: SqlDatabase, ring: RingFile
) -> None:
    told: list[str] = []
    (old,) = ring.names()

    done = await RotateRing(everybody, CLOCK, at_once=3)(ring, tell=told.append)
    rotated = await states(everybody, ring)
    await RetireKey(everybody)(ring, old)

    assert (done.rewrapped, ring.names()) == (5, [done.key])
    assert rotated == [("opens", 0), ("seals", 5)]
    assert told == ["data keys: 3 of 5", "data keys: 5 of 5"]
    await see(everybody, ring)


async def test_two_who_rotate_at_once_end_with_one_key_that_wraps_all(
    everybody: SqlDatabase, ring: RingFile, tmp_path: Path
) -> None:
    rotations = [RotateRing(everybody, CLOCK, at_once=1)(ring_in(str(tmp_path))) for _ in range(3)]

    done = await asyncio.gather(*rotations)
    await RotateRing(everybody, CLOCK)(ring)

    wraps = [(state, count) for state, count in await states(everybody, ring) if count]
    assert wraps == [("seals", 5)]
    assert {each.key for each in done} <= set(ring.names())
    await see(everybody, ring)


async def test_a_key_that_is_needed_is_not_retired(everybody: SqlDatabase, ring: RingFile) -> None:
    (old,) = ring.names()
    with pytest.raises(KeyInUseError, match="it is the one that seals"):
        await RetireKey(everybody)(ring, old)

    added = await AddKey(everybody)(ring)
    async with everybody.transaction() as work:
        await work.sealed.rings.register(proven(ring, added, 2, CLOCK))

    with pytest.raises(KeyInUseError, match="it still wraps 5 data keys"):
        await RetireKey(everybody)(ring, old)
    assert await states(everybody, ring) == [("opens", 5), ("seals", 0)]
    with pytest.raises(UnknownOptionError):
        await RetireKey(everybody)(ring, "k1")
    await see(everybody, ring)


async def test_a_key_is_added_first_and_used_later(everybody: SqlDatabase, ring: RingFile) -> None:
    added = await AddKey(everybody)(ring)
    again = await AddKey(everybody)(ring)
    before = await states(everybody, ring)

    done = await RotateRing(everybody, CLOCK)(ring)

    assert added == again == done.key
    assert before == [("seals", 5), ("not used yet", 0)]
    assert await states(everybody, ring) == [("opens", 0), ("seals", 5)]


async def test_a_machine_whose_file_lacks_the_new_key_is_told(
    everybody: SqlDatabase, ring: RingFile, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    there = ring_in(str(tmp_path / "there"))
    there.path.write_bytes(ring.path.read_bytes())
    there.path.chmod(0o600)
    done = await RotateRing(everybody, CLOCK)(ring)

    with pytest.raises(SettingsError, match=f"this database needs {done.key}"):
        await OpenRing(everybody, CLOCK)(there)
    with pytest.raises(SettingsError, match=f"lacks the key {done.key}"):
        await see_one(everybody, there)


async def see_one(everybody: SqlDatabase, ring: RingFile) -> None:
    async with everybody.snapshot() as work:
        await RingVault(ring, CLOCK).open(work.sealed, place(USERS[0], 0))


async def test_a_user_gets_a_new_data_key_and_the_old_one_is_gone(
    everybody: SqlDatabase, ring: RingFile
) -> None:
    vault = RingVault(ring, CLOCK)

    done = await RotateDataKey(everybody, at_once=2)(vault, USERS[0])
    nobody = await RotateDataKey(everybody)(vault, place(USERS[0], 9).record)

    assert (done, nobody) == (FIELDS, 0)
    async with everybody.transaction() as work:
        newest = await work.sealed.data_keys.newest(USERS[0], ring.name)
        assert newest
        assert (newest.number, await work.sealed.data_keys.older(newest)) == (2, [])
    await see(everybody, ring)


async def test_secrets_are_sealed_while_keys_change(everybody: SqlDatabase, ring: RingFile) -> None:
    vault = RingVault(ring, CLOCK)

    async def seal(number: int) -> None:
        for _ in range(5):
            async with everybody.transaction() as work:
                text = f"{USERS[0]}{number}"
                await vault.seal(work.sealed, place(USERS[0], number), Secret(text))

    rotations = [RotateDataKey(everybody)(vault, USERS[0]), RotateRing(everybody, CLOCK)(ring)]
    await asyncio.gather(*rotations, *map(seal, range(FIELDS)))

    await see(everybody, ring)


async def test_only_a_key_that_is_lost_is_given_up(everybody: SqlDatabase, ring: RingFile) -> None:
    (old,) = ring.names()
    with pytest.raises(KeyInUseError, match="it is not lost"):
        await AbandonKey(everybody)(ring, old)
    ring.path.unlink()
    with pytest.raises(SettingsError, match="is missing"):
        await OpenRing(everybody, CLOCK)(ring)

    lost = await AbandonKey(everybody)(ring, old)
    await OpenRing(everybody, CLOCK)(ring)

    assert lost == len(USERS)
    assert await states(everybody, ring) == [("seals", 0)]
