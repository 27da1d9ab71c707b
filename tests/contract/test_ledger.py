"""What every database promises of imports and entries, held against each of them."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.errors import ImportNotFoundError, InvalidCursorError
from cryptotracker.domain.portfolio.portfolios import Account, Import, Portfolio, Settings
from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.persistence import Database, Recorded, UnitOfWork, Wanted
from tests.formats import NEW_YEAR, bought

MINE, YOURS = UUID(int=1), UUID(int=2)
EVERYTHING = Transaction(
    time=datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC),
    type="transfer",
    account="Kraken\t\\N",
    to_account='the "cold", wallet',
    sent=Amount("ẞTC", Decimal("9" * 30 + "." + "9" * 30)),
    received=Amount("ẞTC", Decimal("0." + "0" * 29 + "1")),
    fees=(Amount("EUR", Decimal("1E-18")), Amount('"\\', Decimal("0")), Amount("ẞ", Decimal("7"))),
    value=Decimal("123456789012345678901234567890"),
    value_currency="USD",
    fee_value=Decimal("1E+3"),
    subtype="\\.",
    id="a;b",
    txid="0xabc",
    note="first line\nsecond line\r\n",
    tags="'; DROP TABLE transactions; --",
    row=Row("ledger.csv", 7),
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        async with opened.transaction() as work:
            for each, name in ((MINE, "mine"), (YOURS, "yours")):
                settings = Settings(name=name, currency="EUR")
                await work.portfolios.add(
                    Portfolio(id=each, settings=settings, created_at=NEW_YEAR)
                )
        yield opened


def record(number: int, portfolio_id: UUID = MINE) -> Import:
    """Ids of imports are far apart: those of their rows lie between."""
    return Import(
        id=UUID(int=number << 64),
        portfolio_id=portfolio_id,
        file="ledger.csv",
        format="ledger-csv",
        created_at=NEW_YEAR,
    )


async def put(
    work: UnitOfWork, number: int, *rows: Transaction, portfolio_id: UUID = MINE
) -> Recorded:
    await work.imports.save(record(number, portfolio_id))
    return await work.ledger.add(record(number, portfolio_id), iter(rows))


async def read(work: UnitOfWork, portfolio_id: UUID = MINE) -> Sequence[Transaction]:
    return [each async for batch in work.ledger.read(portfolio_id) for each in batch]


async def test_what_went_in_comes_out_to_the_last_digit(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 1, EVERYTHING)

    async with database.snapshot() as work:
        (back,) = await read(work)

    assert (back, back.row) == (EVERYTHING, EVERYTHING.row)
    assert back.time.utcoffset() == EVERYTHING.time.utcoffset()


async def test_an_event_without_id_gets_the_same_one_wherever_it_is_read(
    database: Database,
) -> None:
    async with database.transaction() as work:
        await put(work, 1, bought(), bought())
        await put(work, 2, bought(), portfolio_id=YOURS)

        ids = [each.id for each in await read(work)]
        other = [each.id for each in await read(work, YOURS)]

    assert len(set(ids)) == 2
    assert ids[:1] == other


async def test_entries_are_read_by_time_and_at_one_instant_as_recorded(
    database: Database,
) -> None:
    rows = [bought("3", after=9), bought("2"), bought("1"), bought("4", after=5)]
    async with database.transaction() as work:
        await put(work, 1, *rows)

        back = await read(work)

    assert [str(each.received.quantity) for each in back if each.received] == ["2", "1", "4", "3"]


async def test_equal_rows_count_as_often_as_in_the_file_that_holds_most(
    database: Database,
) -> None:
    async with database.transaction() as work:
        one = await put(work, 1, bought(), bought("2"))
        three = await put(work, 2, bought(), bought(), bought())
        two = await put(work, 3, bought(), bought())

        count = len(await read(work))

    assert [(each.added, each.known) for each in (one, three, two)] == [(2, 0), (2, 1), (0, 2)]
    assert count == 4


async def test_equal_rows_far_apart_in_a_file_are_counted_too(database: Database) -> None:
    between = [bought(str(number)) for number in range(2, 12_001)]
    rows = [bought(), bought(), *between, bought(), *between]
    async with database.transaction() as work:
        first = await put(work, 1, *rows)
        again = await put(work, 2, *rows)

    assert (first.added, first.known) == (24_001, 0)
    assert (again.added, again.known) == (0, 24_001)


async def test_the_first_rows_are_shown_with_whether_they_are_new(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 1, evolve(bought("2"), row=Row("old.csv", 99)))
        rows = [bought("1"), bought("2"), bought("3")]
        placed = [evolve(row, row=Row("ledger.csv", n)) for n, row in enumerate(rows, 2)]

        recorded = await put(work, 2, *placed)

    shown = [(entry.transaction.row, new) for entry, new in recorded.first]
    assert shown == [
        (Row("ledger.csv", 2), True),
        (Row("ledger.csv", 3), False),
        (Row("ledger.csv", 4), True),
    ]
