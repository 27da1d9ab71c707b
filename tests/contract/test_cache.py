"""What every cache promises, held against each of them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from cryptotracker.adapters.sharing.memory.cache import MemoryCache
from cryptotracker.adapters.sharing.redis.cache import RedisCache, place
from cryptotracker.ports.cache import Cache
from tests.contract.sharing import address, emptied
from tests.waiting import until


@pytest.fixture(params=["memory", "redis"])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[Cache]:
    url = address(request)
    if not url:
        yield MemoryCache()
        return
    async with emptied(url) as connection:
        yield RedisCache(connection)


async def test_what_was_kept_is_given_to_its_owner(cache: Cache) -> None:
    await cache.set("net-worth:7", b"\x00\xff figures", owner="alice", seconds=60)

    assert await cache.get("net-worth:7", owner="alice") == b"\x00\xff figures"
    assert await cache.get("net-worth:8", owner="alice") is None


async def test_owners_do_not_see_each_other(cache: Cache) -> None:
    await cache.set("key", b"of alice", owner="alice", seconds=60)
    assert await cache.get("key", owner="bob") is None

    await cache.set("key", b"of bob", owner="bob", seconds=60)
    await cache.forget("key", owner="bob")

    assert await cache.get("key", owner="alice") == b"of alice"
    assert await cache.get("key", owner="bob") is None


async def test_a_newer_value_takes_the_place_of_an_older(cache: Cache) -> None:
    await cache.set("key", b"old", owner="alice", seconds=60)
    await cache.set("key", b"", owner="alice", seconds=60)

    assert await cache.get("key", owner="alice") == b""


async def test_what_is_too_old_is_never_given(cache: Cache) -> None:
    await cache.set("key", b"value", owner="alice", seconds=1)
    assert await cache.get("key", owner="alice") == b"value"

    async def gone() -> bool:
        return await cache.get("key", owner="alice") is None

    await until(gone)


async def test_a_cancelled_call_leaves_nothing_for_the_next(cache: Cache) -> None:
    people = [f"person-{number}" for number in range(20)]
    for person in people:
        await cache.set("key", person.encode() * 2000, owner=person, seconds=60)

    for turn in range(300):
        asking = asyncio.create_task(cache.get("key", owner=people[turn % 20]))
        for _ in range(turn % 7):
            await asyncio.sleep(0)
        asking.cancel()
        other = people[(turn + 1) % 20]
        assert await cache.get("key", owner=other) == other.encode() * 2000


async def test_what_lies_in_the_place_of_another_is_refused(redis: str) -> None:
    async with emptied(redis) as connection, Redis.from_url(redis) as raw:
        cache = RedisCache(connection)
        await cache.set("key", b"of alice", owner="alice", seconds=60)
        stored = await raw.get(place("key", "alice"))
        await raw.set(place("key", "bob"), stored or b"")
        await raw.set(place("other", "alice"), stored or b"")
        await raw.set(place("short", "alice"), b"x")

        found = [
            await cache.get("key", owner="bob"),
            await cache.get("other", owner="alice"),
            await cache.get("short", owner="alice"),
        ]

    assert found == [None, None, None]


async def test_in_this_process_the_least_used_goes_first() -> None:
    cache = MemoryCache(bytes_most=20)
    for key in ("first", "second"):
        await cache.set(key, b"x" * 10, owner="alice", seconds=60)
    await cache.get("first", owner="alice")

    await cache.set("third", b"x" * 10, owner="alice", seconds=60)
    await cache.set("huge", b"x" * 21, owner="alice", seconds=60)

    kept = [
        key for key in ("first", "second", "third", "huge") if await cache.get(key, owner="alice")
    ]
    assert kept == ["first", "third"]
