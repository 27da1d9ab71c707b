"""Wait for a slow answer no longer than somebody likes: it goes on, and is there the next time."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Hashable
from contextlib import suppress
from datetime import timedelta
from typing import Generic, TypeVar

from attrs import define, field

from cryptotracker.domain.errors import CryptoTrackerError

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


@define(eq=False)
class Fetches(Generic[Answer]):
    """What is being asked for, once for all who want the same.

    Whoever has no patience left goes without; the question stays, since its answer is kept for the
    next who asks.
    """

    _under_way: dict[Hashable, asyncio.Task[Answer]] = field(factory=dict)

    async def __call__(
        self,
        what: Hashable,
        ask: Callable[[], Coroutine[None, None, Answer]],
        patience: timedelta | None,
    ) -> Answer | None:
        """Return the answer, or None while it is not there yet; without limit it is waited for."""
        if patience is None:
            return await ask()
        task = self._under_way.get(what)
        if task is None:
            task = self._under_way[what] = asyncio.create_task(ask())
            task.add_done_callback(lambda done: self._over(what, done))
        done, _ = await asyncio.wait([task], timeout=patience.total_seconds())
        return task.result() if done else None

    def _over(self, what: Hashable, task: asyncio.Task[Answer]) -> None:
        del self._under_way[what]
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, CryptoTrackerError):
            log.error("what was asked for did not come", exc_info=error)

    async def close(self) -> None:
        """Ask no more."""
        tasks = list(self._under_way.values())
        for each in tasks:
            each.cancel()
        for each in tasks:
            with suppress(asyncio.CancelledError, CryptoTrackerError):
                await each
