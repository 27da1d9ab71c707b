"""What every database promises of preferences and pictures."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.profile_tables import TABLES
from cryptotracker.domain.identity.notices import EMAIL, SHARING
from cryptotracker.domain.identity.preferences import Preferences
from tests.contract.counting import count
from tests.contract.people import ADA, BOB

CHOSEN: Final = Preferences(
    base_currency="EUR",
    time_zone="Europe/Berlin",
    country="DE",
    locale="de-DE",
    week_start="sun",
    hide_amounts=True,
    theme="contrast-dark",
    notices={(SHARING, EMAIL): False},
    avatar="0123456789abcdef",
    version=2,
)
PICTURE: Final = bytes(range(256))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlDatabase]:
    """Give a database in which Ada, who is no user yet, has chosen everything."""
    async with open_database(database_url) as opened:
        async with opened.of(ADA.id).transaction() as work:
            await work.people.profiles.get(ADA.id)
            await work.people.profiles.save(ADA.id, CHOSEN)
            await work.people.profiles.keep_picture(ADA.id, b"the first")
            await work.people.profiles.keep_picture(ADA.id, PICTURE)
        yield opened


async def test_what_was_chosen_comes_back_as_it_was_kept(database: SqlDatabase) -> None:
    async with database.of(ADA.id).snapshot() as work:
        found = await work.people.profiles.get(ADA.id)
        picture = await work.people.profiles.picture(ADA.id)

    assert found == CHOSEN
    assert picture == PICTURE


async def test_a_picture_that_is_removed_is_gone(database: SqlDatabase) -> None:
    async with database.of(ADA.id).transaction() as work:
        await work.people.profiles.keep_picture(ADA.id, None)

    async with database.of(ADA.id).snapshot() as work:
        assert await work.people.profiles.picture(ADA.id) is None


async def test_to_anybody_else_there_is_nothing_and_they_change_nothing(
    database: SqlDatabase,
) -> None:
    async with database.of(BOB.id).transaction() as work:
        got = await work.people.profiles.get(ADA.id)
        seen = await work.people.profiles.seen(ADA.id)
        picture = await work.people.profiles.picture(ADA.id)
        await work.people.profiles.save(ADA.id, Preferences(theme="light"))
        await work.people.profiles.keep_picture(ADA.id, None)

    async with database.of(ADA.id).snapshot() as work:
        kept = await work.people.profiles.seen(ADA.id)
        mine = await work.people.profiles.picture(ADA.id)
    assert (got, seen, picture) == (Preferences(), Preferences(), None)
    assert (kept, mine) == (CHOSEN, PICTURE)


async def test_of_two_first_changes_at_once_neither_is_lost(database: SqlDatabase) -> None:
    async def one_more() -> None:
        async with database.of(BOB.id).transaction() as work:
            found = await work.people.profiles.get(BOB.id)
            await work.people.profiles.save(BOB.id, evolve(found, version=found.version + 1))

    await asyncio.gather(*(one_more() for _ in range(4)))

    async with database.of(BOB.id).snapshot() as work:
        assert (await work.people.profiles.get(BOB.id)).version == 5


async def test_the_rules_of_the_tables_hide_them_too(empty_postgres: str) -> None:
    async with open_database(empty_postgres) as database:
        async with database.of(ADA.id).transaction() as work:
            await work.people.profiles.get(ADA.id)
            await work.people.profiles.keep_picture(ADA.id, PICTURE)

        hidden = [await count(database, each.name, str(BOB.id)) for each in TABLES]
        own = [await count(database, each.name, str(ADA.id)) for each in TABLES]

    assert (hidden, own) == ([0, 0], [1, 1])
