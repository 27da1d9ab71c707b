"""What every database promises of the lists of entries and imports, held against each of them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.domain.errors import ImportNotFoundError, InvalidCursorError
from cryptotracker.domain.portfolio.portfolios import UNDONE, Account
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.persistence import Database, Wanted
from tests.contract.ledgers import MINE, YOURS, open_with_portfolios, put, read, record
from tests.formats import NEW_YEAR, bought

SECOND = timedelta(seconds=1)
MOVED = Transaction(
    time=NEW_YEAR + 5 * SECOND,
    type="transfer",
    account="kraken",
    to_account="ledger nano",
    sent=Amount("ETH", Decimal(3)),
    fees=(Amount("EUR", Decimal(1)), Amount('B"N_B', Decimal(2))),
    id="TX-100%",
    note="Ins Kühle",
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_with_portfolios(database_url) as opened:
        async with opened.transaction() as work:
            await put(work, 1, *(bought(str(each), after=each) for each in (1, 2, 3)), MOVED)
        yield opened


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), "ETH 3 2 1"),
        (Wanted(asset="ETH"), "ETH"),
        (Wanted(asset="eth"), ""),
        (Wanted(asset="BTC"), "3 2 1"),
        (Wanted(asset='B"N_B'), "ETH"),
        (Wanted(asset='B"NxB'), ""),
        (Wanted(asset="EUR"), "ETH 3 2 1"),
        (Wanted(account="ledger nano"), "ETH"),
        (Wanted(account="kraken", type="buy"), "3 2 1"),
        (Wanted(text="tx-100%"), "ETH"),
        (Wanted(text="tx_100"), ""),
        (Wanted(text="ins k"), "ETH"),
        (Wanted(start=NEW_YEAR + 2 * SECOND, end=NEW_YEAR + 5 * SECOND), "3 2"),
    ],
)
async def test_entries_are_found_by_what_is_wanted(
    database: Database, wanted: Wanted, found: str
) -> None:
    async with database.snapshot() as work:
        page = await work.ledger.page(MINE, wanted, limit=9)

    names = [
        str(each.transaction.received.quantity) if each.transaction.received else "ETH"
        for each in page.items
    ]
    assert (" ".join(names), page.next_cursor) == (found, None)


async def test_a_page_goes_on_where_the_last_one_ended(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 2, *[bought("7")] * 5)

        first = await work.ledger.page(MINE, Wanted(), limit=6)
        second = await work.ledger.page(MINE, Wanted(), limit=6, cursor=first.next_cursor)

    ids = [each.id for page in (first, second) for each in page.items]
    assert (len(first.items), len(second.items), second.next_cursor) == (6, 3, None)
    assert len(set(ids)) == 9


@pytest.mark.parametrize("cursor", ["", "x", "é", "f" + "_" * 31])
async def test_a_cursor_that_no_list_gave_is_refused(database: Database, cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        async with database.snapshot() as work:
            await work.ledger.page(MINE, Wanted(), limit=1, cursor=cursor)


async def test_ids_of_entries_are_those_of_their_import_in_the_order_of_its_rows(
    database: Database,
) -> None:
    async with database.snapshot() as work:
        page = await work.ledger.page(MINE, Wanted(), limit=9)

    assert [each.id.int - (1 << 64) for each in page.items] == [4, 3, 2, 1]


async def test_accounts_are_what_the_entries_name(database: Database) -> None:
    async with database.snapshot() as work:
        accounts = await work.ledger.accounts(MINE)
        nobody = await work.ledger.accounts(YOURS)

    five = NEW_YEAR + 5 * SECOND
    assert accounts == [
        Account(name="kraken", transactions=4, first=NEW_YEAR + SECOND, last=five),
        Account(name="ledger nano", transactions=1, first=five, last=five),
    ]
    assert nobody == []


async def test_imports_are_listed_newest_first_and_page_by_page(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 2)
        await put(work, 3)
        await put(work, 4, portfolio_id=YOURS)
        await work.imports.save(evolve(record(2), state=UNDONE, added=7))

        first = await work.imports.page(MINE, limit=2)
        second = await work.imports.page(MINE, limit=2, cursor=first.next_cursor)

    assert first.items == [record(3), evolve(record(2), state=UNDONE, added=7)]
    assert (second.items, second.next_cursor) == ([record(1)], None)


async def test_an_import_of_another_portfolio_is_as_good_as_none(database: Database) -> None:
    async with database.snapshot() as work:
        assert await work.imports.get(MINE, record(1).id) == record(1)
        with pytest.raises(ImportNotFoundError):
            await work.imports.get(YOURS, record(1).id)


async def test_a_thousand_rejections_are_kept_and_none_of_their_values_is_long(
    database: Database,
) -> None:
    rejection = Rejection(file="f", line=1, column="time", value="0\0" + "x" * 300, reason="no")
    async with database.transaction() as work:
        await work.imports.reject(
            record(1).id, [evolve(rejection, line=line) for line in range(999)]
        )
        await work.imports.reject(record(1).id, [rejection, rejection])

        kept = await work.imports.rejections(record(1).id)

    assert [each.line for each in kept] == [*range(999), 1]
    assert {each.value for each in kept} == {"0\N{REPLACEMENT CHARACTER}" + "x" * 198}


async def test_a_file_may_have_a_name_that_is_no_text(database: Database) -> None:
    async with database.transaction() as work:
        await work.imports.save(evolve(record(2), file="a\udcff\0.csv"))

        saved = await work.imports.get(MINE, record(2).id)

    assert saved.file.startswith("a\N{REPLACEMENT CHARACTER}")
    assert saved.file.endswith("\N{REPLACEMENT CHARACTER}.csv")


async def test_removing_a_portfolio_removes_its_entries_and_no_others(database: Database) -> None:
    async with database.transaction() as work:
        await put(work, 2, MOVED, portfolio_id=YOURS)
        await work.portfolios.remove(MINE)

        assert await read(work, MINE) == []
        assert await read(work, YOURS) == [MOVED]
        with pytest.raises(ImportNotFoundError):
            await work.imports.get(MINE, UUID(int=1 << 64))
