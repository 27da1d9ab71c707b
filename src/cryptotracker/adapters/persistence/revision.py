"""Which tables a database has, told without Alembic: it takes longer to load than to ask."""

from typing import Final

from sqlalchemy import Connection, inspect, text

from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import create_engine

NEWEST: Final = "0025"
"""The last of our migrations."""


async def applied(url: str) -> str | None:
    """Name the last migration applied, None for an empty database."""
    engine = create_engine(url)
    try:
        async with connected(engine) as connection, connection.begin():
            return await connection.run_sync(named)
    finally:
        await engine.dispose()


def named(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
