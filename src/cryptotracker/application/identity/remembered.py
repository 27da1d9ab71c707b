"""Remember for some seconds what was looked up, so that not every request asks the database."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from attrs import define, field

from cryptotracker.ports.clock import Clock

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")

MEMORY: Final = timedelta(seconds=4)
MOST: Final = 10_000


@define
class Remembered(Generic[Key, Found]):
    """What one process remembers; what was looked for longest ago makes room."""

    _look: Callable[[Key], Awaitable[Found | None]]
    _clock: Clock
    _seen: OrderedDict[Key, tuple[datetime, Found | None]] = field(factory=OrderedDict)

    async def of(self, key: Key, *, within: timedelta = MEMORY) -> Found | None:
        """Return what was found some time ago at most, None if it was nothing."""
        now = self._clock.now()
        at, found = self._seen.get(key, (None, None))
        if at is None or now - at >= within:
            found = await self._look(key)
            self._seen[key] = (now, found)
            self._seen.move_to_end(key)
            if len(self._seen) > MOST:
                self._seen.popitem(last=False)
        return found

    def forget(self) -> None:
        self._seen.clear()
