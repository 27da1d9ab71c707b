"""Jobs to put into a database, and to take out again."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import evolve

from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.ports.persistence import Database

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def job(number: int, **values: Any) -> Job:
    return evolve(Job(id=UUID(int=number), kind="greet", created_at=NOW, not_before=NOW), **values)


async def enqueue(database: Database, *jobs: Job) -> list[Job]:
    async with database.transaction() as work:
        return [await work.jobs.enqueue(each) for each in jobs]


async def take(database: Database, now: datetime = NOW, queue: str = "") -> Job | None:
    """Do what a worker does to get a job."""
    async with database.transaction() as work:
        found = await work.jobs.next([queue] if queue else [], now)
        if not found:
            return None
        taken = found[0].taken("me", now, now + MINUTE)
        await work.jobs.save(taken)
    return taken


async def shown(database: Database, number: int) -> Job:
    async with database.snapshot() as work:
        return await work.jobs.get(UUID(int=number))
