"""Prices of past days are asked for once, and kept; what lies is not kept."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

import pytest

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.prices.recalling import Days
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.told import DayPrice
from tests.sandboxed import Desk, Stage, desk

USD: Final = Currency("USD")
SINCE, UNTIL = date(2026, 10, 1), date(2026, 10, 20)


@pytest.fixture
async def here(stage: Stage, empty_sqlite: str) -> AsyncIterator[Desk]:
    async with desk(stage, empty_sqlite, "coingecko") as opened:
        yield opened


async def costs(here: Desk, since: date = SINCE, until: date = UNTIL) -> dict[date, Decimal]:
    found = await here.prices.history(["BTC"], currency=USD, since=since, until=until)
    return {each.as_of.date(): each.price for each in found.get("BTC", ())}


async def kept(url: str) -> list[DayPrice]:
    ever = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
    async with open_database(url) as database, database.snapshot() as work:
        return [*await work.history.read([("BTC", "USD")], since=ever[0], until=ever[1])]


async def test_what_was_told_once_is_known_without_asking(
    here: Desk, stage: Stage, empty_sqlite: str
) -> None:
    told = await costs(here)
    stage.tell("coingecko", "away")
    stage.pass_time(days=400)

    async with desk(stage, empty_sqlite, "coingecko") as restarted:
        again = await costs(restarted)

    assert len(told) == 20
    assert again == told
    assert stage.asked("coingecko") == 1


async def test_only_days_that_nobody_knows_are_asked_for(here: Desk, stage: Stage) -> None:
    await costs(here)

    longer = await costs(here, until=date(2026, 10, 29))

    assert len(longer) == 29
    assert stage.asked("coingecko") == 2


@pytest.mark.parametrize(("days", "asked"), [(6, 1), (8, 2)])
async def test_a_source_that_knew_nothing_is_asked_again_after_a_week(
    here: Desk, stage: Stage, days: int, asked: int
) -> None:
    stage.sandbox.market.dollars.pop("bitcoin")
    nothing = await costs(here)
    stage.sandbox.market.dollars["bitcoin"] = Decimal(64_000)
    stage.pass_time(days=days)

    later = await costs(here)

    assert nothing == {}
    assert stage.asked("coingecko") == asked
    assert (len(later) > 0) == (asked == 2)


@pytest.mark.parametrize("lie", ["zero", "negative", "nan", "thousandfold", "null"])
async def test_what_is_not_believed_is_not_kept(
    here: Desk, stage: Stage, empty_sqlite: str, lie: str
) -> None:
    stage.tell("coingecko", lie)

    believed = await costs(here)

    assert len(believed) < 20
    assert here.refused()
    assert all(Decimal(64_000) < each.price < Decimal(70_000) for each in await kept(empty_sqlite))
    stage.tell("coingecko")
    assert len(await costs(here)) == 20


async def test_a_lie_that_stands_alone_is_told_by_what_is_kept_beside_it(
    here: Desk, stage: Stage, empty_sqlite: str
) -> None:
    await costs(here)
    stage.sandbox.market.dollars["bitcoin"] = Decimal(64_000_000)

    found = await costs(here, until=date(2026, 10, 21))

    assert len(found) == 20
    assert [reason for _, reason in here.refused()] == ["jumped"]
    assert len(await kept(empty_sqlite)) == 27


async def test_what_is_told_otherwise_later_is_a_correction_that_leaves_a_trace(
    here: Desk, stage: Stage, empty_sqlite: str
) -> None:
    before = await costs(here)
    stage.sandbox.market.dollars["bitcoin"] = Decimal(65_000)
    stage.pass_time(hours=1)

    recalled = await here.prices.recall.recalled(
        ["BTC"], USD, Days(since=SINCE, until=UNTIL), again=True
    )

    after = await costs(here)
    assert recalled.corrected == 27
    assert before[SINCE] != after[SINCE]
    async with open_database(empty_sqlite) as database, database.snapshot() as work:
        first = datetime(2026, 10, 1, tzinfo=UTC)
        trace = await work.history.trace(("BTC", "USD"), first)
    assert [each.price for each in trace] == [before[SINCE], after[SINCE]]
