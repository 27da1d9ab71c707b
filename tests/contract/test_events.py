"""What every carrier of news promises, held against each of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.adapters.sharing.redis.events import open_events
from cryptotracker.ports.events import Events, News, Resync, Subscription, Tick
from tests.contract.sharing import address, emptied

Pair = tuple[Events, Events]


@pytest.fixture(params=["memory", "redis"])
async def events(request: pytest.FixtureRequest) -> AsyncIterator[Pair]:
    """Give two ends: one process, or two that share a server."""
    url = address(request)
    if not url:
        one = MemoryEvents()
        yield one, one
        return
    async with AsyncExitStack() as stack:
        near = await stack.enter_async_context(emptied(url))
        far = await stack.enter_async_context(emptied(url))
        yield (
            await stack.enter_async_context(open_events(near)),
            await stack.enter_async_context(open_events(far)),
        )


def tick(version: int, key: str = "mine", topic: str = "portfolio", owner: str = "me") -> Tick:
    return Tick(
        topic=topic,
        key=key,
        owner=owner,
        version=version,
        data={"transactions": version, "of": key},
    )


async def heard(subscription: Subscription) -> News:
    async with asyncio.timeout(5):
        return await anext(subscription)


async def test_what_is_published_is_heard_by_who_wants_it(events: Pair) -> None:
    here, there = events
    async with there.subscribe("me") as subscription, there.subscribe("me") as other:
        subscription.add("portfolio", "mine")
        other.add("portfolio", "yours")

        await here.publish([tick(1)])
        await here.publish([tick(1, "yours")])

        assert await heard(subscription) == [tick(1)]
        assert await heard(other) == [tick(1, "yours")]


async def test_what_nobody_counts_is_heard_each_time(events: Pair) -> None:
    here, there = events
    sign = Tick(topic="jobs", key="mine", owner="me", version=None)
    async with there.subscribe("me") as subscription:
        subscription.add("jobs")
        for _ in range(2):
            await here.publish([sign])

        assert [await heard(subscription) for _ in range(2)] == [[sign], [sign]]


async def test_all_of_a_topic_can_be_wanted_and_no_longer_wanted(events: Pair) -> None:
    here, there = events
    async with there.subscribe("me") as subscription:
        subscription.add("portfolio")
        await here.publish([tick(1), tick(1, "yours"), tick(1, topic="quotes")])
        first = await heard(subscription)

        subscription.discard("portfolio")
        subscription.add("portfolio", "mine")
        await here.publish([tick(2, "yours"), tick(2)])

        assert first == [tick(1), tick(1, "yours")]
        assert await heard(subscription) == [tick(2)]


async def test_a_subscriber_hears_of_nothing_foreign(events: Pair) -> None:
    here, there = events
    async with there.subscribe("me") as subscription, there.subscribe("other") as other:
        for each in (subscription, other):
            each.add("portfolio")
            each.add("portfolio", "mine")

        await here.publish([tick(1), tick(1, "theirs", owner="other")])
        await here.publish([tick(2)])
        await here.publish([tick(2, "theirs", owner="other")])

        assert [await heard(subscription), await heard(subscription)] == [[tick(1)], [tick(2)]]
        assert [await heard(other), await heard(other)] == [
            [tick(1, "theirs", owner="other")],
            [tick(2, "theirs", owner="other")],
        ]


async def test_what_is_published_together_arrives_together(events: Pair) -> None:
    here, there = events
    many = [tick(1, str(number)) for number in range(500)]
    async with there.subscribe("me") as subscription:
        subscription.add("portfolio")

        await here.publish(many)

        assert await heard(subscription) == many


async def test_old_versions_are_not_heard_and_none_is_heard_twice(events: Pair) -> None:
    here, there = events
    async with there.subscribe("me") as subscription:
        subscription.add("portfolio")
        assert not subscription.known(tick(4))
        assert subscription.known(tick(4))

        for version in (3, 4, 5, 5, 4, 6):
            await here.publish([tick(version)])

        assert [await heard(subscription), await heard(subscription)] == [[tick(5)], [tick(6)]]


async def test_a_gap_is_announced(events: Pair) -> None:
    here, there = events
    async with there.subscribe("me") as subscription:
        subscription.add("portfolio")
        await here.publish([tick(1)])
        await here.publish([tick(3)])

        first, second = await heard(subscription), await heard(subscription)

    assert first == [tick(1)]
    assert second == [Resync(topic="portfolio", key="mine"), tick(3)]


async def test_who_does_not_read_is_dropped_and_nobody_else(events: Pair) -> None:
    here, there = events
    async with there.subscribe("me") as sleeper, there.subscribe("me") as reader:
        sleeper.add("portfolio")
        reader.add("portfolio")

        for version in range(1, 101):
            await here.publish([tick(version)])
            assert await heard(reader) == [tick(version)]

        assert [[each] async for [each] in sleeper] == [[tick(n)] for n in range(1, 65)]


async def test_who_has_left_costs_nothing(events: Pair) -> None:
    here, there = events
    async with there.subscribe("me") as left:
        left.add("portfolio")

    async with there.subscribe("me") as subscription:
        subscription.add("portfolio")
        for version in range(1, 70):
            await here.publish([tick(version)])
            await heard(subscription)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await anext(left)
