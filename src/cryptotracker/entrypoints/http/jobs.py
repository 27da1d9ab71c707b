"""Jobs over HTTP: how far they are, what came of them; and to end one."""

from http import HTTPStatus
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, QueryParameter
from msgspec import Struct, convert

from cryptotracker.application.jobs.failures import revived
from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.jobs.jobs import STATES, Job
from cryptotracker.entrypoints.documents.jobs import job_document
from cryptotracker.entrypoints.http.problems import Problem, problem, standard
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.jobs import JobsWanted

ASYNC: Final = "respond-async"
FAULT: Final = HTTPStatus.INTERNAL_SERVER_ERROR

Prefer: TypeAlias = Annotated[
    str | None,
    HeaderParameter(
        name="Prefer",
        max_length=200,
        description="`respond-async`: answer at once with a job, and do it in the background.",
    ),
]
State: TypeAlias = Annotated[
    str | None,
    QueryParameter(name="state", max_length=20, description=f"One of {', '.join(STATES)}."),
]
OfPortfolio: TypeAlias = Annotated[UUID | None, QueryParameter(description="A portfolio's id.")]


class ProgressView(Struct, frozen=True):
    done: int
    total: Annotated[int | None, "null while unknown"]
    text: str


class JobView(Struct, frozen=True, kw_only=True):
    """Work in the background: `result` once it is done, `problem` once an attempt failed."""

    job: UUID
    kind: str
    queue: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    portfolio: UUID | None
    file: str | None
    attempts: int
    max_attempts: int
    cancel_requested: bool
    progress: ProgressView
    result: dict[str, str | int | list[str] | None] | None
    problem: Problem | None
    created_at: str
    not_before: str
    started_at: str | None
    finished_at: str | None

    @classmethod
    def of(cls, job: Job) -> "JobView":
        return convert(job_document(job) | {"problem": failure(job)}, cls)


class JobController(Controller):
    path = "/jobs"
    tags = ("Jobs",)

    @get(operation_id="listJobs", summary="List jobs, newest first")
    async def list_all(
        self,
        tracker: NamedDependency[Tracker],
        in_state: State = None,
        portfolio: OfPortfolio = None,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[JobView]:
        if in_state and in_state not in STATES:
            raise UnknownOptionError(option="state", value=in_state, known=", ".join(STATES))
        wanted = JobsWanted(state=in_state or "", portfolio_id=portfolio)
        page = await tracker.jobs.list(wanted, limit=int(limit), cursor=cursor)
        return Listed([JobView.of(each) for each in page.items], page.next_cursor)

    @get("/{job_id:uuid}", operation_id="showJob", summary="Say how far a job is")
    async def show(self, tracker: NamedDependency[Tracker], job_id: FromPath[UUID]) -> JobView:
        return JobView.of(await tracker.jobs.show(job_id))

    @delete(
        "/{job_id:uuid}",
        operation_id="cancelJob",
        summary="End a job that waits or runs; nothing of it is kept",
        status_code=200,
    )
    async def cancel(self, tracker: NamedDependency[Tracker], job_id: FromPath[UUID]) -> JobView:
        return JobView.of(await tracker.jobs.cancel(job_id))

    @post(
        "/{job_id:uuid}/replay",
        operation_id="replayJob",
        summary="Try a failed or cancelled job again",
        status_code=200,
    )
    async def replay(self, tracker: NamedDependency[Tracker], job_id: FromPath[UUID]) -> JobView:
        return JobView.of(await tracker.jobs.replay(job_id))


def failure(job: Job) -> Problem | None:
    """Say what its last attempt failed of, as the request would have been answered."""
    if job.error is None:
        return None
    error = revived(job.error)
    return problem(error) if error else standard(FAULT)


def respond_async(prefer: str | None) -> bool:
    """Read the header of RFC 7240; preferences that we do not know are none of ours."""
    return ASYNC in {each.partition(";")[0].strip().lower() for each in (prefer or "").split(",")}


def address_of(job: Job) -> str:
    return f"/api/v1/jobs/{job.id}"


def promised(job: Job) -> Response[JobView]:
    headers = {"Location": address_of(job), "Preference-Applied": ASYNC}
    return Response(JobView.of(job), status_code=HTTPStatus.ACCEPTED, headers=headers)
