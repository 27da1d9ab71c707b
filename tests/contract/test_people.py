"""What every database promises of users, of their sessions, and of what proves who they are."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence import api_tokens_table, audit_tables, people_tables
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.identity.attempts import Tries
from cryptotracker.domain.identity.audit import Entry
from cryptotracker.domain.identity.errors import (
    EmailTakenError,
    SessionNotFoundError,
    UserNotFoundError,
)
from cryptotracker.domain.identity.sessions import ABSOLUTE, IDLE, Session
from cryptotracker.domain.identity.signing import SigningKey
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.persistence import Database, UnitOfWork
from tests.contract.api_tokens import READER
from tests.contract.counting import count
from tests.contract.people import ADA, BOB, FIRST, HASH, LATER, NOW, OTHER, SECOND, sent, session

PEOPLE: Final = (*people_tables.TABLES, *api_tokens_table.TABLES, *audit_tables.TABLES)
KEY: Final = SigningKey(id="k1", public="{}", created_at=NOW, signs_from=LATER)
BY: Final = {"address": FIRST, "account": SECOND, "all": OTHER}


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.users.add(BOB)
            await work.people.sessions.save(session(), refresh=FIRST)
        yield database


@pytest.fixture
def database(opened: SqlDatabase) -> Database:
    return opened.of_everybody()


async def test_a_user_comes_back_as_they_went_in(database: Database) -> None:
    async with database.snapshot() as work:
        found = [await work.people.users.get(key) for key in (ADA.id, "aDA@EXAMPLE.org")]
        page = await work.people.users.page(limit=1)
        rest = await work.people.users.page(limit=1, cursor=page.next_cursor)

    assert found == [ADA, ADA]
    assert ([*page.items], [*rest.items], rest.next_cursor) == ([ADA], [BOB], None)


async def test_an_address_belongs_to_one_user(database: Database) -> None:
    same = evolve(ADA, id=UUID(int=9), email="ada@EXAMPLE.org")

    with pytest.raises(EmailTakenError):
        async with database.transaction() as work:
            await work.people.users.add(same)
    with pytest.raises(EmailTakenError):
        async with database.transaction() as work:
            await work.people.users.save(evolve(BOB, email="ADA@example.org"))
    with pytest.raises(EmailTakenError):
        async with database.transaction() as work:
            await work.people.users.add(evolve(ADA, email="new@example.org"))


async def test_whoever_is_not_there_is_missing(database: Database) -> None:
    for key in (UUID(int=99), "nobody@example.org"):
        with pytest.raises(UserNotFoundError):
            async with database.snapshot() as work:
                await work.people.users.get(key)
    with pytest.raises(UserNotFoundError):
        async with database.transaction() as work:
            await work.people.users.save(evolve(ADA, id=UUID(int=99), email="n@example.org"))


async def test_others_are_noticed(opened: SqlDatabase) -> None:
    async with opened.of_everybody().snapshot() as work:
        seen = await work.people.users.others(ADA.id)
    async with opened.of(ADA.id).snapshot() as work:
        foreign = await work.people.users.others(ADA.id)

    assert (seen, foreign) == (True, False)


async def test_of_administrators_who_go_at_once_each_sees_who_has_gone(
    opened: SqlDatabase,
) -> None:
    many = [evolve(BOB, id=UUID(int=20 + each), email=f"{each}@x.org") for each in range(5)]

    async def go(user: User) -> int:
        async with opened.of_everybody().transaction() as work:
            there = await work.people.administrators.all()
            if len(there) > 1:
                await work.people.users.save(user.disabled(LATER))
        return len(there)

    async with opened.of_everybody().transaction() as work:
        for each in many:
            await work.people.users.add(each)
    seen = await asyncio.gather(*map(go, (BOB, *many)))
    async with opened.of_everybody().snapshot() as work:
        left = await work.people.administrators.all()
    async with opened.of(ADA.id).snapshot() as work:
        foreign = await work.people.administrators.all()

    assert sorted(seen) == [1, 2, 3, 4, 5, 6]
    assert (len(left), [*foreign]) == (1, [])


async def test_a_session_comes_back_as_it_was_kept(database: Database) -> None:
    changed = session().named("mine").proved(LATER)

    async with database.transaction() as work:
        before = await work.people.sessions.get(session().id)
        await work.people.sessions.save(changed)

    async with database.snapshot() as work:
        assert (before, await work.people.sessions.get(session().id)) == (session(), changed)


async def test_a_refresh_token_is_new_once(database: Database) -> None:
    async def show(refresh: bytes) -> tuple[Session, bool] | None:
        async with database.transaction() as work:
            return await work.people.sessions.show(refresh, LATER)

    at_once = await asyncio.gather(show(FIRST), show(FIRST), show(FIRST))

    assert sorted(used for _, used in filter(None, at_once)) == [False, True, True]
    assert await show(OTHER) is None


async def test_a_session_that_ended_has_no_tokens(database: Database) -> None:
    async with database.transaction() as work:
        await work.people.sessions.save(session(), refresh=SECOND)
        await work.people.sessions.save(session().ended("revoked", LATER))

        shown = [await work.people.sessions.show(each, LATER) for each in (FIRST, SECOND)]

    assert shown == [None, None]


async def test_live_sessions_are_listed_last_seen_first(database: Database) -> None:
    kept = [session(2, seen_at=LATER), session(3, BOB), session(4).ended("revoked", NOW)]
    async with database.transaction() as work:
        for each in kept:
            await work.people.sessions.save(each)

    async with database.snapshot() as work:
        listed = [
            [each.id.int for each in await work.people.sessions.live(ADA.id, now)]
            for now in (LATER, NOW + IDLE, LATER + IDLE, NOW + ABSOLUTE)
        ]

    assert listed == [[2, 1], [2], [], []]


async def test_of_many_sessions_those_that_go_on_are_told(database: Database) -> None:
    kept = [session(2, seen_at=LATER), session(3, BOB), session(4).ended("revoked", NOW)]
    async with database.transaction() as work:
        for each in kept:
            await work.people.sessions.save(each)
    ids = [UUID(int=number) for number in range(1, 9)]

    async with database.snapshot() as work:
        before = await work.people.standing.sessions(ids, LATER)
        later = await work.people.standing.sessions(ids, NOW + IDLE)
    async with database.transaction() as work:
        await work.people.users.save(ADA.disabled(NOW))
        shut_out = await work.people.standing.sessions(ids, LATER)

    found = [sorted(each.int for each in some) for some in (before, later, shut_out)]
    assert found == [[1, 2, 3], [2], [3]]


async def test_old_sessions_are_forgotten_with_their_tokens(database: Database) -> None:
    async with database.transaction() as work:
        forgotten = await work.people.sessions.forget(LATER)
        shown = await work.people.sessions.show(FIRST, LATER)

    assert (forgotten, shown) == (1, None)


async def test_what_was_sent_is_good_until_it_is_spent(database: Database) -> None:
    invitation = evolve(sent(SECOND, None), name="Eve", password=HASH)
    async with database.transaction() as work:
        await work.people.one_time.add(sent())
        await work.people.one_time.add(invitation)
        found = [await work.people.one_time.get(each) for each in (FIRST, SECOND, OTHER)]
        await work.people.one_time.spend(ADA.id, LATER)
        await work.people.one_time.save(invitation.used(NOW))

    async with database.transaction() as work:
        after = [await work.people.one_time.get(each) for each in (FIRST, SECOND)]
        forgotten = await work.people.one_time.forget(LATER + timedelta(seconds=1))

    assert found == [sent(), invitation, None]
    assert after == [sent().used(LATER), invitation.used(NOW)]
    assert forgotten == 2


async def test_tries_are_counted_by_one_at_a_time(database: Database) -> None:
    async def once() -> None:
        async with database.transaction() as work:
            tries = await work.people.attempts.take(BY)
            more = {kind: Tries(wrong=each.wrong + 1, last_at=NOW) for kind, each in tries.items()}
            await work.people.attempts.save(BY, more)

    await asyncio.gather(*(once() for _ in range(8)))

    async with database.transaction() as work:
        counted = await work.people.attempts.take(BY)
        await work.people.attempts.save(BY, {"account": Tries()})
        forgotten = await work.people.attempts.forget(LATER)
    assert counted == dict.fromkeys(BY, Tries(wrong=8, last_at=NOW))
    assert forgotten == 2


async def test_signing_keys_are_those_of_all(opened: SqlDatabase) -> None:
    async with opened.of_everybody().transaction() as work:
        await work.people.signing_keys.add(KEY)
    async with opened.of_everybody().transaction() as work:
        kept = await work.people.signing_keys.all()
        await work.people.signing_keys.remove("k1")
        left = await work.people.signing_keys.all()

    assert ([*kept], [*left]) == ([KEY], [])


Ask = Callable[[UnitOfWork], Awaitable[object]]
MISSING: Final[dict[str, tuple[Ask, type[CryptoTrackerError]]]] = {
    "get": (lambda work: work.people.users.get(ADA.id), UserNotFoundError),
    "get by address": (lambda work: work.people.users.get(ADA.email), UserNotFoundError),
    "save": (lambda work: work.people.users.save(evolve(ADA, name="x")), UserNotFoundError),
    "get a session": (lambda work: work.people.sessions.get(session().id), SessionNotFoundError),
}


@pytest.mark.parametrize("method", MISSING)
async def test_the_foreign_is_missing(opened: SqlDatabase, method: str) -> None:
    ask, error = MISSING[method]

    with pytest.raises(error):
        async with opened.of(BOB.id).transaction() as work:
            await ask(work)


async def test_lists_hold_nothing_foreign(opened: SqlDatabase) -> None:
    async with opened.of_everybody().transaction() as work:
        await work.people.one_time.add(sent())
    async with opened.of(BOB.id).transaction() as work:
        users = await work.people.users.page(limit=9)
        live = await work.people.sessions.live(ADA.id, NOW)
        token = await work.people.one_time.get(FIRST)
        await work.people.one_time.spend(ADA.id, NOW)
        forgotten = (
            await work.people.sessions.forget(LATER),
            await work.people.one_time.forget(LATER + IDLE),
        )

    assert ([*users.items], [*live], token, forgotten) == ([BOB], [], None, (0, 0))
    async with opened.of(ADA.id).snapshot() as work:
        assert await work.people.one_time.get(FIRST) == sent()


@pytest.mark.parametrize("owner", ["", str(UUID(int=99))], ids=["nobody", "other"])
async def test_a_query_that_forgets_the_owner_finds_nothing(
    empty_postgres: str, owner: str
) -> None:
    async with open_database(empty_postgres) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.sessions.save(session(), refresh=FIRST)
            await work.people.one_time.add(sent())
            await work.people.attempts.save(BY, await work.people.attempts.take(BY))
            await work.people.attempts.take(BY)
            await work.people.signing_keys.add(KEY)
            await work.people.api_tokens.add(READER)
            await work.people.audit.append(Entry(user_id=ADA.id, at=NOW, what="registered"))

        hidden = [await count(database, each.name, owner) for each in PEOPLE]
        seen = [await count(database, each.name, "*") for each in PEOPLE]
        own = [await count(database, each.name, str(ADA.id)) for each in PEOPLE]

    assert (hidden, seen, own) == (
        [0] * 9,
        [1, 1, 1, 1, 3, 1, 1, 1, 1],
        [1, 1, 1, 1, 0, 0, 1, 1, 1],
    )
