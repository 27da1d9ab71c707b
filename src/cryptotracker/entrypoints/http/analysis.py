"""A market as a whole over HTTP."""

from collections.abc import Sequence
from typing import Annotated, Final, TypeAlias

from attrs import frozen
from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from msgspec import convert

from cryptotracker.application.analysis.analysing import LISTED_MOST
from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.market.assets import Asset, Currency, is_money
from cryptotracker.domain.market.screening import RANK, Condition, condition, order_fault
from cryptotracker.entrypoints.documents.analysis import (
    Shown,
    origin_document,
    overview_document,
    row_document,
    screened_document,
)
from cryptotracker.entrypoints.http.analysis_views import (
    MarketPage,
    OverviewView,
    ScreenedPage,
)
from cryptotracker.entrypoints.http.candles import CurrencyCode
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import Cursor, Text, names, sliced
from cryptotracker.entrypoints.tracker import Tracker

CONDITIONS_MOST: Final = 20

Limit: TypeAlias = Annotated[
    str,
    QueryParameter(
        pattern=r"^([1-9]|[1-9][0-9]|100)$(?!\n)", description="So many at most, from 1 to 100."
    ),
]
Days: TypeAlias = Annotated[
    str,
    QueryParameter(
        pattern=r"^([2-9]|[1-8][0-9]|90)$(?!\n)", description="Of the series, from 2 to 90."
    ),
]
Assets: TypeAlias = Annotated[
    str | None, QueryParameter(max_length=20_000, description="Ids or symbols, between commas.")
]
Where: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        max_length=1_000,
        description="Conditions between commas, as `rsi_14<30,change_24h>=0.05`.",
    ),
]
Order: TypeAlias = Annotated[
    str, QueryParameter(max_length=40, description="A figure, or `rank`; from the top with a `-`.")
]


@frozen
class Shape:
    """Which part of a list is answered, and how many days of the series beside it."""

    days: int
    limit: str
    cursor: str | None


def shape(days: Days = "30", limit: Limit = "50", cursor: Cursor = None) -> Shape:
    return Shape(int(days), limit, cursor)


PROVIDED: Final = {"page": Provide(shape, sync_to_thread=False)}


class AnalysisController(Controller):
    path = "/market"
    tags = ("Market",)
    dependencies = PROVIDED

    @get(
        "/list",
        operation_id="listMarket",
        summary="Assets beside each other: price, figures, and a short series of each",
    )
    async def list_all(
        self,
        tracker: NamedDependency[Tracker],
        page: NamedDependency[Shape],
        currency: CurrencyCode,
        assets: Assets = None,
        q: Text = None,
    ) -> MarketPage:
        if assets and q:
            raise InputError(pointer="?q", reason="must not be given together with assets")
        wanted = sliced(asked(tracker, assets, q), page.limit, page.cursor)
        found = await tracker.market.analysis.list(wanted.items, money(currency))
        told = {
            "items": [row_document(row, page.days) for row in found],
            "next_cursor": wanted.next_cursor,
        }
        return convert(origin_document(found, money(currency)) | told, MarketPage)

    @get("/overview", operation_id="showMarketOverview", summary="The market at a glance")
    async def overview(
        self, tracker: NamedDependency[Tracker], currency: CurrencyCode
    ) -> OverviewView:
        found = await tracker.market.analysis.overview(money(currency))
        return convert(overview_document(found, money(currency)), OverviewView)

    @get(
        "/screener",
        operation_id="screenMarket",
        summary="The assets of the market that meet conditions, in an order",
    )
    async def screen(
        self,
        tracker: NamedDependency[Tracker],
        page: NamedDependency[Shape],
        currency: CurrencyCode,
        where: Where = None,
        sort: Order = RANK,
    ) -> ScreenedPage:
        if fault := order_fault(sort):
            raise InputError(pointer="?sort", reason=fault)
        found = await tracker.market.analysis.screen(money(currency), conditions(where), sort)
        part = sliced(found.rows, page.limit, page.cursor)
        shown = Shown(currency=money(currency), days=page.days, next_cursor=part.next_cursor)
        return convert(screened_document(found, part.items, shown), ScreenedPage)


def money(currency: str) -> Currency:
    """Read a currency; a market is not kept in what is none."""
    if not is_money(currency):
        known = "the codes of ISO 4217, like EUR"
        raise UnknownOptionError(option="currency", value=currency, known=known)
    return Currency(currency)


def asked(tracker: Tracker, assets: str | None, text: str | None) -> Sequence[Asset]:
    """Say which assets are meant: those named, in that order; those found; or all there are."""
    if assets is None:
        return tracker.market.analysis.list.assets(text or "")
    found = tracker.market.watching.resolve(names(assets, "assets", LISTED_MOST))
    return list({each.id: each for each in found}.values())


def conditions(where: str | None) -> list[Condition]:
    if where is None:
        return []
    try:
        return [condition(each) for each in names(where, "where", CONDITIONS_MOST)]
    except ValueError as error:
        raise InputError(pointer="?where", reason=str(error)) from error
