"""Insert a ledger file's rows in the two plain ways of Python, and say how long that took.

    python -m bench.rows orm ADDRESS FILE ROWS      read, checked, as SQLAlchemy objects
    python -m bench.rows driver DATABASE FILE ROWS  executemany of Python's sqlite3

It prints JSON: rows and seconds, without the start of Python and the imports.
"""

import asyncio
import csv
import json
import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import Column, Index, MetaData, Table, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bench.databases import LIKE_OURS, table
from bench.ledgers import COLUMNS
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.adapters.persistence.tables import transactions
from cryptotracker.domain.portfolio.identity import digest
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

BATCH = 10_000


def like_ours(metadata: MetaData) -> Table:
    """Copy the product's table, its columns and indexes, but for what it refers to."""
    rules = (each for each in transactions.constraints if isinstance(each, UniqueConstraint))
    return Table(
        transactions.name,
        metadata,
        *(
            Column(each.name, each.type, primary_key=each.primary_key, nullable=each.nullable)
            for each in transactions.columns
        ),
        *(UniqueConstraint(*rule.columns.keys()) for rule in rules),
        *(Index(index.name, *index.columns.keys()) for index in transactions.indexes),
    )


class Model(DeclarativeBase):
    """What every mapped class derives from."""


class Entry(Model):
    """A row of a ledger file as an object of SQLAlchemy, in a table and indexes like ours."""

    __table__ = like_ours(Model.metadata)


def entries(
    events: Iterable[tuple[int, Transaction]], portfolio: UUID, arrival: UUID
) -> list[Entry]:
    return [
        Entry(
            id=UUID(int=arrival.int + number),
            portfolio_id=portfolio,
            import_id=arrival,
            line=number,
            digest=digest(event),
            occurrence=1,
            time=event.time,
            type=event.type,
            subtype=event.subtype,
            account=event.account,
            to_account=event.to_account,
            more_fees="",
            value=event.value,
            value_currency=event.value_currency,
            fee_value=event.fee_value,
            event=event.id,
            txid=event.txid,
            note=event.note,
            tags=event.tags,
            **leg("sent", event.sent),
            **leg("received", event.received),
            **leg("fee", event.fees[0] if event.fees else None),
        )
        for number, event in events
    ]


def leg(name: str, amount: Amount | None) -> dict[str, object]:
    if amount is None:
        return {}
    return {f"{name}_asset": amount.asset, f"{name}_quantity": amount.quantity}


async def orm(address: str, file: Path, most: int) -> int:
    """Do what our import does by objects in a session, but for the search for known rows."""
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(Model.metadata.create_all)
    portfolio, arrival, count = UUID(int=1), UUID(int=1 << 64), 0
    async with AsyncSession(engine) as session:
        read = Formats().read(file, format_name="ledger-csv")
        events = (each for each in islice(read, most) if isinstance(each, Transaction))
        numbered = enumerate(events, 2)
        while batch := entries(islice(numbered, BATCH), portfolio, arrival):
            session.add_all(batch)
            await session.flush()
            session.expunge_all()
            count += len(batch)
        await session.commit()
    await engine.dispose()
    return count


def driver(database: str, file: Path, most: int) -> int:
    with closing(sqlite3.connect(database)) as connection, file.open(newline="") as source:
        connection.executescript(table("text", LIKE_OURS))
        lines = csv.reader(source)
        next(lines)
        rows = islice(lines, most)
        marks = ", ".join("?" * len(COLUMNS))
        with connection:
            return connection.executemany(f"INSERT INTO ledger VALUES ({marks})", rows).rowcount  # noqa: S608 - only question marks


def main(way: str, target: str, file: str, rows: str) -> None:
    started = time.perf_counter()
    work = target, Path(file), int(rows)
    done = driver(*work) if way == "driver" else asyncio.run(orm(*work))
    seconds = time.perf_counter() - started
    sys.stdout.write(json.dumps({"rows": done, "seconds": round(seconds, 4)}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
