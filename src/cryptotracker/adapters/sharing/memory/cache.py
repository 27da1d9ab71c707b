"""A cache within one process: bounded, and the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic_ns
from typing import Final

from attrs import define, field, frozen

from cryptotracker.ports.cache import Cache

BYTES_MOST: Final = 64 * 1024 * 1024
NANOSECONDS: Final = 1_000_000_000
"""In a second."""


@frozen
class Value:
    content: bytes
    until: int


@define
class MemoryCache(Cache):
    _bytes_most: int = BYTES_MOST
    _now: Callable[[], int] = monotonic_ns
    _values: "OrderedDict[tuple[str, str], Value]" = field(factory=OrderedDict)
    _bytes: int = 0

    async def get(self, key: str, *, owner: str) -> bytes | None:
        found = self._values.get((owner, key))
        if found is None:
            return None
        if found.until <= self._now():
            self._remove((owner, key))
            return None
        self._values.move_to_end((owner, key))
        return found.content

    async def set(self, key: str, value: bytes, *, owner: str, seconds: int) -> None:
        self._remove((owner, key))
        if len(value) > self._bytes_most:
            return
        self._values[owner, key] = Value(value, self._now() + seconds * NANOSECONDS)
        self._bytes += len(value)
        while self._bytes > self._bytes_most:
            self._remove(next(iter(self._values)))

    async def forget(self, key: str, *, owner: str) -> None:
        self._remove((owner, key))

    def _remove(self, place: tuple[str, str]) -> None:
        found = self._values.pop(place, None)
        if found is not None:
            self._bytes -= len(found.content)
