"""Keep PostgreSQL's users waiting, to see what becomes of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

PATIENCE_SECONDS = 60


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Let nobody read or change a portfolio."""
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        await connection.execute("LOCK TABLE portfolios IN ACCESS EXCLUSIVE MODE")
        yield
    await connection.close()


async def blocked(url: str) -> None:
    """Wait until somebody waits for that."""
    connection = await asyncpg.connect(url)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            if await connection.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                break
            await asyncio.sleep(0.02)
    await connection.close()
