"""A portfolio's figures over HTTP: what it holds, gained and earned, and why."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final
from urllib.parse import unquote
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve
from litestar import Controller, Request, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream
from msgspec import json

from cryptotracker.application.books import CalculatedGains
from cryptotracker.application.net_worth import Stretch
from cryptotracker.entrypoints.documents.gains import IncomeView, IssueView, gains_document
from cryptotracker.entrypoints.http.explanations import ExplanationView
from cryptotracker.entrypoints.http.figure_views import (
    GainsPage,
    HoldingsView,
    NetWorthView,
    OpenLotView,
)
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import (
    COUNT,
    DATE,
    TICK,
    Cursor,
    From,
    Limit,
    Listed,
    Text,
    To,
    Year,
    after,
    day,
    moment,
    place,
    sliced,
)
from cryptotracker.entrypoints.tracker import Tracker

PIECE: Final = 64 * 1024
FIGURES: Final = "/figures/"

PageLimit = Annotated[
    str | None, QueryParameter(name="limit", pattern=COUNT, description="All, if absent.")
]


Step = Annotated[str, QueryParameter(pattern="^(day|hour)$(?!\n)", description="day or hour")]


class FigureController(Controller):
    path = "/portfolios/{portfolio_id:uuid}"
    tags = ("Figures",)

    @get("/holdings", operation_id="showHoldings", summary="What it holds, and what that is worth")
    async def holdings(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        at: Annotated[str | None, QueryParameter(max_length=40, description="Inclusive.")] = None,
    ) -> HoldingsView:
        last = None
        if at and len(at) == DATE:
            settings = (await tracker.show_portfolio(portfolio_id)).settings
            last = after(at, "at", ZoneInfo(settings.time_zone)) - TICK
        elif at:
            last = moment(at, "at", ZoneInfo("UTC"))
        return HoldingsView.of(await tracker.show_holdings(portfolio_id, last))

    @get(
        "/gains",
        operation_id="showGains",
        summary="Disposals matched to their lots, with totals",
        responses={
            200: ResponseSpec(GainsPage, generate_examples=False, description="The gains document")
        },
    )
    async def gains(  # noqa: PLR0913  # one for each parameter of the query
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        *,
        year: Year = None,
        method: Text = None,
        within: Annotated[str | None, QueryParameter(name="scope", max_length=20)] = None,
        limit: PageLimit = None,
        cursor: Cursor = None,
    ) -> Stream:
        shown = await tracker.show_gains(
            portfolio_id, year=int(year) if year else None, method=method, scope=within
        )
        if cursor is not None and limit is None:
            raise InputError(pointer="?limit", reason="is required beside a cursor")
        pieces = document(shown.found, limit, cursor)
        return Stream(gathered(pieces), media_type="application/json")

    @get("/income", operation_id="listIncome", summary="List income at its worth when received")
    async def income(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        year: Year = None,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[IncomeView]:
        shown = await tracker.show_gains(portfolio_id, year=int(year) if year else None)
        page = sliced(shown.found.report.income, limit, cursor)
        return Listed([IncomeView.of(each) for each in page.items], page.next_cursor)

    @get("/lots", operation_id="listLots", summary="List the open lots")
    async def lots(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        asset: Text = None,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[OpenLotView]:
        held = await tracker.show_lots(portfolio_id, asset)
        page = sliced([(each, lot) for each in held for lot in each.lots], limit, cursor)
        return Listed([OpenLotView.of(each, lot) for each, lot in page.items], page.next_cursor)

    @get("/issues", operation_id="listIssues", summary="List what the owner has to look at")
    async def issues(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[IssueView]:
        page = sliced(await tracker.show_issues(portfolio_id), limit, cursor)
        return Listed([IssueView.of(each) for each in page.items], page.next_cursor)

    @get("/net-worth", operation_id="showNetWorth", summary="Its worth along time, by day or hour")
    async def net_worth(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        start: From = None,
        end: To = None,
        step: Step = "day",
    ) -> NetWorthView:
        stretch = Stretch(
            since=day(start, "from") if start else None,
            until=day(end, "to") if end else None,
            step=step,
        )
        shown = await tracker.show_net_worth(portfolio_id, stretch)
        return await asyncio.to_thread(NetWorthView.of, shown)


@get(
    "/figures/{ref:path}",
    operation_id="explainFigure",
    summary="Why a figure is what it is, down to the rows of files",
    tags=["Figures"],
)
async def explain(
    request: Request[object, object, State],
    tracker: NamedDependency[Tracker],
    ref: FromPath[str],
) -> ExplanationView:
    # Identities of events are anybody's text; the framework's path has lost doubled slashes.
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    written = unquote(raw.partition(FIGURES)[2]) or ref.removeprefix("/")
    return ExplanationView.of(await tracker.explain(written))


def document(gains: CalculatedGains, limit: str | None, cursor: str | None) -> Iterator[bytes]:
    """Write the document; of many disposals a page, newest first. The cursor counts the older."""
    if limit is None:
        return gains_document(gains.report, gains.disposals, "generic")
    count = len(gains.disposals)
    end = count if cursor is None else min(place(cursor, "d"), count)
    start = max(0, end - int(limit))
    page = gains.disposals[start:end][::-1]
    more = {"next_cursor": f"d{start}" if start else None, "disposal_count": count}
    # A page does not bring ten thousand rewards with it: they have a list of their own.
    report = evolve(gains.report, income=[])
    return with_more(gains_document(report, page, "generic"), more)


def with_more(pieces: Iterable[bytes], more: Mapping[str, object]) -> Iterator[bytes]:
    """Add to an object that is written in pieces."""
    last = b""
    for piece in pieces:
        yield last
        last = piece
    yield last.rstrip().removesuffix(b"}") + b"," + json.encode(more)[1:] + b"\n"


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Make few large pieces of many small ones: each costs a thread's turn."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
