"""What every database promises of answers by key, and of transactions that are kept together."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.errors import IdempotencyKeyBusyError, PortfolioNameTakenError
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.idempotency import Answer, Claim, Known
from cryptotracker.ports.persistence import Database

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC)
LATER = NOW + timedelta(minutes=1)
MINE = Claim(key="k", holder=UUID(int=1), until=LATER)
YOURS = evolve(MINE, holder=UUID(int=2), until=LATER + timedelta(minutes=1))
ANSWER = Answer(status=201, headers=[("etag", '"1"')], body=b"\0\xff{}")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


async def claim(database: Database, claim: Claim, now: datetime = NOW) -> bool:
    async with database.transaction() as work:
        return await work.answers.claim(claim, now)


async def keep(database: Database, claim: Claim) -> None:
    async with database.transaction() as work:
        await work.answers.keep(claim, b"request", ANSWER)


async def known(database: Database) -> Known | None:
    async with database.snapshot() as work:
        return await work.answers.get("k")


def portfolio(name: str) -> Portfolio:
    settings = Settings(name=name, currency="EUR")
    return Portfolio(id=UUID(int=sum(name.encode())), settings=settings, created_at=NOW)


async def names(database: Database) -> list[str]:
    async with database.snapshot() as work:
        return [each.settings.name for each in (await work.portfolios.page(limit=9)).items]


async def test_a_key_is_claimed_once(database: Database) -> None:
    before = await known(database)

    claimed = [await claim(database, MINE), await claim(database, YOURS)]

    assert (before, claimed) == (None, [True, False])
    assert await known(database) == Known(until=LATER)


async def test_an_answer_comes_back_as_it_was_given(database: Database) -> None:
    await claim(database, MINE)

    await keep(database, MINE)

    assert await known(database) == Known(until=LATER, request=b"request", answer=ANSWER)
    assert not await claim(database, YOURS, LATER)


async def test_a_claim_whose_time_is_over_may_be_taken_and_is_lost(database: Database) -> None:
    await claim(database, MINE)

    assert await claim(database, YOURS, LATER)

    with pytest.raises(IdempotencyKeyBusyError):
        await keep(database, MINE)
    with pytest.raises(IdempotencyKeyBusyError):
        async with database.transaction() as work:
            await work.answers.renew(MINE)
    await keep(database, YOURS)


async def test_a_renewed_claim_lasts_longer(database: Database) -> None:
    await claim(database, MINE)

    async with database.transaction() as work:
        await work.answers.renew(evolve(MINE, until=LATER + timedelta(seconds=1)))

    assert not await claim(database, YOURS, LATER)


async def test_a_holder_at_work_is_not_taken_for_dead(empty_postgres: str) -> None:
    async with open_database(empty_postgres) as database, open_database(empty_postgres) as other:
        await claim(database, MINE)
        async with database.transaction() as work:
            await work.answers.renew(MINE)

            taken = await claim(other, YOURS, LATER)

    assert not taken


async def test_old_answers_are_forgotten(database: Database) -> None:
    await claim(database, MINE)
    await claim(database, evolve(YOURS, key="other"))

    async with database.transaction() as work:
        forgotten = await work.answers.purge(LATER + timedelta(seconds=1))

    assert forgotten == 1
    assert await known(database) is None


async def test_what_is_done_together_is_kept_together(database: Database) -> None:
    async with database.together():
        async with database.transaction() as work:
            await work.portfolios.add(portfolio("a"))
        seen = await names(database)
        hidden = await asyncio.create_task(names(database))
        async with database.transaction() as work:
            await work.portfolios.add(portfolio("b"))

    assert (seen, hidden) == (["a"], [])
    assert await names(database) == ["a", "b"]


async def test_what_was_done_together_is_undone_together(database: Database) -> None:
    async with database.together() as whole:
        async with database.transaction() as work:
            await work.portfolios.add(portfolio("a"))
        await whole.undo()
        async with database.transaction() as work:
            await work.portfolios.add(portfolio("b"))
    with pytest.raises(ZeroDivisionError):
        async with database.together():
            async with database.transaction() as work:
                await work.portfolios.add(portfolio("c"))
            raise ZeroDivisionError

    assert await names(database) == ["b"]


async def test_a_part_that_fails_leaves_the_others(database: Database) -> None:
    async with database.together():
        async with database.transaction() as work:
            await work.portfolios.add(portfolio("a"))
        with pytest.raises(PortfolioNameTakenError):
            async with database.transaction() as work:
                await work.portfolios.add(portfolio("b"))
                await work.portfolios.add(evolve(portfolio("a"), id=UUID(int=9)))
        async with database.rehearsal() as work:
            await work.portfolios.add(portfolio("c"))

    assert await names(database) == ["a"]
