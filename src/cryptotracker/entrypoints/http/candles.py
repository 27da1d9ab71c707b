"""Candles over HTTP, and indicators beside them."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, TypeAlias

from attrs import frozen
from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from msgspec import Struct

from cryptotracker.application.indicators import asked_for
from cryptotracker.domain.errors import InvalidCursorError, InvalidValueError, UnknownOptionError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import EPOCH, INTERVALS, Gap, Graded
from cryptotracker.domain.market.indicators.definition import Asked
from cryptotracker.entrypoints.documents.indicators import Row, list_rows
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import Cursor, From, Limit, To, after, moment, place
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.prices import Series

INDICATORS_MOST: Final = 20
PATIENCE: Final = timedelta(seconds=5)
"""So long a request waits for what its source is asked for, however many questions that takes."""

BETWEEN: Final = re.compile(",(?=[a-z])")
"""What stands between two indicators: a value begins with a digit, a name does not."""

AssetName: TypeAlias = Annotated[str, QueryParameter(min_length=1, max_length=200)]
CurrencyCode: TypeAlias = Annotated[str, QueryParameter(pattern="^[A-Z]{3}$(?!\n)")]
Interval: TypeAlias = Annotated[
    str, QueryParameter(max_length=10, description="One of " + ", ".join(INTERVALS) + ".")
]
With: TypeAlias = Annotated[
    str,
    QueryParameter(
        name="with", max_length=1_000, description="As `rsi:14,macd:12,26,9`; see the reference."
    ),
]


class CandleView(Struct, frozen=True, kw_only=True):
    """A candle; `grade` is official, built of what was seen here, or partial: parts are missing."""

    time: str | None
    open: str | None
    high: str | None
    low: str | None
    close: str | None
    volume: str | None
    grade: str
    ended: bool

    @classmethod
    def of(cls, graded: Graded, ended: datetime) -> "CandleView":
        candle = graded.candle
        return cls(
            time=instant(candle.start),
            open=number(candle.open),
            high=number(candle.high),
            low=number(candle.low),
            close=number(candle.close),
            volume=number(candle.volume),
            grade=graded.grade.name.lower(),
            ended=candle.start < ended,
        )


class GapView(Struct, frozen=True):
    """A time without candles: from the first instant on to the one that is too late."""

    since: str | None
    until: str | None


def views(gaps: Sequence[Gap]) -> list[GapView]:
    return [GapView(instant(gap.since), instant(gap.until)) for gap in gaps]


class Candles(Struct, frozen=True, kw_only=True):
    """A page of candles, and whose they are; while `filling`, ask again: gaps are being filled."""

    asset: str
    currency: str
    interval: str
    source: str
    simulated: bool
    gaps: list[GapView]
    filling: bool
    items: list[CandleView]
    next_cursor: str | None


class IndicatorRows(Struct, frozen=True, kw_only=True):
    """A page of candles with the columns of indicators: numbers, null until they are defined."""

    asset: str
    currency: str
    interval: str
    source: str
    simulated: bool
    gaps: list[GapView]
    filling: bool
    columns: list[str]
    rows: list[Row]
    next_cursor: str | None


@frozen
class PageOfTime:
    """The candles of one answer: those that begin in a time."""

    series: Series
    since: datetime
    until: datetime
    next_cursor: str | None


def asset_series(asset: AssetName, currency: CurrencyCode, interval: Interval) -> Series:
    """Read which candles somebody means."""
    if interval not in INTERVALS:
        raise UnknownOptionError(option="interval", value=interval, known=", ".join(INTERVALS))
    return Series(asset=asset, currency=Currency(currency), interval=interval)


def page_of_time(
    series: NamedDependency[Series],
    since: From = None,
    until: To = None,
    limit: Limit = "500",
    cursor: Cursor = None,
) -> PageOfTime:
    """Take a page out of a time; without a beginning it is the last page before its end."""
    span = INTERVALS[series.interval]
    end = after(until, "to", UTC) if until else datetime.now(UTC)
    length = int(limit) * span
    try:
        begin = moment(since, "from", UTC) if since else end - length
        if cursor is not None:
            begin = EPOCH + timedelta(seconds=place(cursor, "t"))
        stop = begin + length
    except OverflowError as error:
        raise InvalidCursorError(cursor=cursor or "") from error
    if cursor is not None and begin >= end:
        raise InvalidCursorError(cursor=cursor)
    if begin < EPOCH:
        raise InputError(pointer="?from", reason="must be in 1970 or later")
    more = f"t{int((stop - EPOCH).total_seconds())}" if stop < end else None
    return PageOfTime(series, begin, min(stop, end), more)


def read_asked(text: str) -> Sequence[Asked]:
    """Read which indicators somebody wants."""
    try:
        found = asked_for(BETWEEN.split(text))
    except InvalidValueError as error:
        raise InputError(pointer="?with", reason=error.reason) from error
    if len(found) > INDICATORS_MOST:
        raise InputError(pointer="?with", reason=f"must be {INDICATORS_MOST} at most")
    return found


PROVIDED: Final = {
    "series": Provide(asset_series, sync_to_thread=False),
    "page": Provide(page_of_time, sync_to_thread=False),
}


class CandleController(Controller):
    path = "/market"
    tags = ("Market",)
    dependencies = PROVIDED

    @get("/candles", operation_id="showCandles", summary="What a price did, span for span")
    async def candles(
        self, tracker: NamedDependency[Tracker], page: NamedDependency[PageOfTime]
    ) -> Candles:
        shown = await tracker.show_candles(page.series, page.since, page.until, patience=PATIENCE)
        return Candles(
            asset=page.series.asset,
            currency=page.series.currency,
            interval=page.series.interval,
            source=shown.whence.source,
            simulated=shown.whence.simulated,
            gaps=views(shown.gaps),
            filling=shown.filling,
            items=[CandleView.of(each, shown.ended) for each in shown.candles],
            next_cursor=page.next_cursor,
        )

    @get("/indicators", operation_id="showIndicators", summary="Indicators beside candles")
    async def indicators(
        self, tracker: NamedDependency[Tracker], page: NamedDependency[PageOfTime], wanted: With
    ) -> IndicatorRows:
        asked = read_asked(wanted)
        shown, table = await tracker.show_indicators(
            page.series, (page.since, page.until), asked, patience=PATIENCE
        )
        return IndicatorRows(
            asset=page.series.asset,
            currency=page.series.currency,
            interval=page.series.interval,
            source=shown.whence.source,
            simulated=shown.whence.simulated,
            gaps=views(shown.gaps),
            filling=shown.filling,
            columns=list(table.columns),
            rows=list_rows(table),
            next_cursor=page.next_cursor,
        )
