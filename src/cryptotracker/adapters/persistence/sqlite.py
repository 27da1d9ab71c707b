"""Many rows at once into SQLite."""

import sqlite3
from typing import Final

import aiosqlite
from attrs import frozen
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.bulk import Staging
from cryptotracker.adapters.persistence.connections import unusable
from cryptotracker.adapters.persistence.encoding import COLUMNS, Encoding, Packed, SqliteEncoding

FILL: Final = f"INSERT INTO staging VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - only marks

ENCODING: Final = SqliteEncoding()


@frozen
class SqliteStaging(Staging):
    """The driver's own `executemany` takes a third of the time that SQLAlchemy's does."""

    encoding: Encoding = ENCODING
    # A row that broke a rule would end the whole transaction, so SQLite need not be able to take
    # back this statement alone: it would copy every page before it changes it.
    insert: str = "INSERT OR ROLLBACK"

    async def fill(self, connection: AsyncConnection, rows: Packed) -> None:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, aiosqlite.Connection)
        assert isinstance(rows, list)
        try:
            await driver.executemany(FILL, rows)
        except sqlite3.OperationalError as error:  # not of the rows, but of the file
            raise unusable(error) from error

    async def settle(self, connection: AsyncConnection) -> None:
        """Do nothing: SQLite plans as well without statistics."""

    async def prepare(self, connection: AsyncConnection) -> None:
        """Do nothing: its statements have no limit of time."""
