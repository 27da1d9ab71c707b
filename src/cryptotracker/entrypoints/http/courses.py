"""Courses of assets over time, over HTTP: beside each other, and by their seasons."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final, TypeAlias

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import convert

from cryptotracker.application.analysis.analysing import COMPARED_MOST
from cryptotracker.domain.market.comparing import span_fault
from cryptotracker.entrypoints.documents.courses import compared_document, seasonality_document
from cryptotracker.entrypoints.http.analysis import money
from cryptotracker.entrypoints.http.analysis_views import ComparedView, SeasonalityView
from cryptotracker.entrypoints.http.candles import CurrencyCode
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import From, To, day, names
from cryptotracker.entrypoints.http.watching import named
from cryptotracker.entrypoints.tracker import Tracker

A_YEAR: Final = timedelta(days=365)

Compared: TypeAlias = Annotated[
    str,
    QueryParameter(
        max_length=2_000, description=f"Ids or symbols between commas, {COMPARED_MOST} at most."
    ),
]


class CourseController(Controller):
    path = "/market"
    tags = ("Market",)

    @get(
        "/compare",
        operation_id="compareAssets",
        summary="Courses of assets beside each other: each is 100 when all of them are first known",
    )
    async def compare(
        self,
        tracker: NamedDependency[Tracker],
        assets: Compared,
        currency: CurrencyCode,
        since: From = None,
        until: To = None,
    ) -> ComparedView:
        found = tracker.market.watching.resolve(names(assets, "assets", COMPARED_MOST))
        wanted = list({each.id: each for each in found}.values())
        first, last = span(since, until)
        told = await tracker.market.analysis.compare(wanted, money(currency), first, last)
        return convert(compared_document(told, money(currency)), ComparedView)

    @get(
        "/assets/{asset:str}/seasonality",
        operation_id="showSeasonality",
        summary="How an asset did in each month, and on each day of the week",
    )
    async def seasonality(
        self,
        tracker: NamedDependency[Tracker],
        asset: FromPath[str],
        currency: CurrencyCode,
    ) -> SeasonalityView:
        wanted, counted = tracker.market.watching.resolve.one(named(asset)), money(currency)
        found, daily = await tracker.market.analysis.seasonality(wanted, counted)
        return convert(seasonality_document(wanted, counted, found, daily), SeasonalityView)


def span(since: str | None, until: str | None) -> tuple[date, date]:
    """Read which days are meant: without a beginning it is the year before the end."""
    today = datetime.now(UTC).date()
    last = min(day(until, "to"), today) if until else today
    first = day(since, "from") if since else last - A_YEAR
    if fault := span_fault(first, last, today):
        raise InputError(pointer="?from", reason=fault)
    return first, last
