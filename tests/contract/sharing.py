"""What is shared, in this process and in Redis: the adapters that contracts are held against."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from cryptotracker.adapters.sharing.redis.connection import Connection, open_connection

PATIENCE_MILLISECONDS = 20_000


@asynccontextmanager
async def emptied(url: str) -> AsyncIterator[Connection]:
    """Open a connection to a Redis database with nothing in it.

    Its patience is that of a busy machine; what a slow server costs is another test.
    """
    async with Redis.from_url(url) as redis:
        await redis.flushdb()
    async with open_connection(url, patience=PATIENCE_MILLISECONDS) as connection:
        yield connection


def address(request: pytest.FixtureRequest) -> str:
    """Name the server if the parameter asks for one, and start it only then."""
    return str(request.getfixturevalue("redis")) if request.param == "redis" else ""


def fresh(name: str) -> str:
    """Return a key that no other test has."""
    return f"{name}-{uuid4()}"
