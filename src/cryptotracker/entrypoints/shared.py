"""The composition root of what processes share: in Redis or, without one, in this process alone."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from functools import partial
from importlib import import_module
from typing import Any, Final

from attrs import field, frozen

from cryptotracker.adapters.persistence.watch import commits
from cryptotracker.adapters.sharing.memory.cache import MemoryCache
from cryptotracker.adapters.sharing.memory.counters import MemoryCounters
from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.adapters.telemetry.cache import WatchedCache
from cryptotracker.application.readiness import Look
from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.cache import Cache
from cryptotracker.ports.counters import Counters
from cryptotracker.ports.events import Events
from cryptotracker.ports.telemetry import Telemetry

REDIS: Final = "cryptotracker.adapters.sharing.redis"


@frozen(kw_only=True)
class Shared:
    """What processes share.

    Attributes:
        here: counts for this process alone.
        commits: signs that other programs may have changed the database.
        looks: tell whether what stands outside the process answers, by its name.
    """

    cache: Cache
    counters: Counters
    here: Counters
    events: Events
    commits: Callable[[], AsyncIterator[None]]
    looks: Mapping[str, Look] = field(factory=dict)


async def open_shared(settings: Settings, stack: AsyncExitStack, telemetry: Telemetry) -> Shared:
    here, signs = MemoryCounters(), partial(commits, settings.database_url)
    if not settings.redis_url:
        events = MemoryEvents()
        cache = WatchedCache(MemoryCache(), telemetry.meter)
        return Shared(cache=cache, counters=here, here=here, events=events, commits=signs)
    span = partial(telemetry.tracer.span, "redis", "client")
    connection = await connected(settings, stack, span)
    return Shared(
        cache=WatchedCache(load("cache").RedisCache(connection), telemetry.meter),
        counters=load("counters").RedisCounters(connection),
        here=here,
        events=await stack.enter_async_context(load("events").open_events(connection)),
        commits=signs,
        looks={"redis": partial(answers, connection)},
    )


async def answers(connection: Any) -> bool:
    return await connection.ask(lambda redis: redis.ping()) is not None


async def connected(
    settings: Settings,
    stack: AsyncExitStack,
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Any:
    open_connection = load("connection").open_connection
    try:
        return await stack.enter_async_context(open_connection(settings.redis_url, around=around))
    except ValueError as error:
        raise SettingsError(name=f"{PREFIX}REDIS_URL", reason="is no address") from error


async def redis_version(settings: Settings) -> str | None:
    """Return which version of Redis answers, None if none does."""
    async with AsyncExitStack() as stack:
        connection = await connected(settings, stack)
        found = await connection.ask(lambda redis: redis.info("server"))
    return None if found is None else str(found["redis_version"])


def load(name: str) -> Any:
    """Load a part by name and only now: most run without Redis, and without its client."""
    try:
        return import_module(f"{REDIS}.{name}")
    except ModuleNotFoundError as error:
        reason = "needs the extra redis: pip install 'cryptotracker[redis]'"
        raise SettingsError(name=f"{PREFIX}REDIS_URL", reason=reason) from error
