"""What is done in the background: which handler does the jobs of each kind.

To add a kind: write its handler in `application/jobs`, and name it in `in_background` or, if it is
not done for an owner, in `worker`.
"""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from attrs import evolve, field, frozen

from cryptotracker.application.candles import ShowCandles
from cryptotracker.application.idempotency import ForgetAnswers
from cryptotracker.application.identity.auditing import ForgetRecords
from cryptotracker.application.identity.exporting import (
    EXPORT,
    ExportInBackground,
    Lines,
    ReadExport,
    StartExport,
    SweepExports,
)
from cryptotracker.application.identity.leaving import DELETE_USER, DeleteUser
from cryptotracker.application.identity.outbox import SendLetter
from cryptotracker.application.identity.patience import ForgetPeoples
from cryptotracker.application.identity.refusals import NOTE_REFUSED, NoteRefused
from cryptotracker.application.imports import ImportFile
from cryptotracker.application.jobs.attempts import Attempts, Handler, over
from cryptotracker.application.jobs.back_filling import (
    BACK_FILL,
    BackFillInBackground,
    RefigureThoseOn,
    StartBackFill,
)
from cryptotracker.application.jobs.backing_up import BACK_UP, BackUp
from cryptotracker.application.jobs.candles import TendCandles
from cryptotracker.application.jobs.cleaning import Chore, CleanUp, ForgetJobs, SweepPending
from cryptotracker.application.jobs.filling import FillCandles
from cryptotracker.application.jobs.following import FollowJobs
from cryptotracker.application.jobs.importing import (
    IMPORT,
    ImportInBackground,
    Room,
    StartImport,
)
from cryptotracker.application.jobs.jobs import (
    CancelJob,
    ListJobs,
    ReplayJob,
    ShowJob,
)
from cryptotracker.application.jobs.schedules import (
    CANDLES,
    CLEAN_UP,
    FILL_CANDLES,
    FILLING,
    GAPS,
    NEWS,
    SCHEDULES,
    Schedule,
)
from cryptotracker.application.jobs.worker import Terms, Worker
from cryptotracker.application.keeping import SweepFiles
from cryptotracker.application.keys.taking_in import TakeIn
from cryptotracker.application.news.refreshing import (
    REFRESH_NEWS,
    ForgetNews,
    ReadFeeds,
    RefreshNews,
)
from cryptotracker.application.prices.backfilling import BackFill
from cryptotracker.domain.jobs.cron import Cron
from cryptotracker.domain.jobs.jobs import LETTER
from cryptotracker.entrypoints.observing import part
from cryptotracker.entrypoints.readers import INSIDE
from cryptotracker.entrypoints.settings import NIGHTLY, Settings
from cryptotracker.entrypoints.tracker import InBackground, JobsSeen, Operations
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.events import Events
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.jobs import Listening
from cryptotracker.ports.mail import Mail
from cryptotracker.ports.persistence import Database, Databases
from cryptotracker.ports.telemetry import Telemetry
from cryptotracker.ports.vault import Keeper


@frozen(kw_only=True)
class Means:
    """What is needed to do things in the background.

    Attributes:
        database: of one owner.
        everybody: the same one as those see it who work for all owners.
        back_fill: asks for past prices; None where they are made up.
        read_feeds: reads those of news; None where news are off.
        show_candles: those of sources that know some; None where none does.
        vault: what workers may read; None in a process that leaves the work to others.
        mail: delivers letters; who has no vault cannot open one.
    """

    database: Database
    everybody: Database
    databases: Databases
    events: Events
    listening: Listening
    files: FileStore
    room: Room
    lines: Lines
    clock: Clock
    attempts: Attempts = field(factory=Attempts)
    back_up: BackUp | None = None
    back_up_at: Cron = NIGHTLY
    mail: Mail | None = None
    back_fill: BackFill | None = None
    read_feeds: ReadFeeds | None = None
    show_candles: ShowCandles | None = None
    vault: Keeper | None = None


def in_background(means: Means, import_file: ImportFile, owner: UUID) -> InBackground:
    """Put together what an owner can leave to workers."""
    files, clock = means.files, means.clock
    seen = jobs_seen(means)
    return InBackground(
        start_import=StartImport(means.database, files, clock),
        start_export=StartExport(means.database, clock),
        read_export=ReadExport(means.database, files, clock),
        handlers={
            IMPORT: ImportInBackground(import_file, files, means.room, clock),
            EXPORT: ExportInBackground(
                database=means.database,
                files=files,
                room=means.room,
                lines=means.lines,
                clock=clock,
            ),
            **filling(means, means.database),
        },
        start_back_fill=StartBackFill(means.database, clock, on=means.back_fill is not None),
        follow=FollowJobs(seen.show, seen.list, means.events, owner),
        list=seen.list,
        show=seen.show,
        cancel=seen.cancel,
        replay=seen.replay,
    )


