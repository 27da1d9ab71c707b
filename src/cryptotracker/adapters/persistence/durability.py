"""Find out whether what a database calls kept outlives a power cut, and owners are kept apart."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import create_engine

RISKS: Final = {
    "fsync": "a power cut may destroy the database",
    "full_page_writes": "a power cut may destroy the database",
    "synchronous_commit": "a power cut may take back what was called done",
}
ABOVE: Final = """
    SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
"""
DURABLE: Final[dict[str, set[object]]] = {"journal_mode": {"wal"}, "synchronous": {2, 3}}
"""SQLite's own: 2 is FULL."""


async def risks(url: str) -> Sequence[str]:
    """Say of each setting that takes the risk to lose data what it risks; nothing is fine."""
    engine = create_engine(url)
    try:
        async with connected(engine) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                query = text("SELECT name FROM pg_settings WHERE setting = 'off'")
                off = set(await connection.scalars(query))
                found = [f"{name} is off: {risk}" for name, risk in RISKS.items() if name in off]
                above = await connection.scalar(text(ABOVE))
                return (
                    [*found, f"the role {above} may see the rows of every owner"]
                    if above
                    else found
                )
            return [
                f"{name} is {found}: a power cut may take back what was called done"
                for name, good in DURABLE.items()
                if (found := await connection.scalar(text(f"PRAGMA {name}"))) not in good
            ]
    finally:
        await engine.dispose()
