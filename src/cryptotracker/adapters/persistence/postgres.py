"""Many rows at once into PostgreSQL."""

from collections.abc import AsyncIterator
from typing import Final

import asyncpg
from attrs import frozen
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.bulk import Staging
from cryptotracker.adapters.persistence.connections import AWAY, shown, unusable
from cryptotracker.adapters.persistence.encoding import COLUMNS, Encoding, Packed, PostgresEncoding
from cryptotracker.adapters.persistence.tables import transactions

ENCODING: Final = PostgresEncoding()
SENT: Final = f"COPY staging ({', '.join(COLUMNS)}) FROM STDIN"
NOT_THE_ROWS: Final = (*AWAY, OSError)
"""What COPY fails of that is no fault of what was sent."""


@frozen
class PostgresStaging(Staging):
    """COPY of lines that are ready to be sent."""

    encoding: Encoding = ENCODING
    insert: str = "INSERT"

    async def fill(self, connection: AsyncConnection, rows: Packed) -> None:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, asyncpg.Connection)
        assert isinstance(rows, bytes)
        try:
            with shown(connection, "COPY", SENT):
                await driver.copy_to_table(
                    "staging",
                    source=once(rows),
                    columns=COLUMNS,
                    format="csv",
                    # Nothing between two commas means null, but where none may be, an empty text.
                    force_not_null=[name for name in COLUMNS if not transactions.c[name].nullable],
                )
        except NOT_THE_ROWS as error:
            raise unusable(error) from error

    async def prepare(self, connection: AsyncConnection) -> None:
        """Take the time it takes: the limits are those of a request, not of a large file."""
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))

    async def settle(self, connection: AsyncConnection) -> None:
        """Give the planner statistics, or it reads and sorts a portfolio to show one page."""
        await connection.execute(text("ANALYZE transactions, claims"))


async def once(data: bytes) -> AsyncIterator[bytes]:
    yield data
