"""What every counter promises, held against each of them."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest

from cryptotracker.adapters.sharing.memory.counters import MemoryCounters
from cryptotracker.adapters.sharing.redis.counters import RedisCounters
from cryptotracker.ports.counters import Counters, Quota
from tests.contract.sharing import address, emptied, fresh
from tests.waiting import until

PROCESS = """
import asyncio, sys
from cryptotracker.adapters.sharing.redis.connection import open_connection
from cryptotracker.adapters.sharing.redis.counters import RedisCounters
from cryptotracker.ports.counters import Quota

async def main():
    quota = Quota(name="test", key=sys.argv[2], limit=100, seconds=3600)
    async with open_connection(sys.argv[1], patience=20_000) as connection:
        counters = RedisCounters(connection)
        found = await asyncio.gather(*(counters.take([quota]) for _ in range(200)))
    print(sum(each.allowed for each in found))

asyncio.run(main())
"""


@pytest.fixture(params=["memory", "redis"])
async def counters(request: pytest.FixtureRequest) -> AsyncIterator[Counters]:
    url = address(request)
    if not url:
        yield MemoryCounters()
        return
    async with emptied(url) as connection:
        yield RedisCounters(connection)


def hourly(limit: int, key: str = "", name: str = "test") -> Quota:
    return Quota(name=name, key=key or fresh("key"), limit=limit, seconds=3600)


async def test_of_four_hundred_at_once_a_hundred_are_allowed(counters: Counters) -> None:
    quota = hourly(100)

    found = await asyncio.gather(*(counters.take([quota]) for _ in range(400)))

    assert sum(each is not None and each.allowed for each in found) == 100


async def test_processes_count_together(redis: str) -> None:
    key = fresh("key")
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROCESS, redis, key), stdout=asyncio.subprocess.PIPE
        )
        for _ in range(2)
    ]

    said = [(await process.communicate())[0] for process in processes]

    assert sum(map(int, said)) == 100


async def test_it_says_how_many_are_left_and_how_long_to_wait(counters: Counters) -> None:
    quota = hourly(3)

    found = [await counters.take([quota]) for _ in range(4)]

    told = [(each.allowed, each.remaining, each.retry_after) for each in found if each]
    assert told == [(True, 2, 0), (True, 1, 0), (True, 0, 0), (False, 0, 1200)]


async def test_keys_and_names_share_nothing(counters: Counters) -> None:
    quota = hourly(1)
    await counters.take([quota])

    found = [
        await counters.take([quota]),
        await counters.take([hourly(1)]),
        await counters.take([hourly(1, key=quota.key, name="other")]),
    ]

    assert [each.allowed for each in found if each] == [False, True, True]


async def test_of_several_quotas_all_are_counted_or_none(counters: Counters) -> None:
    narrow, wide = hourly(1), hourly(3)
    await counters.take([narrow, wide])

    refused = await counters.take([narrow, wide])
    left = await counters.take([wide])

    assert refused
    assert (refused.allowed, refused.quota, refused.retry_after) == (False, narrow, 3600)
    assert left
    assert (left.allowed, left.remaining) == (True, 1)


async def test_who_waits_is_allowed(counters: Counters) -> None:
    quota = Quota(name="test", key=fresh("key"), limit=5, seconds=1)
    for _ in range(5):
        await counters.take([quota])
    refused = await counters.take([quota])

    async def allowed() -> bool:
        again = await counters.take([quota])
        return again is not None and again.allowed

    assert refused
    assert (refused.allowed, refused.retry_after) == (False, 1)
    await until(allowed)


async def test_the_clock_of_this_process_may_be_put_back() -> None:
    now = 10_000_000_000
    counters = MemoryCounters(now=lambda: now)
    quota = Quota(name="test", key="one", limit=1, seconds=10)
    await counters.take([quota])
    now = 0

    refused = await counters.take([quota])

    assert (refused.allowed, refused.retry_after) == (False, 10)
