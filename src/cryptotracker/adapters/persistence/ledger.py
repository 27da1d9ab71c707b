"""Entries in their table."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

from attrs import evolve, frozen
from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.bulk import Bulk
from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.entries import entries, entry_of, transaction_of
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.postgres import PostgresStaging
from cryptotracker.adapters.persistence.sqlite import SqliteStaging
from cryptotracker.adapters.persistence.tables import claims, transactions
from cryptotracker.domain.portfolio.portfolios import Account, Entry, Import
from cryptotracker.domain.portfolio.transactions import Row, Transaction
from cryptotracker.domain.records import changed
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import ROWS_SHOWN, Ledger, Recorded, Source, Wanted

STAGINGS: Final = {"sqlite": SqliteStaging(), "postgresql": PostgresStaging()}
BATCH: Final = 2_000


@frozen
class SqlLedger(Ledger):
    _scope: Scope

    async def add(self, record: Import, source: Source) -> Recorded:
        await self._scope.require(record.portfolio_id)
        staging = STAGINGS[self._scope.connection.dialect.name]
        bulk = Bulk(self._scope.connection, staging, record, source)
        await bulk.run()
        return Recorded(added=bulk.added, known=bulk.known, first=await self._first(record))

    async def take_back(self, record: Import) -> int:
        await self._scope.require(record.portfolio_id)
        mine = transactions.c.import_id == record.id
        heir = claims.c.transaction_id == transactions.c.id
        next_claim = select(claims).where(heir).order_by(claims.c.import_id).limit(1)
        await self._scope.connection.execute(delete(claims).where(claims.c.import_id == record.id))
        await self._scope.connection.execute(
            update(transactions)
            .where(mine, exists().where(heir))
            .values(
                import_id=next_claim.with_only_columns(claims.c.import_id).scalar_subquery(),
                line=next_claim.with_only_columns(claims.c.line).scalar_subquery(),
            )
        )
        return (await self._scope.connection.execute(delete(transactions).where(mine))).rowcount

    async def read(self, portfolio_id: UUID) -> AsyncIterator[Sequence[Transaction]]:
        query = (
            entries()
            .where(self._in(portfolio_id))
            .order_by(transactions.c.time, transactions.c.id)
            .execution_options(yield_per=BATCH)
        )
        async with self._scope.connection.stream(query) as result:
            async for batch in result.partitions():
                yield [transaction_of(row) for row in batch]

    async def page(
        self, portfolio_id: UUID, wanted: Wanted, *, limit: int, cursor: str | None = None
    ) -> Page[Entry]:
        place = tuple_(transactions.c.time, transactions.c.id)
        query = entries().where(self._in(portfolio_id), *conditions(wanted))
        if cursor is not None:
            time, last = cursors.read_place(cursor)
            query = query.where(place < tuple_(time, last, types=[Moment(), Id()]))
        query = query.order_by(transactions.c.time.desc(), transactions.c.id.desc())
        rows = await self._scope.connection.execute(query.limit(limit + 1))
        return cursors.page(
            [entry_of(row) for row in rows],
            limit,
            lambda last: cursors.write_place(last.transaction.time, last.id),
        )

    async def accounts(self, portfolio_id: UUID) -> Sequence[Account]:
        mine = self._in(portfolio_id)
        time, arrived = transactions.c.time, transactions.c.to_account
        seen = union_all(
            select(transactions.c.account.label("name"), time).where(mine),
            select(arrived, time).where(mine, arrived != "", arrived != transactions.c.account),
        ).subquery()
        query = (
            select(seen.c.name, func.count(), func.min(seen.c.time), func.max(seen.c.time))
            .group_by(seen.c.name)
            .order_by(seen.c.name)
        )
        return [
            Account(name=name, transactions=count, first=first, last=last)
            for name, count, first, last in await self._scope.connection.execute(query)
        ]

    def _in(self, portfolio_id: UUID) -> ColumnElement[bool]:
        column = transactions.c.portfolio_id
        return and_(column == portfolio_id, self._scope.holds(column))

    async def _first(self, record: Import) -> Sequence[tuple[Entry, bool]]:
        """Return the first rows of a file, each with whether it was new."""
        new = entries().where(transactions.c.import_id == record.id)
        new = new.order_by(transactions.c.line, transactions.c.id).limit(ROWS_SHOWN)
        shared = select(claims).where(claims.c.import_id == record.id)
        shared = shared.order_by(claims.c.line, claims.c.transaction_id).limit(ROWS_SHOWN)
        first = shared.subquery()
        old = entries(first.c.line).join(first, first.c.transaction_id == transactions.c.id)
        shown = [(entry_of(row), True) for row in await self._scope.connection.execute(new)]
        for here, *row in await self._scope.connection.execute(old):
            entry = entry_of(row)
            event = changed(entry.transaction, row=Row(record.file, here))
            shown.append((evolve(entry, transaction=event), False))
        return sorted(shown, key=lambda each: line(each[0]))[:ROWS_SHOWN]


def line(entry: Entry) -> int:
    return entry.transaction.row.line if entry.transaction.row else 0


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [condition(wanted) for name, condition in CONDITIONS.items() if getattr(wanted, name)]


def moves(wanted: Wanted) -> ColumnElement[bool]:
    column, asset = transactions.c, wanted.asset
    later_fee = f"[{json.dumps(asset, ensure_ascii=False)},"
    return or_(
        column.sent_asset == asset,
        column.received_asset == asset,
        column.fee_asset == asset,
        column.more_fees.contains(later_fee, autoescape=True),
    )


def touches(wanted: Wanted) -> ColumnElement[bool]:
    column, account = transactions.c, wanted.account
    return or_(column.account == account, column.to_account == account)


def says(wanted: Wanted) -> ColumnElement[bool]:
    columns = (transactions.c[name] for name in ("event", "txid", "note", "tags"))
    return or_(*(each.icontains(wanted.text, autoescape=True) for each in columns))


CONDITIONS: Final[Mapping[str, Callable[[Wanted], ColumnElement[bool]]]] = {
    "asset": moves,
    "account": touches,
    "type": lambda wanted: transactions.c.type == wanted.type,
    "text": says,
    "start": lambda wanted: transactions.c.time >= wanted.start,
    "end": lambda wanted: transactions.c.time < wanted.end,
}
