"""Imports over HTTP: a file in, a report out; a dry run writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath
from msgspec import Struct, field

from cryptotracker.application.imports import FileToImport, Imported
from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.domain.portfolio.portfolios import Entry, Import
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.explanations import LiteralView
from cryptotracker.entrypoints.http.jobs import JobView, Prefer, promised, respond_async
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed
from cryptotracker.entrypoints.http.transactions import TransactionView
from cryptotracker.entrypoints.http.uploads import LARGEST, Form, received
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.formats import Rejection, Skipped

FIELDS: Final = frozenset({"dry_run", "time_zone", "format"})
TRUTHS: Final = {"true": True, "false": False}

FORM: Final = Schema(
    type=OpenAPIType.OBJECT,
    required=["file"],
    properties={
        "file": Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY),
        "dry_run": Schema(
            type=OpenAPIType.STRING, enum=list(TRUTHS), description="`true` writes nothing."
        ),
        "time_zone": Schema(
            type=OpenAPIType.STRING, description="An IANA name; reads times without a zone."
        ),
        "format": Schema(
            type=OpenAPIType.STRING, default="auto", description="`auto`, or a format's name."
        ),
    },
)


@dataclass
class UploadOperation(Operation):
    """Describes the form, which the framework cannot: it does not read it."""

    def __post_init__(self) -> None:
        content = {"multipart/form-data": OpenAPIMediaType(schema=FORM)}
        self.request_body = RequestBody(content=content, required=True)


RowText: TypeAlias = Annotated[LiteralView | None, "the row as its file has it, in a preview"]


class RejectedView(Struct, frozen=True):
    line: int
    column: str
    value: str
    reason: str
    literal: RowText

    @classmethod
    def of(cls, each: Rejection, literal: LiteralRow | None) -> "RejectedView":
        return cls(each.line, each.column, each.value, each.reason, LiteralView.of(literal))


class SkippedView(Struct, frozen=True):
    line: int
    reason: str
    literal: RowText

    @classmethod
    def of(cls, each: Skipped, literal: LiteralRow | None) -> "SkippedView":
        return cls(each.line, each.reason, LiteralView.of(literal))


class RowView(Struct, frozen=True):
    line: int | None
    outcome: Literal["added", "known"]
    event: TransactionView
    literal: RowText

    @classmethod
    def of(cls, entry: Entry, literal: Mapping[int, LiteralRow], *, new: bool) -> "RowView":
        view = TransactionView.of(entry)
        row = literal.get(view.line or 0)
        return cls(view.line, "added" if new else "known", view, LiteralView.of(row))


class ImportView(Struct, frozen=True, kw_only=True):
    import_id: Annotated[UUID | None, "null in a preview"] = field(name="import")
    file: str
    added_by: Annotated[str | None, "somebody by a share; null, the owner"]
    format: str
    state: Literal["preview", "done", "undone"]
    created_at: str | None
    added: int
    known: int
    skipped: int
    needs_answer: int
    rejected_count: int
    questions: list[str]
    rejected: list[RejectedView]
    rows: list[RowView]
    skipped_rows: list[SkippedView]

    @classmethod
    def of(cls, imported: Imported) -> "ImportView":
        record, literal = imported.record, imported.literal
        return cls(
            import_id=None if imported.dry_run else record.id,
            file=record.file,
            added_by=record.added_by,
            format=record.format,
            state="preview" if imported.dry_run else state(record),
            created_at=instant(record.created_at),
            added=record.added,
            known=record.known,
            skipped=record.skipped,
            needs_answer=record.needs_answer,
            rejected_count=record.rejected,
            questions=list(imported.questions),
            rejected=[RejectedView.of(each, literal.get(each.line)) for each in imported.rejected],
            rows=[RowView.of(entry, literal, new=new) for entry, new in imported.first],
            skipped_rows=[
                SkippedView.of(each, literal.get(each.line)) for each in imported.skipped
            ],
        )


class ImportController(Controller):
    path = "/portfolios/{portfolio_id:uuid}/imports"
    tags = ("Imports",)

    @post(
        operation_id="importFile",
        summary="Read a file into the portfolio, or see what that would do",
        request_max_body_size=LARGEST,
        operation_class=UploadOperation,
        responses={
            200: ResponseSpec(
                ImportView, generate_examples=False, description="What a dry run found"
            ),
            202: ResponseSpec(
                JobView,
                generate_examples=False,
                description="The job that will read it, if so preferred",
            ),
        },
    )
    async def add(
        self,
        request: Request[object, object, State],
        tracker: NamedDependency[Tracker],
        uploads: NamedDependency[Path | None],
        portfolio_id: FromPath[UUID],
        prefer: Prefer = None,
    ) -> Response[ImportView] | Response[JobView]:
        await tracker.show_portfolio(portfolio_id)  # before a large file is on its way
        async with received(request, uploads, FIELDS) as form:
            source = to_import(form, tracker)
            if respond_async(prefer) and not source.dry_run:
                return promised(await tracker.jobs.start_import(portfolio_id, source))
            imported = await tracker.import_file(portfolio_id, source)
        return Response(ImportView.of(imported), status_code=200 if source.dry_run else 201)

    @get(operation_id="listImports", summary="List imports, newest first, without their rows")
    async def list_all(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[ImportView]:
        page = await tracker.list_imports(portfolio_id, limit=int(limit), cursor=cursor)
        found = [ImportView.of(Imported(record=each, rejected=())) for each in page.items]
        return Listed(found, page.next_cursor)

    @get(
        "/{import_id:uuid}",
        operation_id="showImport",
        summary="Show one with the rows that could not be read",
    )
    async def show(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        import_id: FromPath[UUID],
    ) -> ImportView:
        return ImportView.of(await tracker.show_import(portfolio_id, import_id))

    @post(
        "/{import_id:uuid}/undo",
        operation_id="undoImport",
        summary="Take the whole import back",
        status_code=200,
    )
    async def undo(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        import_id: FromPath[UUID],
    ) -> ImportView:
        await tracker.undo_import(portfolio_id, import_id)
        return ImportView.of(await tracker.show_import(portfolio_id, import_id))


def to_import(form: Form, tracker: Tracker) -> FileToImport:
    return FileToImport(
        path=form.path,
        file=form.name,
        format=known_format(form.fields.get("format", "auto"), tracker),
        time_zone=form.fields.get("time_zone") or None,
        dry_run=truth(form.fields.get("dry_run", "false")),
    )


def state(record: Import) -> Literal["done", "undone"]:
    return "done" if record.state == "done" else "undone"


def truth(text: str) -> bool:
    if text not in TRUTHS:
        raise InputError(pointer="#/dry_run", reason="must be true or false")
    return TRUTHS[text]


def known_format(text: str, tracker: Tracker) -> str:
    known = ("auto", *tracker.import_file.formats.names())
    if text not in known:
        raise InputError(pointer="#/format", reason="must be one of " + ", ".join(known))
    return text
