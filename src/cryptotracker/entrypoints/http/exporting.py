"""Everything that is one's own, over HTTP: promised as a job, and fetched as an archive."""

from typing import Literal
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from cryptotracker.application.identity.exporting import EXPORT, kept_until
from cryptotracker.domain.identity.permissions import FRESH, SESSION
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import Asked
from cryptotracker.entrypoints.http.jobs import JobView, ProgressView, address_of
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.problems import Problem
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.jobs import JobsWanted

ZIP = "application/zip"
PROVED = {"policy": FRESH}


class ExportView(Struct, frozen=True, kw_only=True):
    """An export that was asked for; one that is done can be fetched until `expires_at`."""

    job: UUID
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    progress: ProgressView
    bytes: int | None
    problem: Problem | None
    created_at: str
    finished_at: str | None
    expires_at: str | None

    @classmethod
    def of(cls, job: Job) -> "ExportView":
        view, until = JobView.of(job), kept_until(job)
        size = (view.result or {}).get("bytes")
        return cls(
            job=view.job,
            state=view.state,
            progress=view.progress,
            bytes=size if isinstance(size, int) else None,
            problem=view.problem,
            created_at=view.created_at,
            finished_at=view.finished_at,
            expires_at=None if until is None else instant(until),
        )


class ExportController(Controller):
    path = "/me/exports"
    tags = ("Myself",)
    opt = PROVED

    @get(operation_id="listExports", summary="My exports, newest first", opt={"policy": SESSION})
    async def list_all(
        self,
        tracker: NamedDependency[Tracker],
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[ExportView]:
        page = await tracker.jobs.list(JobsWanted(kind=EXPORT), limit=int(limit), cursor=cursor)
        return Listed([ExportView.of(each) for each in page.items], page.next_cursor)

    @post(operation_id="exportMe", summary="Export everything that is mine", status_code=202)
    async def start(self, tracker: NamedDependency[Tracker], request: Asked) -> Response[JobView]:
        job = await tracker.jobs.start_export(asking(request.scope).user_id)
        return Response(JobView.of(job), headers={"Location": address_of(job)})

    @get(
        "/{job_id:uuid}",
        operation_id="fetchExport",
        summary="Fetch an export that is done, for seven days",
        media_type=ZIP,
        responses={200: ResponseSpec(bytes, media_type=ZIP, generate_examples=False)},
    )
    async def fetch(
        self, tracker: NamedDependency[Tracker], request: Asked, job_id: FromPath[UUID]
    ) -> Stream:
        pieces = await tracker.jobs.read_export(asking(request.scope).user_id, job_id)
        headers = {
            "Content-Disposition": 'attachment; filename="cryptotracker.zip"',
            "Cache-Control": "no-store",
        }
        return Stream(pieces, media_type=ZIP, headers=headers)
