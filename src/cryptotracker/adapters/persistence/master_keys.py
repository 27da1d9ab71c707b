"""Which master key this database's secrets are sealed with, and the proof of it."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import create_engine
from cryptotracker.adapters.persistence.tables import master_keys


async def proofs(url: str) -> Mapping[str, bytes]:
    """Return what each key sealed when it was first used here, by the key's id."""
    engine = create_engine(url)
    try:
        async with connected(engine) as connection, connection.begin():
            rows = await connection.execute(select(master_keys.c.id, master_keys.c.proof))
            return {row.id: row.proof for row in rows}
    finally:
        await engine.dispose()


async def register(url: str, key_id: str, proof: bytes, made_at: datetime) -> None:
    """Keep the first key; a second is not taken, whoever comes with it asks `proofs` again."""
    engine = create_engine(url)
    row = {"only": 1, "id": key_id, "proof": proof, "made_at": made_at}
    try:
        with suppress(IntegrityError):
            async with connected(engine) as connection, connection.begin():
                await connection.execute(insert(master_keys), row)
    finally:
        await engine.dispose()
