"""What every database promises of who users are elsewhere, and of what was begun there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import func, select, text

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.identity_tables import TABLES
from cryptotracker.domain.identity.identities import LINK, Handshake
from cryptotracker.domain.identity.identity_errors import IdentityTakenError
from cryptotracker.ports.persistence import Database
from tests.contract.people import ADA, BOB, FIRST, LATER, NOW, OTHER, SECOND, session
from tests.contract.people import ELSEWHERE as MINE

BEGUN: Final = Handshake(
    digest=FIRST,
    browser=SECOND,
    issuer="acme",
    purpose=LINK,
    began_at=NOW,
    session_id=session().id,
    invitation=OTHER,
)


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.users.add(BOB)
            await work.people.sessions.save(session(), refresh=FIRST)
            await work.people.identities.add(MINE)
            await work.people.handshakes.add(BEGUN)
        yield database


@pytest.fixture
def database(opened: SqlDatabase) -> Database:
    return opened.of_everybody()


async def test_an_identity_comes_back_as_it_was_kept(database: Database) -> None:
    later = evolve(MINE, id=UUID(int=2), issuer="telegram")
    async with database.transaction() as work:
        await work.people.identities.save(MINE.used(LATER))
        await work.people.identities.add(later)

    async with database.snapshot() as work:
        found = await work.people.identities.get(MINE.issuer, "4711")
        others = [
            await work.people.identities.get(*each)
            for each in ((MINE.issuer, "4712"), ("https://evil.example.org", "4711"))
        ]
        mine = await work.people.identities.of(ADA.id)

    assert (found, others) == (MINE.used(LATER), [None, None])
    assert [*mine] == [MINE.used(LATER), later]


@pytest.mark.parametrize("user", [ADA, BOB])
async def test_an_identity_is_one_users(database: Database, user: object) -> None:
    owner = ADA if user is ADA else BOB

    with pytest.raises(IdentityTakenError):
        async with database.transaction() as work:
            same = evolve(MINE, id=UUID(int=2), user_id=owner.id)
            await work.people.identities.add(same)


async def test_an_identity_of_another_is_missing(opened: SqlDatabase) -> None:
    async with opened.of(BOB.id).transaction() as work:
        found = await work.people.identities.get(MINE.issuer, MINE.subject)
        listed = await work.people.identities.of(ADA.id)
        await work.people.identities.remove(MINE.id)
        await work.people.identities.save(evolve(MINE, label="x"))

    assert (found, [*listed]) == (None, [])
    async with opened.of(ADA.id).transaction() as work:
        assert [*await work.people.identities.of(ADA.id)] == [MINE]
        await work.people.identities.remove(MINE.id)
        assert [*await work.people.identities.of(ADA.id)] == []


async def test_of_any_number_one_gets_a_handshake(database: Database) -> None:
    async def take() -> Handshake | None:
        async with database.transaction() as work:
            return await work.people.handshakes.take(FIRST)

    taken = await asyncio.gather(*(take() for _ in range(4)))

    assert sorted(each == BEGUN for each in taken) == [False, False, False, True]
    assert taken.count(None) == 3


async def test_of_any_number_one_spends_a_proof(database: Database) -> None:
    async def spend(proof: bytes) -> bool:
        async with database.transaction() as work:
            return await work.people.handshakes.spend(proof, LATER)

    spent = await asyncio.gather(*(spend(FIRST) for _ in range(4)))

    assert sorted(spent) == [False, False, False, True]
    assert await spend(SECOND)


async def test_what_is_too_old_is_forgotten(database: Database) -> None:
    async with database.transaction() as work:
        await work.people.handshakes.spend(FIRST, LATER)
        early = await work.people.handshakes.forget(NOW)
        begun = await work.people.handshakes.forget(LATER)
        rest = await work.people.handshakes.forget(LATER + timedelta(seconds=1))

    assert (early, begun, rest) == (0, 1, 1)


@pytest.mark.parametrize("owner", ["", str(UUID(int=99))], ids=["nobody", "other"])
async def test_a_query_that_forgets_the_owner_finds_nothing(
    empty_postgres: str, owner: str
) -> None:
    async with open_database(empty_postgres) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.sessions.save(session(), refresh=FIRST)
            await work.people.identities.add(MINE)
            await work.people.handshakes.add(BEGUN)
            await work.people.handshakes.spend(FIRST, LATER)

        counts = [
            [await count(database, each.name, told) for each in TABLES]
            for told in (owner, "*", str(ADA.id))
        ]

    assert counts == [[0, 0, 0], [1, 1, 1], [1, 0, 0]]


async def count(database: SqlDatabase, table: str, owner: str) -> int | None:
    async with database.engine.begin() as connection:
        told = text("SELECT set_config('cryptotracker.owner', :owner, true)")
        await connection.execute(told, {"owner": owner})
        return await connection.scalar(select(func.count()).select_from(text(table)))
