"""Take what is to be done next, several jobs in one transaction."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from attrs import define

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.jobs.jobs import RUNNING, Job
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

log = logging.getLogger(__name__)


@define(eq=False, kw_only=True)
class Taking:
    """Takes jobs for one worker, and a lease of each.

    Attributes:
        ended: told of what was there but may not be begun any more: it is ended on the way.
    """

    database: Database
    clock: Clock
    worker: str
    queues: Sequence[str]
    lease: timedelta
    ended: Callable[[Job], None]
    _more: bool = False

    async def __call__(self, most: int) -> Sequence[Job]:
        """Return jobs that have begun; none if there is nothing to do, or no database."""
        try:
            while taken := await self._take(most):
                for job in taken:
                    if job.state != RUNNING:
                        self.ended(job)
                if begun := [job for job in taken if job.state == RUNNING]:
                    return begun
        except DatabaseUnavailableError as error:
            log.warning("No job could be taken, for now: %s", error.reason)
        except Exception:
            log.exception("No job could be taken; it is tried again soon.")
        return ()

    async def _take(self, most: int) -> Sequence[Job]:
        if not self._more:  # who only looks shall not keep writers out
            async with self.database.snapshot() as work:
                if not await work.jobs.next(self.queues, self.clock.now()):
                    return ()
        self._more = False
        async with self.database.transaction() as work:
            now = self.clock.now()
            found = await work.jobs.next(self.queues, now, most=most)
            taken = [job.taken(self.worker, now, now + self.lease) for job in found]
            for job in taken:
                await work.jobs.save(job)
        self._more = len(taken) == most  # there may be others: then nobody looks first
        return taken
