"""Prices of the past over HTTP: what sources told, and asking for what nobody told yet."""

from datetime import date
from typing import Annotated, Any, Final

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta, Struct, field

from cryptotracker.application.jobs.back_filling import ASSETS_MOST, Gaps
from cryptotracker.domain.identity.errors import TooManyTriesError
from cryptotracker.domain.market.assets import Currency as Code
from cryptotracker.domain.market.told import DayPrice
from cryptotracker.domain.portfolio.own_prices import ASSET_LONGEST
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.http.auth import Body
from cryptotracker.entrypoints.http.jobs import JobView, promised
from cryptotracker.entrypoints.http.portfolios import Currency
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.queries import Listed, day
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.counters import Quota

Named = Annotated[str, Meta(min_length=1, max_length=ASSET_LONGEST)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$(?!\n)", examples=["2026-01-31"])]


AN_HOUR_MOST: Final = 6
"""Sources are shared by all: nobody may use up what they allow."""

HOUR: Final = 3_600


class GapsBody(Body, frozen=True, kw_only=True):
    """Gaps of which assets to fill; of none, of all that the portfolios need.

    `again` asks also for what is kept, and so corrects it.
    """

    assets: Annotated[list[Named], Meta(max_length=ASSETS_MOST)] = field(default_factory=list)
    currency: Currency | None = None
    since: Day | None = None
    until: Day | None = None
    again: bool = False

    def gaps(self) -> Gaps:
        return Gaps(
            assets=list(dict.fromkeys(self.assets)),
            currency=self.currency or "",
            since=read(self.since, "since"),
            until=read(self.until, "until"),
            again=self.again,
        )


def read(text: str | None, name: str) -> date | None:
    return None if text is None else day(text, name)


class ToldView(Struct, frozen=True, kw_only=True):
    """What a source told of a day; `counts` is false where it told otherwise later."""

    source: str
    price: str
    grade: str
    told_at: str
    counts: bool

    @classmethod
    def of(cls, told: DayPrice, *, counts: bool) -> "ToldView":
        return cls(
            source=told.source,
            price=number(told.price) or "",
            grade=told.grade,
            told_at=instant(told.fetched_at) or "",
            counts=counts,
        )


class PastPriceController(Controller):
    path = "/market"
    tags = ("Market",)

    @get(
        "/prices/told",
        operation_id="tracePrice",
        summary="What sources told of a day, the first told first",
    )
    async def told(
        self,
        tracker: NamedDependency[Tracker],
        asset: Annotated[str, QueryParameter(min_length=1, max_length=ASSET_LONGEST)],
        currency: Annotated[str, QueryParameter(pattern="^[A-Z]{3}$(?!\n)")],
        of: Annotated[str, QueryParameter(name="day", max_length=10)],
    ) -> Listed[ToldView]:
        found = await tracker.prices.trace(asset, Code(currency), day(of, "day"))
        last = {each.source: each for each in found}
        return Listed([ToldView.of(each, counts=last[each.source] is each) for each in found])

    @post(
        "/back-fills",
        operation_id="backFill",
        summary="Fill gaps of past prices, in the background",
        status_code=202,
    )
    async def back_fill(
        self,
        request: Request[Any, Any, State],
        tracker: NamedDependency[Tracker],
        data: JSONBody[GapsBody],
    ) -> Response[JobView]:
        gaps = data.gaps()
        who = str(asking(request.scope).user_id)
        quota = Quota(name="back-fills", key=who, limit=AN_HOUR_MOST, seconds=HOUR)
        verdict = await tracker.limit_rate([quota], otherwise="closed")
        if not verdict.allowed:
            raise TooManyTriesError(retry_after=verdict.retry_after)
        return promised(await tracker.jobs.start_back_fill(gaps))