def jobs_seen(means: Means) -> JobsSeen:
    database, attempts, clock = means.database, means.attempts, means.clock
    return JobsSeen(
        list=ListJobs(database, attempts),
        show=ShowJob(database, attempts),
        cancel=CancelJob(database, attempts, clock),
        replay=ReplayJob(database, clock),
    )


def worker(means: Means, of_owner: Callable[[UUID], Mapping[str, Handler]]) -> Worker:
    """Put a worker together, who does everybody's jobs, and those of the service's own."""
    leaving = DeleteUser(databases=means.databases, files=means.files, clock=means.clock)
    letters = sending(means)
    own: dict[str, Handler] = {
        CLEAN_UP: CleanUp(chores(means), means.everybody),
        DELETE_USER: leaving,
        NOTE_REFUSED: NoteRefused(means.everybody, means.clock),
        **letters,
        CANDLES: TendCandles(means.everybody, means.clock),
        **filling(means, means.everybody),
    }
    schedules = [*SCHEDULES]
    if means.back_fill is not None:
        schedules.append(Schedule(name=BACK_FILL, at=GAPS, kind=BACK_FILL))
    if means.back_up is not None:
        own[BACK_UP] = means.back_up
        schedules.append(Schedule(name=BACK_UP, at=means.back_up_at, kind=BACK_UP))
    if means.read_feeds is not None:
        own[REFRESH_NEWS] = RefreshNews(means.read_feeds)
        schedules.append(Schedule(name=REFRESH_NEWS, at=NEWS, kind=REFRESH_NEWS))
    if means.show_candles is not None:
        own[FILL_CANDLES] = FillCandles(means.show_candles, means.everybody, means.clock)
        schedules.append(Schedule(name=FILL_CANDLES, at=FILLING, kind=FILL_CANDLES))
    return Worker(
        database=means.everybody,
        listening=means.listening,
        clock=means.clock,
        handlers=lambda owner: own if owner is None else {**of_owner(owner), **letters},
        schedules=schedules,
        attempts=means.attempts,
        below=secrets.randbelow,
    )


def filling(means: Means, database: Database) -> Mapping[str, Handler]:
    if means.back_fill is None:
        return {}
    refigure = RefigureThoseOn(means.everybody, means.databases)
    return {BACK_FILL: BackFillInBackground(means.back_fill, database, means.clock, refigure)}


def chores(means: Means) -> Mapping[str, Chore]:
    everybody, files, clock = means.everybody, means.files, means.clock
    found: dict[str, Chore] = {
        "jobs": ForgetJobs(everybody, clock),
        "answers": ForgetAnswers(everybody, clock),
        "pending_files": SweepPending(everybody, files, clock),
        "kept_files": SweepFiles(everybody, files, clock),
        "exports": SweepExports(files, clock),
        "people": ForgetPeoples(everybody, clock),
        "audit_records": ForgetRecords(everybody, clock),
        "news": ForgetNews(everybody, clock),
    }
    if means.vault is not None:
        found["letters"] = TakeIn(everybody, means.vault)
    return found


def sending(means: Means) -> Mapping[str, Handler]:
    """Say how letters are sent, by those who can open them."""
    if means.vault is None or means.mail is None:
        return {}
    return {
        LETTER: SendLetter(
            everybody=means.everybody, vault=means.vault, mail=means.mail, clock=means.clock
        )
    }


def terms(settings: Settings, queues: Sequence[str] = ()) -> Terms:
    """Say how a worker of this process works, and give it a name that no other has."""
    return Terms(
        name=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}",
        queues=queues,
        at_once=settings.worker_jobs,
        lease=timedelta(seconds=settings.worker_lease_seconds),
    )


@asynccontextmanager
async def watching(operations: Operations, telemetry: Telemetry) -> AsyncIterator[None]:
    """Keep an eye on the queues as long as the block lasts."""
    looking = asyncio.create_task(operations.queues(telemetry.meter))
    try:
        yield
    finally:
        await over(looking)


async def work(
    operations: Operations, terms: Terms, telemetry: Telemetry, stop: asyncio.Event
) -> None:
    """Do jobs until told to stop, and let those who run it see that."""
    watch = part("jobs").WatchedJobs(telemetry)
    await evolve(operations.work, watch=watch)(terms, stop)


@asynccontextmanager
async def hearing(operations: Operations) -> AsyncIterator[None]:
    """Listen to exchanges as long as the block lasts, where any was chosen."""
    if operations.hear_trades is None:
        yield
        return
    listening = asyncio.create_task(operations.hear_trades())
    try:
        yield
    finally:
        await over(listening)


@asynccontextmanager
async def working(
    operations: Operations, settings: Settings, telemetry: Telemetry, stop: asyncio.Event
) -> AsyncIterator[None]:
    """Do jobs beside something else until told to stop, if the settings say so."""
    async with watching(operations, telemetry):
        if settings.worker != INSIDE:
            yield
            return
        jobs = asyncio.create_task(work(operations, terms(settings), telemetry, stop))
        try:
            yield
        finally:
            stop.set()
            await jobs
