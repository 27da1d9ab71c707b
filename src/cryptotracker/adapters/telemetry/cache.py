"""A cache, watched: how often it has what it is asked for."""

from attrs import frozen

from cryptotracker.ports.cache import Cache
from cryptotracker.ports.telemetry import Meter


@frozen
class WatchedCache(Cache):
    """Asks another cache, and counts."""

    _cache: Cache
    _meter: Meter

    async def get(self, key: str, *, owner: str) -> bytes | None:
        found = await self._cache.get(key, owner=owner)
        self._meter.add("cache_requests", "miss" if found is None else "hit")
        return found

    async def set(self, key: str, value: bytes, *, owner: str, seconds: int) -> None:
        await self._cache.set(key, value, owner=owner, seconds=seconds)

    async def forget(self, key: str, *, owner: str) -> None:
        await self._cache.forget(key, owner=owner)
