"""News between processes, by Redis's publish and subscribe.

All news goes through one channel: it is small and rare beside what it makes people ask for. Redis
keeps none of it; whoever was cut off asks the database how things stand.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from attrs import asdict, define, field
from redis.asyncio.client import PubSub

from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.adapters.sharing.redis.connection import LOST, Connection
from cryptotracker.ports.events import Events, Subscription, Tick

PREFIX: Final = "cryptotracker:events:"
SILENCE_SECONDS: Final = 1
"""After so long without news the server is asked whether it is still there."""

log = logging.getLogger(__name__)


@define
class RedisEvents(Events):
    """What is published here is heard here at once, and elsewhere through Redis.

    Attributes:
        _cut: news of others may have been lost.
        _missed: others may have lost news of ours.
    """

    _connection: Connection
    _here: MemoryEvents = field(factory=MemoryEvents)
    _name: str = field(factory=secrets.token_hex)
    _listening: asyncio.Task[None] | None = None
    _connected: asyncio.Event = field(factory=asyncio.Event)
    _cut: bool = False
    _missed: bool = False

    @property
    def _channel(self) -> str:
        """Name the channel, which knows no databases, after the database: they share nothing."""
        return PREFIX + str(self._connection.redis.connection_pool.connection_kwargs.get("db", 0))

    async def publish(self, ticks: Sequence[Tick]) -> None:
        await self._here.publish(ticks)
        await self._send(ticks)

    @asynccontextmanager
    async def subscribe(self, owner: str) -> AsyncIterator[Subscription]:
        self._be_listening()
        try:
            async with asyncio.timeout(self._connection.patience / 1000):
                await self._connected.wait()
        except TimeoutError:
            self._cut = True
        async with self._here.subscribe(owner) as subscription:
            yield subscription

    async def is_cut(self) -> bool:
        """Say whether news of other processes cannot be heard now."""
        return not self._connected.is_set()

    async def close(self) -> None:
        while self._listening is not None and not self._listening.done():
            # More than once: `asyncio.wait_for` of Python 3.11 may swallow it.
            self._listening.cancel()
            await asyncio.wait({self._listening}, timeout=1)

    async def _send(self, ticks: Sequence[Tick] | None) -> None:
        """Send ticks or, for None, that some may have been lost."""
        said = {"from": self._name, "ticks": None if ticks is None else [*map(asdict, ticks)]}
        text = json.dumps(said)
        heard = await self._connection.ask(lambda redis: redis.publish(self._channel, text))
        if heard is None:
            self._missed = True
            self._be_listening()  # for the moment at which it can be made good
        elif ticks is None:
            self._missed = False

    def _be_listening(self) -> None:
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        """Listen for ever, and connect again whenever the way was cut."""
        while True:
            try:
                async with self._connection.listening.pubsub() as channel:
                    await channel.subscribe(self._channel)
                    while True:
                        await self._hear(channel)
            except LOST as error:
                self._connection.lost(error)
                self._connected.clear()
                self._cut = True
            await asyncio.sleep((200 + secrets.randbelow(600)) / 1000)

    async def _hear(self, channel: PubSub) -> None:
        message = await channel.get_message(timeout=SILENCE_SECONDS)
        if message is None:
            await channel.ping()
            message = await channel.get_message(timeout=self._connection.patience / 1000)
            if message is None:
                raise TimeoutError
        if message["type"] == "subscribe":
            self._connected.set()
            if self._cut:
                self._here.resync()
            self._cut = False
        elif message["type"] == "message":
            self._tell(message["data"])
        if self._missed:
            await self._send(None)

    def _tell(self, data: bytes) -> None:
        try:
            said: Any = json.loads(data)
            ticks = said["ticks"] and [Tick(**each) for each in said["ticks"]]
        except (ValueError, TypeError, KeyError):
            log.warning("Another version of this program said something that this one cannot read.")
            self._here.resync()
            return
        if said["from"] == self._name:
            return
        if ticks is None:
            self._here.resync()
        else:
            self._here.tell(ticks)


@asynccontextmanager
async def open_events(connection: Connection) -> AsyncIterator[RedisEvents]:
    events = RedisEvents(connection)
    try:
        yield events
    finally:
        await events.close()
