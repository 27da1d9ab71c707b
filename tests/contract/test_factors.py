"""What every database promises of second factors, and of what was asked of those who sign in."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.factor_tables import TABLES
from cryptotracker.ports.persistence import Database
from tests.contract.counting import count
from tests.contract.factors import APP, ASKED, KEY, protect
from tests.contract.people import ADA, BOB, FIRST, LATER, NOW, OTHER, SECOND

FAR = 2**40


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.users.add(BOB)
        yield database


@pytest.fixture
def database(opened: SqlDatabase) -> Database:
    return opened.of_everybody()


@pytest.fixture
async def filled(opened: SqlDatabase) -> SqlDatabase:
    async with opened.of_everybody().transaction() as work:
        await protect(work)
        await work.people.factors.recovery_codes.replace(ADA.id, [FIRST, SECOND])
        await work.people.factors.challenges.add(evolve(ASKED, digest=OTHER, user_id=None))
    return opened


async def test_an_app_comes_back_as_it_was_kept(database: Database) -> None:
    changed = evolve(APP.switched_on(LATER), last_step=FAR)
    other = evolve(APP, id=UUID(int=32), made_at=LATER)
    seen = []
    for each in (APP, changed, other):
        async with database.transaction() as work:
            await work.people.factors.totps.save(each)
        async with database.transaction() as work:
            seen.append(await work.people.factors.totps.get(ADA.id))
    async with database.transaction() as work:
        await work.people.factors.totps.remove(ADA.id)
        await work.people.factors.totps.remove(BOB.id)
        seen.append(await work.people.factors.totps.get(ADA.id))

    assert seen == [APP, changed, other, None]


async def test_of_those_who_take_an_app_at_once_each_sees_what_the_last_one_kept(
    filled: SqlDatabase,
) -> None:
    async def move() -> None:
        async with filled.of_everybody().transaction() as work:
            totp = await work.people.factors.totps.get(ADA.id)
            assert totp is not None
            await work.people.factors.totps.save(evolve(totp, last_step=totp.last_step + 1))

    await asyncio.gather(*(move() for _ in range(8)))

    async with filled.of_everybody().snapshot() as work:
        moved = await work.people.factors.totps.get(ADA.id)
    assert moved == evolve(APP, last_step=7)


async def test_a_recovery_code_is_good_once(filled: SqlDatabase) -> None:
    database = filled.of_everybody()

    async def use(digest: bytes, user_id: UUID = ADA.id) -> bool:
        async with database.transaction() as work:
            return await work.people.factors.recovery_codes.use(user_id, digest, NOW)

    foreign = await use(FIRST, BOB.id)
    at_once = await asyncio.gather(*(use(FIRST) for _ in range(4)))
    unknown = await use(OTHER)

    assert (foreign, sorted(at_once), unknown) == (False, [False, False, False, True], False)
    async with database.snapshot() as work:
        assert await work.people.factors.recovery_codes.left(ADA.id) == 1


async def test_new_recovery_codes_take_the_place_of_all(filled: SqlDatabase) -> None:
    async with filled.of_everybody().transaction() as work:
        codes = work.people.factors.recovery_codes
        await codes.use(ADA.id, FIRST, NOW)
        await codes.replace(ADA.id, [FIRST, OTHER])
        left, old = await codes.left(ADA.id), await codes.use(ADA.id, SECOND, NOW)
        await codes.replace(ADA.id, [])

        assert (left, old, await codes.left(ADA.id)) == (2, False, 0)


async def test_passkeys_come_back_as_they_were_kept(database: Database) -> None:
    other = evolve(KEY, id=UUID(int=42), credential="def", sign_count=FAR)
    changed = KEY.used(4, LATER).named("Old one")
    async with database.transaction() as work:
        passkeys = work.people.factors.passkeys
        added = [await passkeys.add(each) for each in (other, KEY)]
        await passkeys.save(changed)

        kept = [*await passkeys.of(ADA.id)]
        await passkeys.remove(ADA.id, other.id)

        assert (added, kept) == ([True, True], [changed, other])
        assert [*await passkeys.of(ADA.id)] == [changed]
        assert [await passkeys.find(each) for each in ("abc", "def")] == [ADA.id, None]


async def test_a_credential_belongs_to_one_user(opened: SqlDatabase) -> None:
    async with opened.of(ADA.id).transaction() as work:
        await work.people.factors.passkeys.add(KEY)
    async with opened.of(BOB.id).transaction() as work:
        same = evolve(KEY, id=UUID(int=43), user_id=BOB.id)

        assert not await work.people.factors.passkeys.add(same)
        assert [*await work.people.factors.passkeys.of(BOB.id)] == []


async def test_a_challenge_comes_back_as_it_was_kept(filled: SqlDatabase) -> None:
    database = filled.of_everybody()

    async def answer() -> None:
        async with database.transaction() as work:
            found = await work.people.factors.challenges.get(FIRST)
            assert found is not None
            await work.people.factors.challenges.save(found.answered(NOW, right=False))

    await asyncio.gather(*(answer() for _ in range(4)))

    async with database.snapshot() as work:
        assert await work.people.factors.challenges.get(FIRST) == evolve(ASKED, tries=4)
        assert await work.people.factors.challenges.get(SECOND) is None


async def test_a_challenge_is_forgotten_when_it_was_over_for_long(filled: SqlDatabase) -> None:
    async with filled.of_everybody().transaction() as work:
        kept = await work.people.factors.challenges.forget(LATER)
        gone = await work.people.factors.challenges.forget(LATER + timedelta(seconds=1))

    assert (kept, gone) == (0, 2)


async def test_what_is_anothers_is_as_good_as_none(filled: SqlDatabase) -> None:
    async with filled.of(BOB.id).transaction() as work:
        factors = work.people.factors
        await factors.totps.remove(ADA.id)
        await factors.recovery_codes.replace(ADA.id, [])
        await factors.challenges.save(ASKED.answered(NOW, right=True))
        await factors.passkeys.save(KEY.named("taken"))
        await factors.passkeys.remove(ADA.id, KEY.id)
        seen = (
            await factors.totps.get(ADA.id),
            await factors.recovery_codes.left(ADA.id),
            await factors.recovery_codes.use(ADA.id, FIRST, NOW),
            await factors.challenges.get(FIRST),
            await factors.challenges.get(OTHER),
            [*await factors.passkeys.of(ADA.id)],
            await factors.passkeys.find("abc"),
            await factors.challenges.forget(LATER + timedelta(days=1)),
        )

    assert seen == (None, 0, False, None, None, [], None, 0)
    async with filled.of(ADA.id).snapshot() as work:
        assert await work.people.factors.totps.get(ADA.id) == APP
        assert await work.people.factors.recovery_codes.left(ADA.id) == 2
        assert await work.people.factors.challenges.get(FIRST) == ASKED
        assert [*await work.people.factors.passkeys.of(ADA.id)] == [KEY]


@pytest.mark.parametrize("owner", ["", str(BOB.id)], ids=["nobody", "other"])
async def test_a_query_that_forgets_the_owner_finds_nothing(
    empty_postgres: str, owner: str
) -> None:
    async with open_database(empty_postgres) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await protect(work)

        hidden = [await count(database, each.name, owner) for each in TABLES]
        own = [await count(database, each.name, str(ADA.id)) for each in TABLES]

    assert (hidden, own) == ([0, 0, 0, 0], [1, 1, 1, 1])
