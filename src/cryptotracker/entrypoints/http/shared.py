"""What somebody else shares, over HTTP: with whoever is signed in, or by a link.

The answers are computed as the owner's are, and then `domain/identity/visible.py` takes away what
the share does not include.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct, convert, json

from cryptotracker.application.shares.reading import Opened
from cryptotracker.domain.errors import NotAllowedError
from cryptotracker.domain.identity.errors import ShareNotFoundError
from cryptotracker.domain.identity.permissions import PUBLIC
from cryptotracker.domain.identity.shares import TOTALS, TRANSACTIONS, WRITE, Scope, includes
from cryptotracker.domain.identity.visible import (
    GAINS,
    IMPORT,
    INCOME,
    NET_WORTH,
    TRANSACTION,
    seen,
)
from cryptotracker.entrypoints.documents.gains import IncomeView
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import Asked, Body, Text
from cryptotracker.entrypoints.http.figure_views import NetWorthView
from cryptotracker.entrypoints.http.figures import document
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.imports import (
    FIELDS,
    ImportView,
    UploadOperation,
    to_import,
)
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, Year, sliced
from cryptotracker.entrypoints.http.shared_views import (
    SharedGains,
    SharedHoldings,
    SharedImport,
    SharedIncome,
    SharedNetWorth,
    SharedTransaction,
    SharedView,
    holdings,
    shown,
)
from cryptotracker.entrypoints.http.signed_in import UNPROVED
from cryptotracker.entrypoints.http.transactions import TransactionView
from cryptotracker.entrypoints.http.uploads import LARGEST, received
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.tracker import Trackers
from cryptotracker.ports.persistence import Wanted

NOBODYS: Final = {"policy": PUBLIC, UNKEPT: True, UNPROVED: True}
"""Whoever has the link may ask, and is nobody in particular, whoever they are elsewhere."""


class Opening(Body, frozen=True, kw_only=True):
    """What stands behind the `#` of a link, and the passcode if it asks for one."""

    token: Text
    passcode: Annotated[str, Meta(max_length=128)] | None = None


class LinkSession(Struct, frozen=True, kw_only=True):
    """What to send as `Authorization: Link …` to read on, until a moment."""

    session: str
    expires_at: str | None


async def of_person(
    people: NamedDependency[People], request: Asked, share_id: FromPath[UUID]
) -> Opened:
    """Find the share of an id that is for whoever asks."""
    return await people.sharing.open(asking(request.scope).user_id, share_id)


async def of_link(people: NamedDependency[People], request: Asked) -> Opened:
    """Find the share of a visit that somebody began by a link."""
    given = request.headers.getall("authorization", [])
    kind, _, session = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if kind.lower() != "link":
        raise ShareNotFoundError(share="link")
    return await people.sharing.visit(session.strip())


def called(verb: str, what: str) -> Callable[..., str]:
    """Name an operation that there is twice: for whoever is signed in, and by a link."""
    return lambda _handler, _method, path: (
        f"{verb}{'Linked' if 'links' in path else 'Shared'}{what}"
    )


def opened_by(find: Callable[..., Awaitable[Opened]]) -> dict[str, Provide]:
    return {"opened": Provide(find)}


class Reading(Controller):
    """What can be read of a share, however it was found."""

    @get(operation_id=called("show", "Portfolio"), summary="What is shared")
    async def show(
        self, trackers: NamedDependency[Trackers], opened: NamedDependency[Opened]
    ) -> SharedView:
        portfolio = await trackers.of(opened.owner).show_portfolio(opened.share.portfolio_id)
        return SharedView.of(opened, portfolio)

    @get("/holdings", operation_id=called("show", "Holdings"), summary="What is held now")
    async def holdings(
        self, trackers: NamedDependency[Trackers], opened: NamedDependency[Opened]
    ) -> SharedHoldings:
        found = await trackers.of(opened.owner).show_holdings(opened.share.portfolio_id)
        return holdings(found, opened.share.scope)

    @get("/net-worth", operation_id=called("show", "NetWorth"), summary="What it was worth")
    async def net_worth(
        self, trackers: NamedDependency[Trackers], opened: NamedDependency[Opened]
    ) -> SharedNetWorth:
        scope = needs(opened, TOTALS)
        found = await trackers.of(opened.owner).show_net_worth(opened.share.portfolio_id)
        view = await asyncio.to_thread(NetWorthView.of, found)
        return shown(view, NET_WORTH, scope, SharedNetWorth)

    @get("/transactions", operation_id=called("list", "Transactions"), summary="Newest first")
    async def transactions(
        self,
        trackers: NamedDependency[Trackers],
        opened: NamedDependency[Opened],
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[SharedTransaction]:
        scope = needs(opened, TRANSACTIONS)
        page = await trackers.of(opened.owner).list_transactions(
            opened.share.portfolio_id, Wanted(), limit=int(limit), cursor=cursor
        )
        views = (TransactionView.of(each) for each in page.items)
        found = [shown(each, TRANSACTION, scope, SharedTransaction) for each in views]
        return Listed(found, page.next_cursor)

    @get("/gains", operation_id=called("show", "Gains"), summary="Disposals, newest first")
    async def gains(
        self,
        trackers: NamedDependency[Trackers],
        opened: NamedDependency[Opened],
        year: Year = None,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> SharedGains:
        scope = needs(opened, TRANSACTIONS)
        found = await trackers.of(opened.owner).show_gains(
            opened.share.portfolio_id, year=int(year) if year else None
        )
        written: Any = json.decode(b"".join(document(found.found, limit, cursor)))
        return convert(seen(written, GAINS, scope), SharedGains)

    @get("/income", operation_id=called("list", "Income"), summary="At its worth when received")
    async def income(
        self,
        trackers: NamedDependency[Trackers],
        opened: NamedDependency[Opened],
        year: Year = None,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[SharedIncome]:
        scope = needs(opened, TRANSACTIONS)
        found = await trackers.of(opened.owner).show_gains(
            opened.share.portfolio_id, year=int(year) if year else None
        )
        page = sliced(found.found.report.income, limit, cursor)
        views = (IncomeView.of(each) for each in page.items)
        return Listed(
            [shown(each, INCOME, scope, SharedIncome) for each in views], page.next_cursor
        )


class SharedController(Reading):
    path = "/shared/{share_id:uuid}"
    tags = ("Shares",)
    dependencies = opened_by(of_person)

    @post(
        "/imports",
        operation_id="importShared",
        summary="Read a file into the portfolio, or see what that would do",
        request_max_body_size=LARGEST,
        operation_class=UploadOperation,
        opt={UNKEPT: True},  # what is kept is the owner's; rows that are there are known again
    )
    async def add(
        self,
        people: NamedDependency[People],
        trackers: NamedDependency[Trackers],
        opened: NamedDependency[Opened],
        uploads: NamedDependency[Path | None],
        request: Asked,
    ) -> Response[SharedImport]:
        scope, tracker = needs(opened, WRITE), trackers.of(opened.owner)
        async with received(request, uploads, FIELDS) as form:
            source = to_import(form, tracker)
            imported = await people.sharing.import_file(opened, tracker.import_file, source)
        found = shown(ImportView.of(imported), IMPORT, scope, SharedImport)
        return Response(found, status_code=200 if source.dry_run else 201)

    @post(
        "/imports/{import_id:uuid}/undo",
        operation_id="undoSharedImport",
        summary="Take a file back that came by this share",
        status_code=200,
        opt={UNKEPT: True},
    )
    async def undo(
        self,
        people: NamedDependency[People],
        trackers: NamedDependency[Trackers],
        opened: NamedDependency[Opened],
        import_id: FromPath[UUID],
    ) -> SharedImport:
        scope, tracker = needs(opened, WRITE), trackers.of(opened.owner)
        await people.sharing.undo_import(opened, tracker.undo_import, import_id)
        found = await tracker.show_import(opened.share.portfolio_id, import_id)
        return shown(ImportView.of(found), IMPORT, scope, SharedImport)


class LinkController(Reading):
    path = "/links/current"
    tags = ("Shares",)
    opt = NOBODYS
    dependencies = opened_by(of_link)


@get("/shared", operation_id="listShared", summary="What is shared with me", tags=["Shares"])
async def list_shared(
    people: NamedDependency[People],
    trackers: NamedDependency[Trackers],
    request: Asked,
    limit: Limit = "100",
    cursor: Cursor = None,
) -> Listed[SharedView]:
    page = sliced(await people.sharing.shared(asking(request.scope).user_id), limit, cursor)
    found = [
        SharedView.of(each, await trackers.of(each.owner).show_portfolio(each.share.portfolio_id))
        for each in page.items
    ]
    return Listed(found, page.next_cursor)


@post(
    "/links/open",
    operation_id="openLink",
    summary="Begin to read by a link",
    tags=["Shares"],
    status_code=200,
    opt=dict(NOBODYS),
)
async def open_link(
    people: NamedDependency[People], asked_from: NamedDependency[str], data: JSONBody[Opening]
) -> LinkSession:
    begun = await people.sharing.open_link(data.token, data.passcode, asked_from)
    return LinkSession(session=begun.text, expires_at=instant(begun.expires_at))


def needs(opened: Opened, needed: Scope) -> Scope:
    """Return the scope of a share, or refuse what it does not include."""
    if not includes(opened.share.scope, needed):
        raise NotAllowedError(reason=f"the share does not include {needed}")
    return opened.share.scope


HANDLERS: Final = (SharedController, LinkController, list_shared, open_link)
