"""What is done in the background: which handler does the jobs of each kind.

To add a kind: write its handler in `application/jobs`, and name it in `in_background`.
"""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from attrs import evolve, frozen

from cryptotracker.application.idempotency import ForgetAnswers
from cryptotracker.application.imports import ImportFile
from cryptotracker.application.jobs.attempts import Attempts, Handler
from cryptotracker.application.jobs.backing_up import BACK_UP, BackUp
from cryptotracker.application.jobs.cleaning import Chore, CleanUp, ForgetJobs, SweepPending
from cryptotracker.application.jobs.importing import (
    IMPORT,
    ImportInBackground,
    Room,
    StartImport,
)
from cryptotracker.application.jobs.jobs import (
    CancelJob,
    ListJobs,
    ListWorkers,
    ReplayJob,
    ShowJob,
)
from cryptotracker.application.jobs.queues import WatchQueues
from cryptotracker.application.jobs.schedules import CLEAN_UP, SCHEDULES, Schedule
from cryptotracker.application.jobs.worker import Terms, Worker
from cryptotracker.application.keeping import SweepFiles
from cryptotracker.application.keys.taking_in import TakeIn
from cryptotracker.domain.jobs.cron import Cron
from cryptotracker.entrypoints.observing import part
from cryptotracker.entrypoints.readers import INSIDE
from cryptotracker.entrypoints.settings import NIGHTLY, Settings
from cryptotracker.entrypoints.tracker import InBackground, Tracker
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.jobs import Listening
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.telemetry import Telemetry
from cryptotracker.ports.vault import Keeper


@frozen(kw_only=True)
class Means:
    """What is needed to do things in the background.

    Attributes:
        everybody: the database as those see it who work for all owners.
        vault: what workers may read; None in a process that leaves the work to others.
    """

    database: Database
    everybody: Database
    listening: Listening
    files: FileStore
    room: Room
    clock: Clock
    back_up: BackUp | None = None
    back_up_at: Cron = NIGHTLY
    vault: Keeper | None = None


def in_background(means: Means, import_file: ImportFile) -> InBackground:
    database, files, clock, attempts = means.database, means.files, means.clock, Attempts()
    handlers: dict[str, Handler] = {
        IMPORT: ImportInBackground(import_file, files, means.room, clock),
        CLEAN_UP: CleanUp(chores(means), database),
    }
    schedules = [*SCHEDULES]
    if means.back_up is not None:
        handlers[BACK_UP] = means.back_up
        schedules.append(Schedule(name=BACK_UP, at=means.back_up_at, kind=BACK_UP))
    return InBackground(
        start_import=StartImport(database, files, clock),
        list=ListJobs(database, attempts),
        show=ShowJob(database, attempts),
        cancel=CancelJob(database, attempts, clock),
        replay=ReplayJob(database, clock),
        workers=ListWorkers(database),
        queues=WatchQueues(means.everybody, clock),
        work=Worker(
            database=database,
            listening=means.listening,
            clock=clock,
            handlers=handlers,
            schedules=schedules,
            attempts=attempts,
            below=secrets.randbelow,
        ),
    )


def chores(means: Means) -> Mapping[str, Chore]:
    everybody, files, clock = means.everybody, means.files, means.clock
    found: dict[str, Chore] = {
        "jobs": ForgetJobs(everybody, clock),
        "answers": ForgetAnswers(everybody, clock),
        "pending_files": SweepPending(everybody, files, clock),
        "kept_files": SweepFiles(everybody, files, clock),
    }
    if means.vault is not None:
        found["letters"] = TakeIn(everybody, means.vault)
    return found


def terms(settings: Settings, queues: Sequence[str] = ()) -> Terms:
    """Say how a worker of this process works, and give it a name that no other has."""
    return Terms(
        name=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}",
        queues=queues,
        at_once=settings.worker_jobs,
        lease=timedelta(seconds=settings.worker_lease_seconds),
    )


@asynccontextmanager
async def watching(tracker: Tracker, telemetry: Telemetry) -> AsyncIterator[None]:
    """Keep an eye on the queues as long as the block lasts."""
    looking = asyncio.create_task(tracker.jobs.queues(telemetry.meter))
    try:
        yield
    finally:
        looking.cancel()


async def work(tracker: Tracker, terms: Terms, telemetry: Telemetry, stop: asyncio.Event) -> None:
    """Do jobs until told to stop, and let those who run it see that."""
    watch = part("jobs").WatchedJobs(telemetry)
    await evolve(tracker.jobs.work, watch=watch)(terms, stop)


@asynccontextmanager
async def working(
    tracker: Tracker, settings: Settings, telemetry: Telemetry, stop: asyncio.Event
) -> AsyncIterator[None]:
    """Do jobs beside something else until told to stop, if the settings say so."""
    async with watching(tracker, telemetry):
        if settings.worker != INSIDE:
            yield
            return
        jobs = asyncio.create_task(work(tracker, terms(settings), telemetry, stop))
        try:
            yield
        finally:
            stop.set()
            await jobs
