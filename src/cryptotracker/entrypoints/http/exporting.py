"""Everything that is one's own, over HTTP: promised as a job, and fetched as an archive."""

from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream

from cryptotracker.domain.identity.permissions import FRESH
from cryptotracker.entrypoints.http.auth import Asked
from cryptotracker.entrypoints.http.jobs import JobView, address_of
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.tracker import Tracker

ZIP = "application/zip"
PROVED = {"policy": FRESH}


class ExportController(Controller):
    path = "/me/exports"
    tags = ("Myself",)
    opt = PROVED

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
