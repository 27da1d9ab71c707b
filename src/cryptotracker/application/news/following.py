"""Hear of news while one is looking at them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from attrs import frozen

from cryptotracker.application.news.refreshing import TOPIC
from cryptotracker.ports.events import EVERYBODY, Events, News


@frozen
class FollowNews:
    """Open a listener that hears which feeds have something new; it is the same for everybody."""

    events: Events

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncIterator[News]]:
        async with self.events.subscribe(EVERYBODY) as subscription:
            subscription.add(TOPIC)
            yield aiter(subscription)
