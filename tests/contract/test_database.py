"""What every database promises of portfolios and transactions, held against each of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.errors import (
    DatabaseUnavailableError,
    InvalidCursorError,
    PortfolioNameTakenError,
    PortfolioNotFoundError,
)
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.ports.persistence import Database

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


def portfolio(number: int, name: str = "") -> Portfolio:
    settings = Settings(name=name or f"Nr {number}", currency="EUR", long_term_days=365)
    return Portfolio(id=UUID(int=number), settings=settings, created_at=NOW)


async def add(database: Database, *portfolios: Portfolio) -> None:
    async with database.transaction() as work:
        for each in portfolios:
            await work.portfolios.add(each)


async def test_a_portfolio_comes_back_as_it_went_in(database: Database) -> None:
    await add(database, portfolio(1, "Erspartes ₿"))

    async with database.snapshot() as work:
        by_id = await work.portfolios.get(UUID(int=1))
        by_name = await work.portfolios.get("Erspartes ₿")

    assert by_id == by_name == portfolio(1, "Erspartes ₿")
    assert by_id.created_at.tzinfo is UTC


async def test_a_change_is_kept(database: Database) -> None:
    await add(database, portfolio(1))

    async with database.transaction() as work:
        await work.portfolios.save(evolve(portfolio(1), version=2, transactions=7))

    async with database.snapshot() as work:
        assert await work.portfolios.get("Nr 1") == evolve(portfolio(1), version=2, transactions=7)


async def test_a_name_belongs_to_one_portfolio(database: Database) -> None:
    await add(database, portfolio(1, "mine"), portfolio(2, "yours"))

    with pytest.raises(PortfolioNameTakenError, match="mine"):
        await add(database, portfolio(3, "mine"))
    with pytest.raises(PortfolioNameTakenError, match="mine"):
        async with database.transaction() as work:
            await work.portfolios.save(portfolio(2, "mine"))


@pytest.mark.parametrize("key", [UUID(int=9), "nobody's", "Nr 1' OR '1'='1"])
async def test_what_is_not_there_is_not_found(database: Database, key: UUID | str) -> None:
    await add(database, portfolio(1))

    with pytest.raises(PortfolioNotFoundError):
        async with database.snapshot() as work:
            await work.portfolios.get(key)


async def test_a_removed_portfolio_is_gone_and_cannot_be_removed_again(database: Database) -> None:
    await add(database, portfolio(1))

    async with database.transaction() as work:
        await work.portfolios.remove(UUID(int=1))

    with pytest.raises(PortfolioNotFoundError):
        async with database.transaction() as work:
            await work.portfolios.remove(UUID(int=1))


async def test_portfolios_are_listed_oldest_first_and_page_by_page(database: Database) -> None:
    await add(database, portfolio(2), portfolio(1), portfolio(3))

    async with database.snapshot() as work:
        first = await work.portfolios.page(limit=2)
        second = await work.portfolios.page(limit=2, cursor=first.next_cursor)

    assert first.items == [portfolio(1), portfolio(2)]
    assert (second.items, second.next_cursor) == ([portfolio(3)], None)


@pytest.mark.parametrize("cursor", ["", "x", "!!", "é", "AAAA", "Nr 1' OR '1'='1"])
async def test_a_cursor_that_no_list_gave_is_refused(database: Database, cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        async with database.snapshot() as work:
            await work.portfolios.page(limit=2, cursor=cursor)


async def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as work:
            await work.portfolios.add(portfolio(1))
            raise ZeroDivisionError

    async with database.snapshot() as work:
        assert not (await work.portfolios.page(limit=1)).items


async def test_a_rehearsal_works_and_is_never_kept(database: Database) -> None:
    async with database.rehearsal() as work:
        await work.portfolios.add(portfolio(1))
        rehearsed = await work.portfolios.get("Nr 1")

    assert rehearsed == portfolio(1)
    async with database.snapshot() as work:
        assert not (await work.portfolios.page(limit=1)).items


async def test_a_snapshot_sees_one_moment_and_lets_writers_pass(database: Database) -> None:
    await add(database, portfolio(1))

    async with database.snapshot() as work:
        before = await work.portfolios.page(limit=9)
        await add(database, portfolio(2))
        after = await work.portfolios.page(limit=9)

    assert before == after
    async with database.snapshot() as work:
        assert len((await work.portfolios.page(limit=9)).items) == 2


async def test_what_may_lag_sees_one_moment_too(database: Database) -> None:
    await add(database, portfolio(1))

    async with database.lagging() as work:
        before = await work.portfolios.page(limit=9)
        await add(database, portfolio(2))
        after = await work.portfolios.page(limit=9)

    assert before == after
    assert [each.settings.name for each in before.items] == ["Nr 1"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://localhost/x", "begins with"),
        ("nonsense", "begins with"),
        ("sqlite:////nowhere/at/all.db", "unable to open"),
        (f"sqlite:///{__file__}", "not a database"),
        ("postgresql://tests@127.0.0.1:1/x", "Connect"),
    ],
)
async def test_a_database_that_cannot_be_used_says_why(url: str, reason: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match=reason):
        async with open_database(url) as opened, opened.snapshot() as work:
            await work.portfolios.get(uuid4())


async def test_a_server_that_does_not_let_us_in_says_why(postgres: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match="no-such"):
        async with open_database(f"{postgres}-no-such") as opened, opened.snapshot() as work:
            await work.portfolios.get(uuid4())


async def test_a_callers_own_error_is_not_taken_for_the_databases(database: Database) -> None:
    with pytest.raises(FileNotFoundError):
        async with database.transaction():
            raise FileNotFoundError
