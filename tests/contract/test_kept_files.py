"""What every database promises of the files of imports."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from cryptotracker.domain.portfolio.identity import digest
from cryptotracker.domain.portfolio.kept_files import KeptFile, LineIndex
from cryptotracker.domain.portfolio.transactions import Row
from cryptotracker.domain.records import changed
from cryptotracker.ports.persistence import Database, Origin
from tests.contract.ledgers import MINE, YOURS, open_with_portfolios, put, record
from tests.formats import bought

KEPT = KeptFile(
    import_id=record(1).id,
    key="imports/mine/1",
    size=5_000_000_000,
    digest=bytes(range(32)),
    lines=LineIndex(b"\n", (0, 2**31, 2**40)),
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_with_portfolios(database_url) as opened:
        yield opened


async def save(database: Database) -> None:
    async with database.transaction() as work:
        await work.imports.save(record(1))
        await work.files.save(KEPT)


async def found(database: Database) -> KeptFile | None:
    async with database.snapshot() as work:
        return await work.files.get(KEPT.import_id)


async def test_what_is_known_of_a_file_comes_back(database: Database) -> None:
    await save(database)

    assert await found(database) == KEPT


async def test_a_file_that_was_not_kept_is_none(database: Database) -> None:
    assert await found(database) is None


async def test_a_file_is_forgotten_by_itself_or_with_its_portfolio(database: Database) -> None:
    await save(database)
    async with database.transaction() as work:
        await work.files.forget(KEPT.import_id)
    forgotten = await found(database)
    async with database.transaction() as work:
        await work.files.save(KEPT)
        await work.portfolios.remove(MINE)

    assert forgotten is None
    assert await found(database) is None


async def test_keys_that_belong_to_an_import_are_known(database: Database) -> None:
    await save(database)

    async with database.snapshot() as work:
        known = await work.files.known([KEPT.key, "imports/mine/2"])

    assert known == {KEPT.key}


async def test_rows_are_found_by_what_they_say_in_their_own_portfolio(database: Database) -> None:
    first = changed(bought("1"), row=Row("ledger.csv", 2))
    second = changed(bought("2"), row=Row("ledger.csv", 7))
    async with database.transaction() as work:
        await put(work, 1, first, second)
        await put(work, 2, second, changed(second, row=Row("ledger.csv", 8)))
        await put(work, 3, first, portfolio_id=YOURS)

    async with database.snapshot() as work:
        origins = await work.files.origins(MINE, {digest(first), digest(second), b"?" * 16})

    assert {key: sorted(each.line for each in places) for key, places in origins.items()} == {
        digest(first): [2],
        digest(second): [7, 8],
    }
    assert origins[digest(first)] == [
        Origin(import_id=UUID(int=1 << 64), format="ledger-csv", file="ledger.csv", line=2)
    ]
