"""Every test process has real servers of its own, with nobody else's data in them."""

import pytest
from redis.asyncio import Redis

TURNS = pytest.mark.parametrize("turn", range(4))


@TURNS
async def test_the_cache_is_real_and_ours_alone(redis: str, turn: int) -> None:
    async with Redis.from_url(redis) as cache:
        before = await cache.get("turn")
        await cache.set("turn", turn)

        assert (before, await cache.get("turn")) == (None, str(turn).encode())
        await cache.delete("turn")
