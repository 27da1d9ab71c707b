"""Look at the queues now and then, for those who want to know how long they are."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from attrs import define

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.jobs import Queued
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.telemetry import Meter, Readings

EVERY_SECONDS: Final = 5

log = logging.getLogger(__name__)


@define
class WatchQueues:
    """Reads the queues of all owners; whoever looks at figures cannot wait for a database."""

    _database: Database
    _clock: Clock
    _queued: Sequence[Queued] = ()

    async def __call__(self, meter: Meter) -> None:
        """Run until it is cancelled."""
        meter.watch("queue_depth", self._depths)
        meter.watch("queue_age_seconds", self._ages)
        while True:
            try:
                async with self._database.lagging() as work:
                    self._queued = await work.upkeep.queued()
            except DatabaseUnavailableError as error:
                log.debug("The queues cannot be seen now: %s", error.reason)
            await asyncio.sleep(EVERY_SECONDS)

    def _depths(self) -> Readings:
        return {(each.queue,): each.jobs for each in self._queued}

    def _ages(self) -> Readings:
        now, second = self._clock.now(), timedelta(seconds=1)
        return {(each.queue,): max(0, (now - each.since) // second) for each in self._queued}
