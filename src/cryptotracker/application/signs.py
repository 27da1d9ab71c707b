"""Signs that something has changed which others may be looking at: they look again.

Nobody counts such changes, so a sign is a tick without a version.
"""

from collections.abc import Collection, Hashable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import define

from cryptotracker.domain.jobs.jobs import LETTER, Job
from cryptotracker.domain.market.candles import Graded
from cryptotracker.ports.candles import Candles, Kept, Tended, Whence
from cryptotracker.ports.events import EVERYBODY, Tick
from cryptotracker.ports.jobs import Jobs, JobsWanted
from cryptotracker.ports.pages import Page
from cryptotracker.ports.prices import Series

CANDLES: Final = "candles"
JOBS: Final = "jobs"


def series_key(series: Series) -> str:
    return f"{series.interval} {series.currency} {series.asset}"


@define
class WatchedCandles(Candles):
    """Candles, and which series were kept of in this transaction, from when to when."""

    _inner: Candles
    _signs: dict[Hashable, Tick]

    async def keep(self, whence: Whence, candles: Sequence[Graded]) -> None:
        await self._inner.keep(whence, candles)
        if not candles:
            return
        key = series_key(whence.series)
        starts = [each.candle.start.isoformat() for each in candles]
        known = self._signs.get((CANDLES, key))
        if known is not None:
            starts += [str(known.data["first"]), str(known.data["last"])]
        # Two texts of one form and in UTC are in the order of what they say.
        self._signs[CANDLES, key] = Tick(
            topic=CANDLES,
            key=key,
            owner=EVERYBODY,
            version=None,
            data={"first": min(starts), "last": max(starts)},
        )

    async def read(self, whence: Whence, *, since: datetime, until: datetime) -> Kept:
        return await self._inner.read(whence, since=since, until=until)

    async def series(self, interval: str) -> Sequence[Tended]:
        return await self._inner.series(interval)

    async def rolled_up(self, whence: Whence, until: datetime) -> None:
        await self._inner.rolled_up(whence, until)

    async def forget(self, interval: str, before: datetime) -> int:
        return await self._inner.forget(interval, before)


def job_sign(job: Job) -> Tick | None:
    """Make a sign of a job, for its owner; there is none of what owners do not see."""
    if job.owner is None or job.kind == LETTER:
        return None
    return Tick(topic=JOBS, key=str(job.id), owner=str(job.owner), version=None)


@define
class WatchedJobs(Jobs):
    """Jobs, and which of them something became of in this transaction."""

    _inner: Jobs
    _signs: dict[Hashable, Tick]

    async def enqueue(self, job: Job) -> Job:
        kept = await self._inner.enqueue(job)
        self._note(kept)
        return kept

    async def get(self, job_id: UUID) -> Job:
        return await self._inner.get(job_id)

    async def next(self, queues: Collection[str], now: datetime, *, most: int = 1) -> Sequence[Job]:
        return await self._inner.next(queues, now, most=most)

    async def save(self, job: Job) -> None:
        await self._inner.save(job)
        self._note(job)

    async def page(self, wanted: JobsWanted, *, limit: int, cursor: str | None = None) -> Page[Job]:
        return await self._inner.page(wanted, limit=limit, cursor=cursor)

    def _note(self, job: Job) -> None:
        sign = job_sign(job)
        if sign is not None:
            self._signs[JOBS, job.id] = sign
