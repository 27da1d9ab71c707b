"""What every database promises of what is written down of people's accounts."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence import schema
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.application.identity.auditing import ForgetRecords, Verified, VerifyLog
from cryptotracker.domain.identity.audit import (
    KEPT,
    Entry,
    Fault,
    Record,
    Whence,
    digest_of,
)
from tests.contract.people import ADA, BOB, NOW

WHENCE = Whence(
    by="session",
    actor=BOB.id,
    through=UUID(int=1),
    address="192.0.2.1",
    agent="Mozilla/5.0 \u2026",
)
ENTRY = Entry(
    user_id=ADA.id, at=NOW, what="signed_in", whence=WHENCE, facts={"device": "Ada's \u2026"}
)
TODAY = SystemClock().now()


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        async with database.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.users.add(BOB)
        yield database


async def written(opened: SqlDatabase, *entries: Entry) -> list[Record]:
    async with opened.of_everybody().transaction() as work:
        return [await work.people.audit.append(each) for each in entries]


def today(user_id: UUID = ADA.id, what: str = "signed_in", days: int = 0) -> Entry:
    return Entry(user_id=user_id, at=TODAY - timedelta(days=days), what=what)


async def verified(opened: SqlDatabase) -> Verified:
    return await VerifyLog(opened.of_everybody())()


async def test_a_record_comes_back_as_it_was_written(opened: SqlDatabase) -> None:
    first, second = await written(opened, ENTRY, today())

    async with opened.of(ADA.id).snapshot() as work:
        page = await work.people.audit.page(ADA.id, limit=1)
        rest = await work.people.audit.page(ADA.id, limit=1, cursor=page.next_cursor)
        following = await work.people.audit.records(ADA.id, after=1, limit=9)

    assert (first.entry, first.number, second.number) == (ENTRY, 1, 2)
    assert ([*page.items], [*rest.items], rest.next_cursor) == ([second], [first], None)
    assert [*following] == [second]
    assert await verified(opened) == Verified(chains=1, records=2, faults=[])


async def test_those_who_write_at_once_leave_no_gap(opened: SqlDatabase) -> None:
    await asyncio.gather(*(written(opened, today(), today()) for _ in range(6)))
    await written(opened, today(BOB.id))

    assert await verified(opened) == Verified(chains=2, records=13, faults=[])


async def test_what_is_undone_is_not_written_down(opened: SqlDatabase) -> None:
    with pytest.raises(ZeroDivisionError):
        async with opened.of_everybody().transaction() as work:
            await work.people.audit.append(ENTRY)
            raise ZeroDivisionError

    assert await verified(opened) == Verified(faults=[])


async def test_another_users_records_are_as_good_as_none(opened: SqlDatabase) -> None:
    await written(opened, ENTRY)

    async with opened.of(BOB.id).snapshot() as work:
        audit = work.people.audit
        page = await audit.page(ADA.id, limit=9)
        following = await audit.records(ADA.id, after=0, limit=9)
        chains = await audit.chains(limit=9)

    assert ([*page.items], [*following], [*chains.items]) == ([], [], [])


async def test_the_oldest_are_forgotten_and_the_rest_still_fits(opened: SqlDatabase) -> None:
    long_ago = KEPT.days + 1
    await written(opened, today(days=long_ago), today(days=long_ago), today(days=5), today())
    await written(opened, today(BOB.id, days=long_ago))

    removed = await ForgetRecords(opened.of_everybody(), SystemClock())()
    await written(opened, today(), today(BOB.id))

    async with opened.of(ADA.id).snapshot() as work:
        kept = [each.number for each in (await work.people.audit.page(ADA.id, limit=9)).items]
    assert (removed, kept) == (3, [5, 4, 3])
    assert await verified(opened) == Verified(chains=2, records=4, faults=[])


FORBIDDEN = {
    "changed": "UPDATE audit_records SET what = 'nothing' WHERE number = 1",
    "removed": "DELETE FROM audit_records WHERE number = 3",
    "all removed": "DELETE FROM audit_records",
    "removed with its chain": "DELETE FROM audit_chains",
}


@pytest.mark.parametrize("how", FORBIDDEN)
async def test_the_database_refuses_to_change_what_was_written(
    opened: SqlDatabase, how: str
) -> None:
    await written(opened, today(), today(), today())

    with pytest.raises(IntegrityError):
        await execute(opened, FORBIDDEN[how])

    assert await verified(opened) == Verified(chains=1, records=3, faults=[])


async def test_postgres_does_not_let_all_be_thrown_away(empty_postgres: str) -> None:
    async with open_database(empty_postgres) as database:
        with pytest.raises(IntegrityError, match="append-only"):
            await execute(database, "TRUNCATE audit_records")


async def execute(opened: SqlDatabase, *statements: str) -> None:
    async with opened.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT set_config('cryptotracker.owner', '*', true)"))
        for statement in statements:
            await connection.execute(text(statement))


TAMPERED = {
    "changed": (2, "UPDATE audit_records SET what = 'nothing' WHERE number = 2"),
    "moved in time": (1, "UPDATE audit_records SET at = {later} WHERE number = 1"),
    "from elsewhere": (3, "UPDATE audit_records SET address = '' WHERE number = 3"),
    "removed": (2, "DELETE FROM audit_records WHERE number = 2"),
    "the first removed": (1, "DELETE FROM audit_records WHERE number = 1"),
    "the last removed": (3, "DELETE FROM audit_records WHERE number = 3"),
    "slipped in": (
        4,
        """INSERT INTO audit_records
            (user_id, number, at, what, by, actor, through, address, agent, facts, digest)
        SELECT user_id, 4, at, what, by, actor, through, address, agent, facts, digest
        FROM audit_records WHERE number = 3""",
    ),
    "in another order": (
        1,
        """UPDATE audit_records SET number = 9 WHERE number = 1;
        UPDATE audit_records SET number = 1 WHERE number = 2;
        UPDATE audit_records SET number = 2 WHERE number = 9""",
    ),
    "another's": (
        3,
        """INSERT INTO audit_chains (user_id, number, digest, forgotten, before)
        SELECT {bob}, number, digest, forgotten, before FROM audit_chains;
        UPDATE audit_records SET user_id = {bob} WHERE number = 3""",
    ),
    "the end changed": (3, "UPDATE audit_chains SET digest = before WHERE number = 3"),
    "cut off": (3, "UPDATE audit_chains SET number = 2 WHERE number = 3"),
}


@pytest.mark.parametrize("how", TAMPERED)
async def test_who_gets_around_that_is_found_out(opened: SqlDatabase, how: str) -> None:
    number, statements = TAMPERED[how]
    await written(opened, *(Entry(user_id=ADA.id, at=TODAY, what="x", whence=WHENCE),) * 3)
    await execute(opened, *unguarded(opened), *spelt(opened, statements))

    found = await verified(opened)

    await execute(opened, *guarded(opened))
    assert (found.faults[0].user_id, found.faults[0].number) == (ADA.id, number)


async def test_who_writes_a_record_anew_has_to_write_all_after_it_anew(opened: SqlDatabase) -> None:
    first, second, _ = await written(opened, today(), today(), today())
    forged = evolve(second.entry, what="signed_out")
    digest = digest_of(forged, 2, first.digest).hex()
    bytes_of = {"sqlite": f"X'{digest}'", "postgresql": f"decode('{digest}', 'hex')"}
    change = "UPDATE audit_records SET what = 'signed_out', digest = {digest} WHERE number = 2"
    digest = bytes_of[opened.engine.dialect.name]
    await execute(opened, *unguarded(opened), change.format(digest=digest))

    found = await verified(opened)

    await execute(opened, *guarded(opened))
    assert [*found.faults] == [Fault(ADA.id, 3, "was changed, or one before it was")]


def unguarded(opened: SqlDatabase) -> list[str]:
    """Do what the owner of a database can do after all."""
    if opened.engine.dialect.name == "postgresql":
        return ["ALTER TABLE audit_records DISABLE TRIGGER USER"]
    return ["DROP TRIGGER audit_records_unchanged", "DROP TRIGGER audit_records_kept"]


def guarded(opened: SqlDatabase) -> list[str]:
    postgres = opened.engine.dialect.name == "postgresql"
    return ["ALTER TABLE audit_records ENABLE TRIGGER USER"] if postgres else []


def spelt(opened: SqlDatabase, statements: str) -> list[str]:
    """Write values as the database does."""
    postgres = opened.engine.dialect.name == "postgresql"
    later = "at + interval '1 second'" if postgres else "at + 1000000"
    bob = f"CAST('{BOB.id}' AS uuid)" if postgres else f"X'{BOB.id.hex}'"
    return statements.format(later=later, bob=bob).split(";")


async def test_a_database_without_its_guards_is_told_of(empty_sqlite: str) -> None:
    async with open_database(empty_sqlite) as database:
        await execute(database, *unguarded(database))

    assert await schema.check(empty_sqlite) == [
        "the trigger audit_records_kept is missing",
        "the trigger audit_records_unchanged is missing",
    ]


async def test_every_fault_is_named_once(opened: SqlDatabase) -> None:
    await written(opened, today(), today(), today(BOB.id))
    await execute(opened, *unguarded(opened), 'UPDATE audit_records SET facts = \'{"a":"b"}\'')

    found = await verified(opened)

    await execute(opened, *guarded(opened))
    reason = "was changed, or one before it was"
    assert [*found.faults] == [Fault(ADA.id, 1, reason), Fault(BOB.id, 1, reason)]
