"""What every database promises of the tokens that programs act with."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from tests.contract.api_tokens import READER, WRITER
from tests.contract.people import ADA, BOB, FIRST, LATER, NOW, OTHER

BOBS = evolve(READER, id=UUID(int=3), user_id=BOB.id, digest=OTHER)


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        async with database.of_everybody().transaction() as work:
            for user in (ADA, BOB):
                await work.people.users.add(user)
            for token in (READER, WRITER, BOBS):
                await work.people.api_tokens.add(token)
        yield database


async def test_a_token_comes_back_as_it_was_kept_by_digest_and_by_id(opened: SqlDatabase) -> None:
    async with opened.of_everybody().snapshot() as work:
        tokens = work.people.api_tokens
        found = [await tokens.find(key) for key in (FIRST, WRITER.id, UUID(int=9), bytes(32))]
        listed = await tokens.of(ADA.id)

    assert found == [READER, WRITER, None, None]
    assert [*listed] == [WRITER, READER]


async def test_of_many_tokens_those_that_hold_are_told(opened: SqlDatabase) -> None:
    ids = [READER.id, WRITER.id, BOBS.id, UUID(int=9)]
    async with opened.of_everybody().transaction() as work:
        before = await work.people.standing.tokens(ids, NOW)
        later = await work.people.standing.tokens(ids, LATER)
        await work.people.users.save(ADA.disabled(NOW))
        shut_out = await work.people.standing.tokens(ids, NOW)

    assert sorted(before) == sorted([READER.id, WRITER.id, BOBS.id])
    assert ([*later], [*shut_out]) == ([], [BOBS.id])


async def test_a_token_that_was_removed_does_not_come_back_by_being_used(
    opened: SqlDatabase,
) -> None:
    async with opened.of(ADA.id).transaction() as work:
        await work.people.api_tokens.used(WRITER.id, LATER)
        removed = [await work.people.api_tokens.remove(READER.id) for _ in range(2)]
        await work.people.api_tokens.used(READER.id, LATER)

    async with opened.of(ADA.id).snapshot() as work:
        assert [*await work.people.api_tokens.of(ADA.id)] == [evolve(WRITER, last_used_at=LATER)]
    assert removed == [True, False]


async def test_another_users_token_is_as_good_as_none(opened: SqlDatabase) -> None:
    async with opened.of(BOB.id).transaction() as work:
        tokens = work.people.api_tokens
        found = [await tokens.find(key) for key in (FIRST, READER.id)]
        listed = await tokens.of(ADA.id)
        await tokens.used(READER.id, LATER)
        removed = await tokens.remove(READER.id)

    assert (found, [*listed], removed) == ([None, None], [], False)
    async with opened.of_everybody().snapshot() as work:
        assert await work.people.api_tokens.find(FIRST) == READER
