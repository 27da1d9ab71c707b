"""Remove what nobody looks at any more: old jobs, and files whose job is gone."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.errors import JobNotFoundError
from cryptotracker.domain.jobs.jobs import CANCELLED, DONE, FAILED, Facts
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.uploads import Uploads

KEPT: Final[Mapping[str, timedelta]] = {
    DONE: timedelta(days=7),
    CANCELLED: timedelta(days=7),
    FAILED: timedelta(days=30),  # somebody may want to replay it
}
UNDER_WAY: Final = timedelta(hours=1)
"""A file younger than this may be kept for a job that is about to be promised."""


@frozen
class CleanUp:
    database: Database
    uploads: Uploads
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        now, jobs, files = self.clock.now(), 0, 0
        for state, kept in KEPT.items():
            async with self.database.transaction() as work:
                await attempt.hold(work)
                jobs += await work.upkeep.forget(state, now - kept)
        for each in await self.uploads.waiting():
            if each.kept_at < now - UNDER_WAY and not await self._is_wanted(each.key):
                await self.uploads.remove(each.key)
                files += 1
        return {"jobs": jobs, "files": files}

    async def _is_wanted(self, key: str) -> bool:
        try:
            async with self.database.snapshot() as work:
                job = await work.jobs.get(UUID(key))
        except (JobNotFoundError, ValueError):
            return False
        return job.state != DONE
