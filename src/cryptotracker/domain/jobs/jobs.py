"""A job: work that a write promised, done later by whichever worker has time.

A job waits, runs, and ends: done, failed or cancelled. A failed one is kept with its last error
until somebody replays it. Who runs a job holds a lease, whose token is of this attempt only; a
worker that slept until another one took over has an old token, and its late writes are refused.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from attrs import Attribute, evolve, field, frozen

from cryptotracker.domain.errors import InvalidValueError, JobConflictError, LeaseLostError

Facts: TypeAlias = Mapping[str, str | int | bool | Sequence[str] | None]
"""What fits into a small JSON document; amounts are texts, as everywhere."""

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STATES: Final = (WAITING, RUNNING, DONE, FAILED, CANCELLED)
UNFINISHED: Final = (WAITING, RUNNING)

LETTER: Final = "letter"
"""The kind of jobs that write to somebody of their own account. Their owner neither sees nor ends
them: whoever is in an account must not keep back what its user is told of that."""

KEY: Final = "stored"
DIGEST: Final = "digest"
"""Where a payload says which file waits for the job, and what that sums up to."""

LONGEST: Final = 8192
OVERDUE: Final[Facts] = {"type": "DeadlinePassed"}
ABANDONED: Final[Facts] = {"type": "WorkerLost"}


def small(_: object, attribute: "Attribute[Any]", value: Facts | None) -> None:
    """Refuse a document that belongs in a file or a table of its own."""
    if value is not None and len(json.dumps(value)) > LONGEST:
        raise InvalidValueError(
            column=attribute.name, value="…", reason=f"has more than {LONGEST} characters as JSON"
        )


@frozen(kw_only=True)
class Lease:
    """The right of one attempt to write for a job."""

    job_id: UUID
    token: int


@frozen(kw_only=True)
class Progress:
    """How far a job has come; a total of 0 is unknown."""

    done: int = 0
    total: int = 0
    text: str = ""


@frozen(kw_only=True)
class Job:
    """Work to do once, and what has become of it.

    Attributes:
        kind: names the handler.
        queue: workers may be told to serve some queues only.
        priority: the greater one goes first.
        unique_key: while a job of this key waits or runs, another one of its owner is the same job.
        deadline: it is not begun, and not continued, after this time.
        token: of the last attempt begun; it only grows.
        owner: whose it is, as soon as it is kept; None is nobody's, but the service's own.
        error: what the last attempt failed of: the name of its class, and facts that are no secret.
    """

    id: UUID
    kind: str
    created_at: datetime
    not_before: datetime
    payload: Facts = field(factory=dict, validator=small)
    queue: str = "default"
    priority: int = 0
    owner: UUID | None = field(default=None, eq=False)
    portfolio_id: UUID | None = None
    unique_key: str | None = None
    deadline: datetime | None = None
    max_attempts: int = 5
    state: str = WAITING
    attempts: int = 0
    token: int = 0
    worker: str = ""
    leased_until: datetime | None = None
    cancel_requested: bool = False
    progress: Progress = field(factory=Progress)
    result: Facts | None = field(default=None, validator=small)
    error: Facts | None = field(default=None, validator=small)
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def lease(self) -> Lease:
        return Lease(job_id=self.id, token=self.token)

    def expect(self, lease: Lease) -> None:
        """Refuse whoever does not hold the job any more."""
        if self.state != RUNNING or self.lease != lease:
            raise LeaseLostError(job_id=str(self.id))

    def taken(self, worker: str, now: datetime, until: datetime) -> "Job":
        """Begin an attempt, or end a job that may have no other."""
        if self.cancel_requested:
            return self._ended(CANCELLED, now)
        if self.deadline is not None and now > self.deadline:
            return self.failed(OVERDUE, now)
        if self.attempts >= self.max_attempts:
            return self.failed(self.error or ABANDONED, now)
        return evolve(
            self,
            state=RUNNING,
            token=self.token + 1,
            attempts=self.attempts + 1,
            worker=worker,
            leased_until=until,
            progress=Progress(),
            started_at=now,
        )

    def renewed(self, until: datetime, progress: Progress) -> "Job":
        return evolve(self, leased_until=until, progress=progress)

    def finished(self, result: Facts, now: datetime) -> "Job":
        return evolve(self._ended(DONE, now), result=result, error=None)

    def failed(self, error: Facts, now: datetime) -> "Job":
        return evolve(self._ended(FAILED, now), error=error)

    def again(self, error: Facts, not_before: datetime) -> "Job":
        """Wait for another attempt after a failed one."""
        return evolve(self._waiting(not_before), error=error)

    def given_back(self, now: datetime) -> "Job":
        """Wait for another worker; an attempt that was broken off does not count."""
        return evolve(self._waiting(now), attempts=self.attempts - 1)

    def cancelled(self, now: datetime) -> "Job":
        return self._ended(CANCELLED, now)

    def cancel(self, now: datetime) -> "Job":
        """End it if it waits, ask its worker to if it runs; what has ended stays as it is."""
        if self.state == WAITING:
            return evolve(self.cancelled(now), cancel_requested=True)
        return evolve(self, cancel_requested=True) if self.state == RUNNING else self

    def replayed(self, now: datetime) -> "Job":
        """Try a job again that failed or was cancelled, with all its attempts before it."""
        if self.state not in (FAILED, CANCELLED):
            reason = f"it is {self.state}; only a failed or cancelled job can be replayed"
            raise JobConflictError(job_id=str(self.id), reason=reason)
        waiting = self._waiting(now)
        return evolve(
            waiting, attempts=0, cancel_requested=False, deadline=None, error=None, finished_at=None
        )

    def _waiting(self, not_before: datetime) -> "Job":
        return evolve(
            self, state=WAITING, not_before=not_before, leased_until=None, progress=Progress()
        )

    def _ended(self, state: str, now: datetime) -> "Job":
        return evolve(self, state=state, leased_until=None, finished_at=now)
