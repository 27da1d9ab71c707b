"""Say whether requests can be answered, and which parts are missed meanwhile.

Whoever asks decides where requests go. So only what no request can do without makes a process
unready: were every process unready while Redis is away, there would be nobody left to answer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic_ns
from typing import Final, TypeAlias

from attrs import define, field, frozen

from cryptotracker.domain.errors import CryptoTrackerError

Look: TypeAlias = Callable[[], Awaitable[bool]]
"""Tells whether a part answers; an error says that it does not."""

PATIENCE_SECONDS: Final = 1
FRESH_NANOSECONDS: Final = 10_000_000_000
"""A look at files is paid for in some places, and probes come every few seconds."""

log = logging.getLogger(__name__)


@define(eq=False)
class Glance:
    """Looks at a part now and then; what one look found is what is known until the next."""

    _look: Look
    _now: Callable[[], int] = monotonic_ns
    _began: int = 0
    _latest: asyncio.Task[bool] | None = None

    async def __call__(self) -> bool:
        latest = self._latest
        if latest is None or (latest.done() and self._now() - self._began > FRESH_NANOSECONDS):
            # One that hangs is not begun again: its thread may hang as long as the disk does.
            latest = self._latest = asyncio.create_task(self._asked())
            self._began = self._now()
        await asyncio.wait({latest}, timeout=PATIENCE_SECONDS)
        return latest.done() and not latest.cancelled() and latest.result()

    async def _asked(self) -> bool:
        try:
            return await self._look()
        except (CryptoTrackerError, OSError) as error:
            log.debug("A part does not answer: %s", type(error).__name__)
            return False


@frozen(kw_only=True)
class SeeParts:
    """Look at the parts of the installation.

    Attributes:
        needed: nothing can be answered without it; what it raises is passed on.
        helpful: parts that can be done without for a while.
    """

    needed: Callable[[], Awaitable[object]]
    helpful: Mapping[str, Glance] = field(factory=dict)
    _missed: set[str] = field(factory=set)

    async def __call__(self) -> Mapping[str, bool]:
        """Tell of each helpful part whether it answers."""
        await self.needed()
        answers = await asyncio.gather(*(glance() for glance in self.helpful.values()))
        seen = dict(zip(self.helpful, answers, strict=True))
        self._tell({name for name, answered in seen.items() if not answered})
        return seen

    def _tell(self, missed: set[str]) -> None:
        for name in sorted(missed ^ self._missed):
            again = "answers again" if name in self._missed else "does not answer; going on without"
            log.warning("%s: %s.", name, again)
        self._missed.clear()
        self._missed.update(missed)
