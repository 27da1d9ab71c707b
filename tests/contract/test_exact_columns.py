"""Every column of money is exact in the database itself, whoever writes to it."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import asyncpg
import pytest

from cryptotracker.adapters.persistence.columns import Exact
from cryptotracker.adapters.persistence.tables import metadata

MONEY = sorted(
    (table.name, column.name)
    for table in metadata.tables.values()
    for column in table.columns
    if isinstance(column.type, Exact)
)


def test_there_are_columns_of_money() -> None:
    assert len(MONEY) == 14


@pytest.mark.parametrize(("table", "column"), MONEY)
def test_sqlite_keeps_it_as_text(sqlite: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(sqlite)) as database:
        types = {row[1]: row[2] for row in database.execute(f"PRAGMA table_info({table})")}

    assert types[column] == "TEXT"


@pytest.mark.parametrize(("table", "column"), MONEY)
async def test_postgresql_refuses_what_is_no_number(postgres: str, table: str, column: str) -> None:
    connection = await asyncpg.connect(postgres)
    rules = await connection.fetch(
        "SELECT pg_get_expr(conbin, conrelid) AS rule FROM pg_constraint"
        " WHERE conrelid = $1::text::regclass AND contype = 'c'",
        table,
    )
    own = [row["rule"] for row in rules if f"({column} >= " in row["rule"]]
    taken = [
        await connection.fetchval(f"SELECT {own[0].replace(column, '$1::numeric')}", value)
        for value in map(Decimal, ("1.5", "NaN", "Infinity", "-1", "1e30"))
    ]
    await connection.close()

    assert taken == [True, False, False, False, False]
