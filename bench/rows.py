"""Insert a ledger file's rows in the two plain ways of Python, and say how long that took.

    python -m bench.rows orm ADDRESS FILE ROWS      SQLAlchemy objects, added to a session
    python -m bench.rows driver DATABASE FILE ROWS  executemany of Python's sqlite3

It prints JSON: rows and seconds, without the start of Python and the imports.
"""

import asyncio
import csv
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from sqlalchemy import DateTime, Index
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.databases import LIKE_OURS, table
from bench.ledgers import COLUMNS

BATCH = 10_000


class Model(DeclarativeBase):
    """What every mapped class derives from."""


class Entry(Model):
    """A row of a ledger file as an object of SQLAlchemy; quantities are kept as text."""

    __tablename__ = "ledger"
    __table_args__ = (Index("by_account_and_time", "account", "time"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    time: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    type: Mapped[str]
    subtype: Mapped[str]
    account: Mapped[str]
    to_account: Mapped[str]
    sent_asset: Mapped[str]
    sent_quantity: Mapped[str]
    received_asset: Mapped[str]
    received_quantity: Mapped[str]
    fee_asset: Mapped[str]
    fee_quantity: Mapped[str]
    value: Mapped[str]
    value_currency: Mapped[str]
    fee_value: Mapped[str]


def entries(file: Path, most: int) -> Iterator[Entry]:
    with file.open(newline="", encoding="utf-8") as source:
        for row in islice(csv.DictReader(source), most):
            for name in ("sent_quantity", "received_quantity", "fee_quantity"):
                Decimal(row[name] or 0)  # an import that says what is wrong must look at each
            yield Entry(**row | {"time": datetime.fromisoformat(row["time"])})


async def orm(address: str, file: Path, most: int) -> int:
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(Model.metadata.create_all)
    async with AsyncSession(engine) as session:
        source = entries(file, most)
        count = 0
        while batch := list(islice(source, BATCH)):
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
