"""What every database promises of the prices that owners state themselves."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.domain.portfolio.price_errors import OwnPriceNotFoundError, OwnPriceTakenError
from tests.contract.own_prices import DAY, OWN
from tests.contract.people import ADA, BOB

MINE, THEIRS = ADA.id, BOB.id
LATER = evolve(OWN, id=UUID(int=92), as_of=DAY + timedelta(days=1))
ELSEWHAT = evolve(OWN, id=UUID(int=93), asset="FLAT")


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        async with database.of(MINE).transaction() as work:
            for each in (LATER, OWN, ELSEWHAT):
                await work.own_prices.add(each)
        yield database


async def test_what_went_in_comes_out_to_the_last_digit_and_can_be_changed(
    opened: SqlDatabase,
) -> None:
    changed = evolve(OWN, price=Decimal("1e-29"), note="otherwise", overrides=True)

    async with opened.of(MINE).transaction() as work:
        before = await work.own_prices.of(["SHARES", "BTC"])
        await work.own_prices.change(changed)

        assert before == [OWN, LATER]
        assert await work.own_prices.of(["SHARES", "BTC"]) == [changed, LATER]
        assert await work.own_prices.of(["BTC"]) == []


async def test_there_is_one_price_of_a_moment(opened: SqlDatabase) -> None:
    async with opened.of(MINE).transaction() as work:
        with pytest.raises(OwnPriceTakenError):
            await work.own_prices.add(evolve(OWN, id=UUID(int=94)))
        with pytest.raises(OwnPriceTakenError):
            await work.own_prices.change(evolve(LATER, as_of=OWN.as_of))

        assert await work.own_prices.of(["SHARES"]) == [OWN, LATER]


async def test_they_are_listed_the_last_stated_first(opened: SqlDatabase) -> None:
    async with opened.of(MINE).snapshot() as work:
        first = await work.own_prices.page("", limit=2)
        second = await work.own_prices.page("", limit=2, cursor=first.next_cursor)
        of_one = await work.own_prices.page("SHARES", limit=9)

    assert [*first.items, *second.items] == [ELSEWHAT, LATER, OWN]
    assert second.next_cursor is None
    assert of_one.items == [LATER, OWN]


async def test_what_is_removed_is_not_there(opened: SqlDatabase) -> None:
    async with opened.of(MINE).transaction() as work:
        await work.own_prices.remove(OWN.id)

        with pytest.raises(OwnPriceNotFoundError):
            await work.own_prices.change(OWN)
        with pytest.raises(OwnPriceNotFoundError):
            await work.own_prices.remove(OWN.id)


async def test_no_other_owner_sees_or_changes_them(opened: SqlDatabase) -> None:
    async with opened.of(THEIRS).transaction() as work:
        listed = await work.own_prices.page("", limit=9)
        found = await work.own_prices.of(["SHARES"])
        with pytest.raises(OwnPriceNotFoundError):
            await work.own_prices.change(OWN)
        with pytest.raises(OwnPriceNotFoundError):
            await work.own_prices.remove(OWN.id)
        await work.own_prices.add(evolve(OWN, id=UUID(int=95)))  # it is another one's

    assert (listed.items, found) == ([], [])
