"""Remove what nobody looks at any more: old jobs and answers, and files that belong to nobody.

To add a chore: a function that says how much it removed, and its name where workers are put
together.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final, TypeAlias
from uuid import UUID

from attrs import frozen

from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.errors import JobNotFoundError, LeaseLostError
from cryptotracker.domain.jobs.jobs import CANCELLED, DONE, FAILED, Facts
from cryptotracker.domain.portfolio.kept_files import PENDING
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.persistence import Database

KEPT: Final[Mapping[str, timedelta]] = {
    DONE: timedelta(days=7),
    CANCELLED: timedelta(days=7),
    FAILED: timedelta(days=30),  # somebody may want to replay it
}
UNDER_WAY: Final = timedelta(hours=1)
"""A file younger than this may be kept for a job that is about to be promised."""

Chore: TypeAlias = Callable[[], Awaitable[int]]

log = logging.getLogger(__name__)


@frozen
class CleanUp:
    """Do all chores; one that fails is named in the result, and the others are done."""

    chores: Mapping[str, Chore]
    database: Database

    async def __call__(self, attempt: Attempt) -> Facts | None:
        removed: dict[str, int] = {}
        for done, (name, chore) in enumerate(self.chores.items()):
            attempt.tell(done, len(self.chores), name)
            try:
                async with self.database.transaction() as work:
                    await attempt.hold(work)
                removed[name] = await chore()
            except (LeaseLostError, JobNotFoundError):
                raise
            except Exception:
                log.exception("Cleaning up %s failed; it is tried again the next time.", name)
        attempt.tell(len(self.chores), len(self.chores))
        return removed | {"failed": [each for each in self.chores if each not in removed]}


@frozen
class ForgetJobs:
    """Forget jobs that ended long ago, of all owners."""

    database: Database
    clock: Clock

    async def __call__(self) -> int:
        now, removed = self.clock.now(), 0
        for state, kept in KEPT.items():
            async with self.database.transaction() as work:
                removed += await work.upkeep.forget(state, now - kept)
        return removed


@frozen
class SweepPending:
    """Delete the files that no job waits for with any more."""

    database: Database
    files: FileStore
    clock: Clock

    async def __call__(self) -> int:
        removed, before = 0, self.clock.now() - UNDER_WAY
        async for each in self.files.below(PENDING):
            if each.changed < before and not await self._is_wanted(each.key):
                await self.files.delete(each.key)
                removed += 1
        return removed

    async def _is_wanted(self, key: str) -> bool:
        try:
            async with self.database.snapshot() as work:
                job = await work.jobs.get(UUID(key.rpartition("/")[2]))
        except (JobNotFoundError, ValueError):
            return False
        return job.state != DONE
