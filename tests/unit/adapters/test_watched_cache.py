"""A watched cache says how often it had what it was asked for, and is a cache otherwise."""

from cryptotracker.adapters.sharing.memory.cache import MemoryCache
from cryptotracker.adapters.telemetry.cache import WatchedCache
from cryptotracker.adapters.telemetry.metrics import Metrics


async def test_what_was_there_is_told_from_what_was_not() -> None:
    metrics = Metrics()
    cache = WatchedCache(MemoryCache(), metrics)
    await cache.set("key", b"value", owner="somebody", seconds=60)

    found = [await cache.get("key", owner=each) for each in ("somebody", "somebody", "else")]
    await cache.forget("key", owner="somebody")
    gone = await cache.get("key", owner="somebody")

    text = metrics.exposed().decode()
    assert (found, gone) == ([b"value", b"value", None], None)
    assert 'cryptotracker_cache_requests_total{outcome="hit"} 2.0' in text
    assert 'cryptotracker_cache_requests_total{outcome="miss"} 2.0' in text
