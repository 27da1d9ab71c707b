"""Many rows at once into PostgreSQL."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

import asyncpg
from attrs import frozen
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.bulk import COLUMNS, Staged, Staging
from cryptotracker.adapters.persistence.tables import transactions


@frozen
class PostgresStaging(Staging):
    """COPY of CSV that we write; asyncpg encodes a number slower than PostgreSQL reads it."""

    def id(self, number: int) -> str:
        return f"{number:032x}"

    def digest(self, raw: bytes) -> str:
        return "\\x" + raw.hex()

    def time(self, time: datetime) -> str:
        return time.isoformat()

    async def fill(self, connection: AsyncConnection, rows: Sequence[Staged]) -> None:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, asyncpg.Connection)
        lines = io.StringIO(newline="")
        csv.writer(lines, lineterminator="\n").writerows(rows)
        await driver.copy_to_table(
            "staging",
            source=once(lines.getvalue().encode()),
            columns=COLUMNS,
            format="csv",
            # Nothing between two commas means null, but where there is no null, an empty text.
            force_not_null=[name for name in COLUMNS if not transactions.c[name].nullable],
        )

    async def settle(self, connection: AsyncConnection) -> None:
        """Give the planner statistics, or it reads and sorts a portfolio to show one page."""
        await connection.execute(text("ANALYZE transactions, claims"))


async def once(data: bytes) -> AsyncIterator[bytes]:
    yield data
