"""A Redis that dies, freezes or forgets holds nobody up and does no harm."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest
import uvloop
from redis.asyncio import Redis

from cryptotracker.adapters.sharing.redis.cache import RedisCache
from cryptotracker.adapters.sharing.redis.connection import Connection, open_connection
from cryptotracker.adapters.sharing.redis.counters import RedisCounters
from cryptotracker.adapters.sharing.redis.events import open_events
from cryptotracker.ports.counters import Quota
from cryptotracker.ports.events import News, Resync, Subscription, Tick
from tests.faulty import FaultyRedis
from tests.waiting import until

QUOTA = Quota(name="test", key="everybody", limit=1, seconds=3600)
FAULTS = pytest.mark.parametrize("fault", ["kill", "freeze"])
MENDED = {"kill": "start", "freeze": "thaw"}


@pytest.fixture
async def connection(faulty_redis: FaultyRedis) -> AsyncIterator[Connection]:
    async with open_connection(faulty_redis.url) as opened:
        yield opened


@FAULTS
async def test_a_call_waits_for_one_time_out_and_the_next_for_nothing(
    faulty_redis: FaultyRedis, connection: Connection, fault: str
) -> None:
    cache, counters = RedisCache(connection), RedisCounters(connection)
    await cache.set("key", b"value", owner="alice", seconds=60)

    getattr(faulty_redis, fault)()

    began = monotonic()
    assert await cache.get("key", owner="alice") is None
    assert monotonic() - began < 1
    began = monotonic()
    await cache.set("key", b"value", owner="alice", seconds=60)
    assert await counters.take([QUOTA]) is None
    assert monotonic() - began < 0.3


@FAULTS
async def test_of_many_at_once_none_waits_longer(
    faulty_redis: FaultyRedis, connection: Connection, fault: str
) -> None:
    cache = RedisCache(connection)
    getattr(faulty_redis, fault)()

    began = monotonic()
    found = await asyncio.gather(*(cache.get("key", owner=f"{n}") for n in range(200)))

    assert monotonic() - began < 1
    assert set(found) == {None}


@FAULTS
async def test_it_is_used_again_when_it_is_back(
    faulty_redis: FaultyRedis, connection: Connection, fault: str
) -> None:
    cache = RedisCache(connection)
    getattr(faulty_redis, fault)()
    await cache.get("key", owner="alice")

    getattr(faulty_redis, MENDED[fault])()

    async def kept() -> bool:
        await cache.set("key", b"value", owner="alice", seconds=60)
        return await cache.get("key", owner="alice") == b"value"

    await until(kept)


async def test_a_restart_is_not_noticed_by_the_next_call(
    faulty_redis: FaultyRedis, connection: Connection
) -> None:
    counters = RedisCounters(connection)
    await counters.take([QUOTA])

    faulty_redis.kill()
    faulty_redis.start()

    found = await counters.take([QUOTA])
    assert found
    assert found.allowed  # what it had counted is lost


async def test_a_full_server_is_not_taken_for_a_dead_one(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    cache, counters = RedisCache(connection), RedisCounters(connection)
    await counters.take([QUOTA])
    await connection.redis.config_set("maxmemory", "1")

    for _ in range(3):
        await cache.set("key", b"value", owner="alice", seconds=60)
        assert await cache.get("key", owner="alice") is None
    await connection.redis.config_set("maxmemory", "0")

    found = await counters.take([QUOTA])
    assert found
    assert not found.allowed  # what was counted is still there
    assert [record.message for record in caplog.records] == [
        "Redis refuses what it is asked for, going on without: OutOfMemoryError"
    ]


@FAULTS
async def test_subscribers_are_told_to_ask_again_when_the_way_is_whole(
    faulty_redis: FaultyRedis, connection: Connection, fault: str
) -> None:
    async with (
        open_connection(faulty_redis.url) as other,
        open_events(connection) as here,
        open_events(other) as there,
        there.subscribe("me") as subscription,
    ):
        subscription.add("portfolio")
        await here.publish([tick(1)])
        assert await heard(subscription) == [tick(1)]

        getattr(faulty_redis, fault)()
        began = monotonic()
        await here.publish([tick(2)])
        assert monotonic() - began < 1
        await until(there.is_cut)
        getattr(faulty_redis, MENDED[fault])()

        assert Resync(topic="portfolio") in await heard(subscription)
        await here.publish([tick(3)])  # it may be lost too, and is made good
        assert await heard(subscription)


async def test_news_goes_on_within_the_process(
    faulty_redis: FaultyRedis, connection: Connection
) -> None:
    faulty_redis.kill()
    async with open_events(connection) as events, events.subscribe("me") as subscription:
        subscription.add("portfolio")

        await events.publish([tick(1)])

        assert await heard(subscription) == [tick(1)]


async def test_what_could_not_be_sent_is_made_good(
    faulty_redis: FaultyRedis, connection: Connection
) -> None:
    async with (
        open_connection(faulty_redis.url) as other,
        open_events(connection) as here,
        open_events(other) as there,
        here.subscribe("me"),
        there.subscribe("me") as subscription,
    ):
        subscription.add("portfolio")
        connection.lost(ConnectionError())  # this side only
        await here.publish([tick(1)])

        assert await heard(subscription) == [Resync(topic="portfolio")]


def tick(version: int) -> Tick:
    return Tick(topic="portfolio", key="mine", owner="me", version=version)


async def heard(subscription: Subscription) -> News:
    async with asyncio.timeout(10):
        return await anext(subscription)


def test_a_connection_that_the_other_end_just_closed_is_no_fault_of_ours(
    faulty_redis: FaultyRedis,
) -> None:
    async def write(redis: Redis) -> bool:
        _, writer = await asyncio.open_connection("127.0.0.1", faulty_redis.port)
        writer.transport.abort()
        await writer.wait_closed()
        writer.writelines([b"PING"])  # redis-py does so where it was not told yet
        return bool(await redis.ping())

    async def asked() -> bool | None:
        async with open_connection(faulty_redis.url) as connection:
            return await connection.ask(write)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as the server has it
        assert runner.run(asked()) is None
