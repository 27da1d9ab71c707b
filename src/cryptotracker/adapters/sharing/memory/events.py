"""News within one process."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from attrs import define, field

from cryptotracker.ports.events import QUEUE_LONGEST, Events, News, Resync, Subscription, Tick


@define(eq=False)
class Listener(Subscription):
    _owner: str
    _wanted: set[tuple[str, str | None]] = field(factory=set)
    _heard: dict[tuple[str, str], int] = field(factory=dict)
    _waiting: deque[News] = field(factory=deque)
    _something: asyncio.Event = field(factory=asyncio.Event)
    dropped: bool = False

    def add(self, topic: str, key: str | None = None) -> None:
        self._wanted.add((topic, key))

    def discard(self, topic: str, key: str | None = None) -> None:
        self._wanted.discard((topic, key))

    def known(self, tick: Tick) -> bool:
        if tick.version is None:
            return False
        place = (tick.topic, tick.key)
        old = tick.version <= self._heard.get(place, 0)
        if not old:
            self._heard[place] = tick.version
        return old

    def __aiter__(self) -> AsyncIterator[News]:
        return self

    async def __anext__(self) -> News:
        while True:
            while self._waiting:
                if news := list(self._fresh(self._waiting.popleft())):
                    return news
            if self.dropped:
                raise StopAsyncIteration
            self._something.clear()
            await self._something.wait()

    def offer(self, news: News) -> None:
        """Put news in the queue; when it is full, nothing more ever comes."""
        wanted = [each for each in news if self._wants(each)]
        if not wanted or self.dropped:
            return
        if len(self._waiting) >= QUEUE_LONGEST:
            self.dropped = True
        else:
            self._waiting.append(wanted)
        self._something.set()

    def topics(self) -> set[str]:
        return {topic for topic, _ in self._wanted}

    def _wants(self, each: Tick | Resync) -> bool:
        if isinstance(each, Resync) and each.key is None:
            return each.topic in self.topics()
        if isinstance(each, Tick) and each.owner != self._owner:
            return False
        return (each.topic, each.key) in self._wanted or (each.topic, None) in self._wanted

    def _fresh(self, news: News) -> Iterable[Tick | Resync]:
        """Leave out what is old by now, and say where something is missing."""
        for each in news:
            if isinstance(each, Resync) or each.version is None:
                yield each
                continue
            before = self._heard.get((each.topic, each.key))
            if not self.known(each):
                if before is not None and each.version > before + 1:
                    yield Resync(topic=each.topic, key=each.key)
                yield each


@define
class MemoryEvents(Events):
    _listeners: set[Listener] = field(factory=set)

    async def publish(self, ticks: Sequence[Tick]) -> None:
        self.tell(ticks)

    @asynccontextmanager
    async def subscribe(self, owner: str) -> AsyncIterator[Subscription]:
        listener = Listener(owner)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def tell(self, news: News) -> None:
        for listener in self._listeners:
            listener.offer(news)

    def resync(self) -> None:
        """Tell every listener that news of its topics may have been lost."""
        for listener in self._listeners:
            listener.offer([Resync(topic=topic) for topic in sorted(listener.topics())])
