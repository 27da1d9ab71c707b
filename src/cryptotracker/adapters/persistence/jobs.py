"""Jobs in their table: on PostgreSQL workers skip what others hold, SQLite has one writer."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, evolve, fields, frozen
from sqlalchemy import (
    ColumnElement,
    Insert,
    Integer,
    RowMapping,
    Select,
    and_,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.arrivals import CHANNEL, Bell
from cryptotracker.adapters.persistence.columns import Moment
from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.tables import jobs
from cryptotracker.domain.errors import JobConflictError, JobNotFoundError, PortfolioNotFoundError
from cryptotracker.domain.jobs.jobs import LETTER, UNFINISHED, WAITING, Job, Progress
from cryptotracker.ports.jobs import Jobs, JobsWanted
from cryptotracker.ports.pages import Page

# Written out, as the partial indexes have it: of a parameter no database knows what it will be.
DUE: Final = text("state = 'waiting'")
UNENDED: Final = text("state IN ('waiting', 'running')")
UNENDED_OF_NOBODY: Final = text("state IN ('waiting', 'running') AND owner IS NULL")
OWNERS_KEY: Final = (jobs.c.owner, jobs.c.unique_key)
DOCUMENTS: Final = ("payload", "result", "error")
OWN: Final = [each.name for each in fields(Job) if each.name not in (*DOCUMENTS, "progress")]

# Built once: to build them takes longer than the server takes for the answer.
GET: Final = select(jobs).where(jobs.c.id == bindparam("job_id"))
SAVE: Final = (
    update(jobs)
    .where(jobs.c.id == bindparam("job_id"))
    .values({each.name: bindparam(each.name) for each in jobs.columns if each.name != "owner"})
)
EXPIRED: Final = (
    select(jobs)
    .where(jobs.c.leased_until < bindparam("now", type_=Moment()))
    .order_by(jobs.c.leased_until)
    .limit(bindparam("most", type_=Integer()))
)
NEXT: Final = (
    select(jobs)
    .where(DUE, jobs.c.not_before <= bindparam("now", type_=Moment()))
    .order_by(jobs.c.priority.desc(), jobs.c.not_before, jobs.c.id)
    .limit(bindparam("most", type_=Integer()))
)
SERVED: Final = jobs.c.queue.in_(bindparam("queues", expanding=True))
OF_QUEUES: Final = {EXPIRED: EXPIRED.where(SERVED), NEXT: NEXT.where(SERVED)}


@frozen
class SqlJobs(Jobs):
    _scope: Scope
    _locking: bool
    _bell: Bell

    async def enqueue(self, job: Job) -> Job:
        if job.portfolio_id is not None:
            await self._scope.require(job.portfolio_id)
        owner = self._scope.owner
        row = row_of(job) | {"owner": owner}
        added = insert_into(jobs, self._scope.connection).values(row)
        added = added.on_conflict_do_nothing(
            index_elements=[jobs.c.unique_key] if owner is None else [*OWNERS_KEY],
            index_where=UNENDED_OF_NOBODY if owner is None else UNENDED,
        )
        while not await self._inserted(added, job):
            same = (jobs.c.owner == owner, jobs.c.unique_key == job.unique_key, UNENDED)
            if found := await self._one(select(jobs).where(*same)):
                return found
            # It ended between the two statements: the key is free.
        await self._ring()
        return evolve(job, owner=owner)

    async def get(self, job_id: UUID) -> Job:
        found = await self._one(self._of_mine(GET), job_id=job_id)
        if found is None:
            raise JobNotFoundError(job_id=str(job_id))
        return found

    async def next(self, queues: Collection[str], now: datetime, *, most: int = 1) -> Sequence[Job]:
        given: dict[str, Any] = {"now": now} | ({"queues": list(queues)} if queues else {})
        expired, due = (
            self._of_mine(OF_QUEUES[each] if queues else each) for each in (EXPIRED, NEXT)
        )
        found = await self._found(expired, given | {"most": most}, skip=True)
        if len(found) < most:
            found += await self._found(due, given | {"most": most - len(found)}, skip=True)
        return found

    async def save(self, job: Job) -> None:
        given = row_of(job) | {"job_id": job.id}
        changed = SAVE if self._scope.owner is None else SAVE.where(self._mine)
        try:
            await self._scope.connection.execute(changed, given)
        except IntegrityError as error:
            reason = "another job of its key waits or runs"
            raise JobConflictError(job_id=str(job.id), reason=reason) from error
        if job.state == WAITING:
            await self._ring()

    async def page(self, wanted: JobsWanted, *, limit: int, cursor: str | None = None) -> Page[Job]:
        query = select(jobs).where(self._mine)
        if wanted.state:
            query = query.where(jobs.c.state == wanted.state)
            ended = wanted.state not in UNFINISHED
            query = query.where(jobs.c.finished_at.is_not(None) if ended else UNENDED)
        if wanted.kind:
            query = query.where(jobs.c.kind == wanted.kind)
        if wanted.portfolio_id is not None:
            query = query.where(jobs.c.portfolio_id == wanted.portfolio_id)
        if cursor is not None:
            query = query.where(jobs.c.id < cursors.read_id(cursor))
        query = query.order_by(jobs.c.id.desc()).limit(limit + 1)
        rows = (await self._scope.connection.execute(query)).mappings()
        return cursors.page(
            [job_of(row) for row in rows], limit, lambda last: cursors.write_id(last.id)
        )

    @property
    def _mine(self) -> ColumnElement[bool]:
        owned = self._scope.owns(jobs.c.owner)
        return owned if self._scope.owner is None else and_(owned, jobs.c.kind != LETTER)

    def _of_mine(self, query: Select[Any]) -> Select[Any]:
        return query if self._scope.owner is None else query.where(self._mine)

    async def _inserted(self, added: Insert, job: Job) -> bool:
        try:
            return (await self._scope.connection.execute(added)).rowcount == 1
        except IntegrityError as error:  # its portfolio was removed just now
            raise PortfolioNotFoundError(portfolio=str(job.portfolio_id)) from error

    async def _one(self, query: Select[Any], **given: object) -> Job | None:
        return next(iter(await self._found(query, given)), None)

    async def _found(
        self, query: Select[Any], given: Mapping[str, object], *, skip: bool = False
    ) -> list[Job]:
        if self._locking:
            query = query.with_for_update(skip_locked=skip)
        rows = await self._scope.connection.execute(query, given)
        return [job_of(row) for row in rows.mappings()]

    async def _ring(self) -> None:
        """Wake workers once the transaction is kept."""
        self._bell.pull()
        if self._scope.connection.dialect.name == "postgresql":
            await self._scope.connection.execute(select(func.pg_notify(CHANNEL, "")))


def row_of(job: Job) -> dict[str, object]:
    documents = {name: written(getattr(job, name)) for name in DOCUMENTS}
    progress = {f"progress_{name}": value for name, value in asdict(job.progress).items()}
    row = {name: getattr(job, name) for name in OWN} | documents | progress
    del row["owner"]  # it is whose the database is, and stays so
    return row


def job_of(row: RowMapping) -> Job:
    progress = Progress(
        done=row["progress_done"], total=row["progress_total"], text=row["progress_text"]
    )
    values: dict[str, Any] = {name: row[name] for name in OWN}
    values |= {name: row[name] and json.loads(row[name]) for name in DOCUMENTS}
    return Job(progress=progress, **values)


def written(document: object) -> str | None:
    # Escapes keep NUL and halves of characters out, which PostgreSQL does not take.
    return None if document is None else json.dumps(document)
