"""What every database promises of watch-lists and stars."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.domain.watching.errors import WatchListNameTakenError, WatchListNotFoundError
from tests.contract.people import ADA, BOB, NOW
from tests.contract.watching import LIST

MINE, THEIRS = ADA.id, BOB.id
OTHER = evolve(LIST, id=UUID(int=91), name="Other", assets=())


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        async with database.of(MINE).transaction() as work:
            await work.watching.lists.add(LIST)
            await work.watching.lists.add(OTHER)
        yield database


async def test_lists_come_back_as_they_were_kept_by_id_and_by_name(opened: SqlDatabase) -> None:
    edited = LIST.of(["cardano", "bitcoin", "solana"]).named("Changed")
    async with opened.of(MINE).transaction() as work:
        await work.watching.lists.save(edited)

        assert await work.watching.lists.get(LIST.id) == edited
        assert await work.watching.lists.get("Changed") == edited
        assert await work.watching.lists.all() == [edited, OTHER]
        await work.watching.lists.remove(LIST.id)
        assert await work.watching.lists.all() == [OTHER]


async def test_a_name_belongs_to_one_list_of_an_owner(opened: SqlDatabase) -> None:
    new = evolve(LIST, id=UUID(int=92))

    with pytest.raises(WatchListNameTakenError):
        async with opened.of(MINE).transaction() as work:
            await work.watching.lists.add(new)
    with pytest.raises(WatchListNameTakenError):
        async with opened.of(MINE).transaction() as work:
            await work.watching.lists.save(OTHER.named("Mine"))
    async with opened.of(THEIRS).transaction() as work:
        await work.watching.lists.add(new)


async def test_what_is_foreign_is_missing(opened: SqlDatabase) -> None:
    async with opened.of(MINE).transaction() as work:
        await work.watching.stars.mark("bitcoin", NOW)

    async with opened.of(THEIRS).transaction() as work:
        lists, stars = work.watching.lists, work.watching.stars
        for refused in (lists.get(LIST.id), lists.get("Mine"), lists.save(LIST)):
            with pytest.raises(WatchListNotFoundError):
                await refused
        with pytest.raises(WatchListNotFoundError):
            await lists.remove(LIST.id)
        await stars.unmark("bitcoin")
        assert (await lists.all(), await stars.all()) == ([], [])

    async with opened.of(MINE).snapshot() as work:
        assert await work.watching.lists.get(LIST.id) == LIST
        assert await work.watching.stars.all() == ["bitcoin"]


async def test_stars_come_in_the_order_in_which_they_were_given(opened: SqlDatabase) -> None:
    async with opened.of(MINE).transaction() as work:
        for late, asset in enumerate(("solana", "bitcoin", "cardano", "solana")):
            await work.watching.stars.mark(asset, NOW + late * timedelta(seconds=1))
        await work.watching.stars.unmark("bitcoin")
        await work.watching.stars.unmark("nobody marked it")

        assert await work.watching.stars.all() == ["solana", "cardano"]
