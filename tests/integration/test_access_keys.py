"""Keys of access tokens that follow each other, over months, on every kind of database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.security.access_tokens import JoseTokens
from cryptotracker.adapters.security.key_files import RingFile
from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.identity.access_keys import AccessKeys
from cryptotracker.application.keys.opening import OpenRing
from cryptotracker.application.keys.retiring import AbandonKey, RetireKey
from cryptotracker.application.keys.rotating import RotateDataKey, RotateRing
from cryptotracker.domain.identity.signing import ACCESS, AHEAD, LINGERS, SIGNS
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.proofs import InvalidTokenError
from cryptotracker.ports.secrets import FRONT, INSTALLATION
from tests.integration.calendars import Calendar

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ADA, SESSION = UUID(int=1), UUID(int=2)


@pytest.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as opened:
        await OpenRing(opened.of_everybody(), SystemClock())(ring_in(tmp_path))
        yield opened


def process(database: SqlDatabase, folder: Path, clock: Clock) -> AccessKeys:
    vault = RingVault(ring_in(folder), clock)
    return AccessKeys(database.of_everybody(), JoseTokens("cryptotracker"), vault, clock)


def ring_in(folder: Path) -> RingFile:
    return RingFile(name=FRONT, path=folder / "front.key", setting="FRONT_KEY_FILE")


async def test_a_token_of_one_process_is_read_by_another(
    database: SqlDatabase, tmp_path: Path
) -> None:
    clock = Calendar()
    one, other = process(database, tmp_path, clock), process(database, tmp_path, clock)
    await other.public()

    token = await one.issue(ADA, SESSION)
    claims = await other.read(token)

    assert (claims.user_id, claims.session_id) == (ADA, SESSION)
    assert claims.expires_at == NOW + ACCESS


async def test_keys_that_two_make_at_once_both_count(database: SqlDatabase, tmp_path: Path) -> None:
    clock = Calendar()
    processes = [process(database, tmp_path, clock) for _ in range(2)]

    tokens = await asyncio.gather(*(each.issue(ADA, SESSION) for each in processes))

    assert [(await process(database, tmp_path, clock).read(each)).user_id for each in tokens] == [
        ADA,
        ADA,
    ]


async def test_the_next_key_is_shown_before_it_signs(database: SqlDatabase, tmp_path: Path) -> None:
    clock = Calendar()
    keys = process(database, tmp_path, clock)
    first = await keys.public()

    clock.today = NOW + SIGNS - AHEAD
    both = await keys.public()
    clock.today = NOW + SIGNS - ACCESS
    old = await keys.issue(ADA, SESSION)
    clock.today = NOW + SIGNS + timedelta(minutes=2)
    new = await keys.issue(ADA, SESSION)

    assert (len(first), len(both)) == (1, 2)
    assert set(first) < set(both)
    assert old.split(".")[0] != new.split(".")[0]
    assert await keys.read(new)


async def test_an_old_key_counts_as_long_as_its_tokens_and_no_longer(
    database: SqlDatabase, tmp_path: Path
) -> None:
    clock = Calendar()
    keys = process(database, tmp_path, clock)
    await keys.issue(ADA, SESSION)  # with the first key, which signs from now on
    clock.today = NOW + SIGNS - timedelta(minutes=1)
    last = await keys.issue(ADA, SESSION)

    clock.today = NOW + SIGNS + timedelta(minutes=1)
    claims = await keys.read(last)
    clock.today = NOW + SIGNS + LINGERS + timedelta(minutes=2)

    assert claims.user_id == ADA
    assert len(await keys.public()) == 1
    with pytest.raises(InvalidTokenError):
        await keys.read(last)


async def test_where_the_key_that_sealed_it_is_given_up_another_one_signs(
    database: SqlDatabase, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock, everybody, ring = Calendar(), database.of_everybody(), ring_in(tmp_path)
    before = await process(database, tmp_path, clock).issue(ADA, SESSION)
    (sealing,) = ring.names()
    ring.path.unlink()
    await AbandonKey(everybody)(ring, sealing)
    await OpenRing(everybody, SystemClock())(ring)

    keys = process(database, tmp_path, clock)
    after = await keys.issue(ADA, SESSION)

    assert (await keys.read(after)).user_id == ADA
    with pytest.raises(InvalidTokenError):
        await keys.read(before)
    assert "is lost: another one takes its place" in caplog.text


async def test_a_signing_key_stays_when_the_key_that_sealed_it_is_changed(
    database: SqlDatabase, tmp_path: Path
) -> None:
    clock, everybody, ring = Calendar(), database.of_everybody(), ring_in(tmp_path)
    before = await process(database, tmp_path, clock).issue(ADA, SESSION)
    (old,) = ring.names()

    await RotateRing(everybody, SystemClock())(ring)
    await RetireKey(everybody)(ring, old)
    await RotateDataKey(everybody)(RingVault(ring, SystemClock()), INSTALLATION)
    after = await process(database, tmp_path, clock).issue(ADA, SESSION)

    assert old not in ring.names()
    assert after.split(".")[0] == before.split(".")[0]


async def test_forged_tokens_make_nobody_read_the_keys_all_the_time(
    database: SqlDatabase, tmp_path: Path
) -> None:
    clock = Calendar()
    keys, stranger = process(database, tmp_path, clock), JoseTokens("cryptotracker")
    pair = stranger.pair()
    forged = stranger.sign(await keys.read(await keys.issue(ADA, SESSION)), pair.id, pair.private)

    asked: list[object] = []
    event.listen(database.engine.sync_engine, "begin", asked.append)

    for _ in range(9):
        with pytest.raises(InvalidTokenError):
            await keys.read(forged)

    assert len(asked) <= 1
