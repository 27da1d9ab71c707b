"""What every database promises of imports and entries, held against each of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction
from cryptotracker.domain.records import changed
from cryptotracker.ports.persistence import Database
from tests.contract.ledgers import YOURS, open_with_portfolios, put, read, record
from tests.formats import bought

EVERYTHING = Transaction(
    time=datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC),
    type="transfer",
    account="Kraken\t\\N",
    to_account='the "cold", wallet',
    sent=Amount("ẞTC", Decimal("9" * 30 + "." + "9" * 30)),
    received=Amount("ẞTC", Decimal("0." + "0" * 29 + "1")),
    fees=(Amount("EUR", Decimal("1E-18")), Amount('"\\', Decimal(0)), Amount("ẞ", Decimal(7))),
    value=Decimal(123456789012345678901234567890),
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
    async with open_with_portfolios(database_url) as opened:
        yield opened


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
        await put(work, 1, changed(bought("2"), row=Row("old.csv", 99)))
        rows = [bought("1"), bought("2"), bought("3")]
        placed = [changed(row, row=Row("ledger.csv", n)) for n, row in enumerate(rows, 2)]

        recorded = await put(work, 2, *placed)

    shown = [(entry.transaction.row, new) for entry, new in recorded.first]
    assert shown == [
        (Row("ledger.csv", 2), True),
        (Row("ledger.csv", 3), False),
        (Row("ledger.csv", 4), True),
    ]


async def test_taking_an_import_back_leaves_what_another_holds_too(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 1, bought("1"), bought("2"), bought("2"))
        await put(work, 2, bought("2"), bought("3"))

        removed = await work.ledger.take_back(record(1))

        left = await read(work)
    assert removed == 2
    assert [each.received for each in left] == [
        Amount("BTC", Decimal(2)),
        Amount("BTC", Decimal(3)),
    ]


async def test_what_is_handed_over_is_where_its_new_file_says(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 1, changed(bought(), row=Row("ledger.csv", 9)))
        await put(work, 2, changed(bought(), row=Row("ledger.csv", 5)))
        await put(work, 3, changed(bought(), row=Row("ledger.csv", 7)))

        await work.ledger.take_back(record(1))
        second = (await read(work))[0].row
        await work.ledger.take_back(record(2))
        third = (await read(work))[0].row
        await work.ledger.take_back(record(3))
        last = await read(work)

    assert (second, third, last) == (Row("ledger.csv", 5), Row("ledger.csv", 7), [])


async def test_taking_back_in_the_other_order_leaves_the_first(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 1, bought(), bought())
        await put(work, 2, bought(), bought(), bought())

        removed = [await work.ledger.take_back(record(number)) for number in (2, 1)]

        assert await read(work) == []
    assert removed == [1, 2]


async def test_an_import_can_be_repeated_after_it_was_taken_back(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 1, bought(), bought())
        await work.ledger.take_back(record(1))

        again = await put(work, 2, bought(), bought())

    assert (again.added, again.known) == (2, 0)
