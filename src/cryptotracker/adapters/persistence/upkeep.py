"""Ticks of schedules and signs of life of workers, in their tables."""

from collections.abc import Sequence
from datetime import datetime

from attrs import asdict, frozen
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.jobs import DUE
from cryptotracker.adapters.persistence.secret_tables import secrets
from cryptotracker.adapters.persistence.tables import jobs, schedules, workers
from cryptotracker.ports.jobs import Queued, Upkeep, WorkerSeen


@frozen
class SqlUpkeep(Upkeep):
    _connection: AsyncConnection

    async def tick(self, schedule: str, tick: datetime) -> bool:
        mine = update(schedules).where(schedules.c.name == schedule, schedules.c.tick < tick)
        if (await self._connection.execute(mine.values(tick=tick))).rowcount:
            return True
        first = insert_into(schedules, self._connection).values(name=schedule, tick=tick)
        await self._connection.execute(first.on_conflict_do_nothing())
        return False

    async def seen(self, worker: WorkerSeen) -> None:
        row = asdict(worker) | {"queues": ",".join(worker.queues)}
        added = insert_into(workers, self._connection).values(row)
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=[workers.c.name], set_=row)
        )

    async def workers(self) -> Sequence[WorkerSeen]:
        query = select(workers).order_by(workers.c.seen_at.desc(), workers.c.name)
        rows = (await self._connection.execute(query)).mappings()
        return [
            WorkerSeen(**dict(row) | {"queues": [*filter(None, row["queues"].split(","))]})
            for row in rows
        ]

    async def queued(self) -> Sequence[Queued]:
        query = select(jobs.c.queue, func.count(), func.min(jobs.c.not_before)).where(DUE)
        rows = await self._connection.execute(query.group_by(jobs.c.queue))
        return [Queued(queue=queue, jobs=count, since=since) for queue, count, since in rows]

    async def forget(self, state: str, before: datetime) -> int:
        await self._connection.execute(delete(workers).where(workers.c.seen_at < before))
        ended = (jobs.c.state == state, jobs.c.finished_at < before)
        theirs = secrets.c.record.in_(select(jobs.c.id).where(*ended))
        await self._connection.execute(delete(secrets).where(theirs))
        return (await self._connection.execute(delete(jobs).where(*ended))).rowcount
