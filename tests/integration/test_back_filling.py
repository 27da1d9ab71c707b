"""Gaps of past prices are filled as often as sources allow, and what is left is said."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

import pytest
from attrs import define, field, frozen

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.application.announcing import AnnouncedDatabases
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.back_filling import (
    BACK_FILL,
    BackFillInBackground,
    FillGaps,
    Gaps,
    RefigureThoseOn,
    StartBackFill,
)
from cryptotracker.application.prices.backfilling import BackFill, Filled
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.domain.portfolio.transactions import Amount
from cryptotracker.domain.records import changed
from cryptotracker.ports.events import Tick
from tests.contract.ledgers import MINE, put
from tests.contract.waiting import take
from tests.formats import bought
from tests.sandboxed import NOW, Desk, Stage, desk

SINCE, UNTIL = date(2026, 10, 1), date(2026, 10, 20)
GAPS: Final = Gaps(assets=["BTC", "DOGE"], currency="USD", since=SINCE, until=UNTIL)


@define
class Patience:
    """Waits by having time pass on a stage, and then ends what is wrong there."""

    stage: Stage
    mended: bool = True
    waited: list[timedelta] = field(factory=list)

    async def __call__(self, length: timedelta) -> None:
        self.waited.append(length)
        self.stage.clock.today += length
        if self.mended:
            self.stage.tell("coingecko")


@define
class Told(MemoryEvents):
    """Notes whose portfolios were said to have changed."""

    ticks: list[tuple[str, str]] = field(factory=list)

    async def publish(self, ticks: Sequence[Tick]) -> None:
        self.ticks += [(each.owner, each.key) for each in ticks]

    def around(self, database: SqlDatabase) -> AnnouncedDatabases:
        return AnnouncedDatabases(database, self)


@frozen
class Here:
    stage: Stage
    desk: Desk
    database: SqlDatabase
    events: Told = field(factory=Told)

    def back_fill(self, patience: Patience | None = None) -> BackFill:
        wait = patience or Patience(self.stage)
        return BackFill(self.desk.prices.recall, self.stage.clock, wait)

    async def fill(self, gaps: Gaps = GAPS, patience: Patience | None = None) -> Filled:
        fill = FillGaps(self.back_fill(patience), self.database, self.stage.clock)
        return await fill(gaps, lambda *_: None)

    def handler(self, database: SqlDatabase) -> BackFillInBackground:
        everybody, databases = self.database.of_everybody(), self.events.around(self.database)
        refigure = RefigureThoseOn(everybody, databases)
        return BackFillInBackground(self.back_fill(), database, self.stage.clock, refigure)


@pytest.fixture
async def here(stage: Stage, empty_sqlite: str) -> AsyncIterator[Here]:
    async with (
        desk(stage, empty_sqlite, "coingecko", "ecb") as opened,
        open_database(empty_sqlite) as database,
    ):
        yield Here(stage, opened, database)


async def test_gaps_are_found_and_filled_and_then_nobody_is_asked_again(here: Here) -> None:
    first = await here.fill()
    asked = here.stage.asked("coingecko")
    again = await here.fill()

    assert first == Filled(found=40, filled=40)
    assert again == Filled()
    assert asked == here.stage.asked("coingecko") == 2


async def test_a_source_that_wants_to_be_left_alone_is_waited_for(here: Here) -> None:
    patience = Patience(here.stage)
    here.stage.tell("coingecko", "limited_for_30")

    done = await here.fill(patience=patience)

    assert done == Filled(found=40, filled=40)
    assert patience.waited == [timedelta(seconds=30)]
    assert here.stage.asked("coingecko") == 3


async def test_what_no_patience_is_long_enough_for_is_left_and_said(here: Here) -> None:
    patience = Patience(here.stage, mended=False)
    here.stage.tell("coingecko", "limited_for_ever")

    done = await here.fill(patience=patience)

    assert (done.found, done.filled, done.left, patience.waited) == (40, 0, 40, [])
    assert done.lacking[0] == ("BTC in USD: 20 days, the first 2026-10-01 (coingecko limited)")


async def test_an_empty_bucket_is_waited_for_until_it_has_a_token(
    stage: Stage, empty_sqlite: str
) -> None:
    async with (
        desk(stage, empty_sqlite, "coingecko", COINGECKO_PER_MINUTE="1") as opened,
        open_database(empty_sqlite) as database,
    ):
        done = await Here(stage, opened, database).fill()

    assert done == Filled(found=40, filled=40)


async def test_of_currencies_nothing_lacks_at_weekends(here: Here) -> None:
    gaps = Gaps(assets=["GBP"], currency="USD", since=date(2019, 3, 4), until=date(2019, 3, 10))

    done = await here.fill(gaps)

    assert done == Filled(found=5, filled=5)


async def test_a_job_fills_what_a_portfolio_needs_and_its_figures_are_made_anew(
    here: Here,
) -> None:
    event = changed(bought(), time=NOW - timedelta(days=10))
    settings = Settings(name="mine", currency="EUR")
    async with here.database.transaction() as work:
        await work.portfolios.add(Portfolio(id=MINE, settings=settings, created_at=NOW))
        await put(work, 1, event)
        before = (await work.portfolios.get(MINE)).version
    clock = here.stage.clock

    promised = await StartBackFill(here.database, clock, on=True)(Gaps())
    same = await StartBackFill(here.database, clock, on=True)(Gaps())
    taken = await take(here.database, clock.now())
    assert taken is not None
    await here.handler(here.database)(Attempt(taken))

    async with here.database.snapshot() as work:
        done = await work.jobs.get(promised.id)
        after = (await work.portfolios.get(MINE)).version
    assert same.id == promised.id
    assert done.state == "done"
    assert done.result == {
        "found": 10,
        "filled": 10,
        "left": 0,
        "corrected": 0,
        "lacking": [],
    }
    assert after == before + 1


NIGHTLY: Final = Job(
    id=UUID(int=9), kind=BACK_FILL, queue="own", created_at=NOW, not_before=NOW, payload={}
)


async def buy(database: SqlDatabase, number: int, asset: str) -> None:
    """Let an owner have a portfolio of the same number."""
    settings, mine = Settings(name="mine", currency="EUR"), UUID(int=number)
    event = changed(bought(), time=NOW - timedelta(days=10))
    event = changed(event, received=Amount(asset, Decimal(1)))
    async with database.transaction() as work:
        await work.portfolios.add(Portfolio(id=mine, settings=settings, created_at=NOW))
        await put(work, number, event, portfolio_id=mine)


@pytest.mark.parametrize(("attempts", "told"), [(1, [1, 2]), (2, [1, 2, 3])])
async def test_whoever_rests_on_prices_that_came_in_the_night_hears_of_it(
    here: Here, attempts: int, told: list[int]
) -> None:
    """What an attempt that broke off had kept is told by the next one, too."""
    await here.fill(Gaps(assets=["ETH"], currency="EUR", since=SINCE))
    for number, asset in ((1, "BTC"), (2, "BTC"), (3, "ETH")):
        await buy(here.database.of(UUID(int=number)), number, asset)
    everybody = here.database.of_everybody()
    async with everybody.transaction() as work:
        await work.jobs.enqueue(NIGHTLY)
    taken = [await take(everybody, NOW + timedelta(days=each)) for each in range(attempts)]

    assert taken[-1] is not None
    await here.handler(everybody)(Attempt(taken[-1]))

    assert here.events.ticks == [(str(UUID(int=each)), str(UUID(int=each))) for each in told]
