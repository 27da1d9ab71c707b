"""What every database promises of what sources told of past days."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.told import DayPrice, Question
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.price_history import Needed, Resting
from tests.contract.ledgers import MINE, open_with_portfolios, put
from tests.contract.own_prices import DAY, TOLD
from tests.formats import bought

LATER = TOLD.fetched_at + timedelta(days=1)
CORRECTED = evolve(TOLD, price=Decimal("3701.5"), fetched_at=LATER)
PAIR = ("BTC", "USD")
ASKED = Question(
    asset="BTC",
    currency=Currency("USD"),
    source="coingecko",
    since=date(2019, 1, 1),
    until=date(2019, 6, 30),
    asked_at=LATER,
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened.of_everybody()


async def keep(database: Database, *told: DayPrice) -> int:
    async with database.transaction() as work:
        return await work.history.keep(told)


async def read(database: Database, *, days: int = 0) -> list[DayPrice]:
    async with database.snapshot() as work:
        pairs = [PAIR, ("ETH", "USD")]
        return [*await work.history.read(pairs, since=DAY, until=DAY + timedelta(days=days))]


async def trace(database: Database) -> list[DayPrice]:
    async with database.snapshot() as work:
        return [*await work.history.trace(PAIR, DAY)]


async def test_what_went_in_comes_out_to_the_last_digit(database: Database) -> None:
    corrections = await keep(database, TOLD)

    assert await read(database) == [TOLD]
    assert corrections == 0


async def test_it_comes_out_oldest_first_and_only_of_the_days_asked_for(database: Database) -> None:
    days = [evolve(TOLD, as_of=DAY + timedelta(days=number)) for number in (2, 1, 0, -1)]
    other = evolve(TOLD, source="another")

    await keep(database, *days, other)

    assert await read(database, days=1) == [other, TOLD, days[1]]


async def test_what_is_told_later_counts_and_what_it_corrects_can_still_be_seen(
    database: Database,
) -> None:
    await keep(database, TOLD)

    corrections = await keep(database, CORRECTED)

    assert corrections == 1
    assert await read(database) == [CORRECTED]
    assert await trace(database) == [TOLD, CORRECTED]


@pytest.mark.parametrize(
    "told",
    [
        evolve(TOLD, fetched_at=LATER),
        evolve(CORRECTED, grade="D"),
        evolve(CORRECTED, fetched_at=TOLD.fetched_at - timedelta(days=1)),
    ],
    ids=["the same again", "of a worse grade", "told before"],
)
async def test_what_corrects_nothing_changes_nothing(database: Database, told: DayPrice) -> None:
    await keep(database, TOLD)

    corrections = await keep(database, told)

    assert corrections == 0
    assert await trace(database) == [TOLD]


async def test_many_are_kept_and_found_at_once(database: Database) -> None:
    told = [evolve(TOLD, asset=f"A{number}") for number in range(1_200)]

    await keep(database, *told)

    async with database.snapshot() as work:
        pairs = [(each.asset, "USD") for each in told]
        found = await work.history.read(pairs, since=DAY, until=DAY)
    assert {each.asset for each in found} == {each.asset for each in told}


async def test_a_question_stays_until_a_later_one_includes_it(database: Database) -> None:
    within = evolve(ASKED, since=date(2019, 2, 1), until=date(2019, 2, 2))
    beside = evolve(ASKED, since=date(2019, 6, 30), until=date(2019, 7, 1))

    async with database.transaction() as work:
        for each in (within, beside, evolve(ASKED, source="another"), ASKED, ASKED):
            await work.questions.answered(each)

    async with database.snapshot() as work:
        found = await work.questions.asked([PAIR, ("ETH", "USD")])
    assert found == [evolve(ASKED, source="another"), ASKED, beside]


async def test_what_is_needed_is_what_portfolios_name_in_what_they_count_in(
    database_url: str,
) -> None:
    async with open_with_portfolios(database_url) as mine:
        async with mine.transaction() as work:
            await put(work, 1, bought())

        async with mine.snapshot() as work:
            needed = await work.questions.needed()

    assert needed == [Needed(asset="BTC", currency="EUR", since=bought().time)]


async def test_what_rests_on_a_price_is_what_names_it_in_its_currency(database_url: str) -> None:
    async with open_with_portfolios(database_url) as mine:
        async with mine.transaction() as work:
            await put(work, 1, bought())

        async with mine.snapshot() as work:
            found = await work.questions.resting_on([("BTC", "EUR"), ("ETH", "EUR")])
            other = await work.questions.resting_on([("BTC", "USD")])

    assert found == [Resting(owner=THE_OWNER, portfolio_id=MINE)]
    assert other == []
