"""One way to Redis for all that is shared, which a dead or frozen server cannot hold up.

Whatever is asked for takes half a second at most. After a failure nothing is asked for a second:
the first call after that tries again, and the others go without until it has succeeded.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from time import monotonic_ns
from typing import Any, Final, TypeAlias, TypeVar

from attrs import define, field
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLostError
from redis.exceptions import RedisError, ResponseError

Answer = TypeVar("Answer")
Around: TypeAlias = Callable[[], AbstractContextManager[object]]

PATIENCE_MILLISECONDS: Final = 400
SILENCE_NANOSECONDS: Final = 1_000_000_000
CONNECTIONS_MOST: Final = 32
LOST: Final = (RedisError, OSError, TimeoutError, RuntimeError)
"""What says that Redis cannot be asked.

uvloop raises RuntimeError for a connection that the other end closed a moment ago.
"""

log = logging.getLogger(__name__)


@define
class Connection:
    """Asks Redis, unless it has just failed.

    Attributes:
        patience: milliseconds for everything together: a free connection, making it, sending and
            the answer.
        around: what surrounds each question, like a span.
        listening: another way in, for whoever waits there; it never reconnects unseen.
    """

    redis: Redis
    listening: Redis
    patience: int
    around: Around = nullcontext
    _closed_until: int = 0
    _failed: bool = False
    _refusals: set[str] = field(factory=set)

    async def ask(self, question: Callable[[Redis], Awaitable[Answer]]) -> Answer | None:
        """Return the answer, or None while there is none to be had."""
        if monotonic_ns() < self._closed_until:
            return None
        if self._failed:
            # Half open: this call finds out, and the others do not wait for it.
            self._closed_until = monotonic_ns() + SILENCE_NANOSECONDS
        try:
            async with asyncio.timeout(self.patience / 1000):
                with self.around():
                    answer = await question(self.redis)
        except ResponseError as error:
            self._refused(type(error).__name__)
            return None
        except LOST as error:
            self.lost(error)
            return None
        self._found()
        return answer

    def lost(self, error: Exception) -> None:
        """Ask nothing for a while. The address is not told, it may hold a password."""
        if not self._failed:
            log.warning("Redis cannot be reached, going on without it: %s", type(error).__name__)
        self._failed = True
        self._closed_until = monotonic_ns() + SILENCE_NANOSECONDS

    def _refused(self, reason: str) -> None:
        """Take no for an answer: the server is there, but full or read-only."""
        self._found()
        if reason not in self._refusals:
            log.warning("Redis refuses what it is asked for, going on without: %s", reason)
        self._refusals.add(reason)

    def _found(self) -> None:
        if self._failed:
            log.warning("Redis answers again.")
        self._failed, self._closed_until = False, 0


@asynccontextmanager
async def open_connection(
    url: str, patience: int = PATIENCE_MILLISECONDS, around: Around = nullcontext
) -> AsyncIterator[Connection]:
    """Open the pool; the server need not be there yet, nor stay."""
    seconds = patience / 1000
    options: dict[str, Any] = {
        "timeout": seconds,
        "socket_timeout": seconds,
        "socket_connect_timeout": seconds,
        "decode_responses": False,
    }
    # Once more, for a connection that a restarted server no longer knows.
    again = Retry(NoBackoff(), 1, supported_errors=(ConnectionLostError,))
    redis = pool(url, max_connections=CONNECTIONS_MOST, retry=again, **options)
    listening = pool(url, max_connections=1, retry=Retry(NoBackoff(), 0), **options)
    try:
        yield Connection(redis, listening, patience, around)
    finally:
        await redis.aclose(close_connection_pool=True)
        await listening.aclose(close_connection_pool=True)


def pool(url: str, **options: Any) -> Redis:
    return Redis(connection_pool=BlockingConnectionPool.from_url(url, **options))
