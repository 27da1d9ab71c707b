"""Prices of one's own over HTTP."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from cryptotracker.application.own_prices import Statement
from cryptotracker.domain.market.quotes import MANUAL
from cryptotracker.domain.portfolio.own_prices import ASSET_LONGEST, NOTE_LONGEST, OwnPrice
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.http.auth import Body
from cryptotracker.entrypoints.http.portfolios import Currency
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import DATE, Cursor, Limit, Listed, moment
from cryptotracker.entrypoints.tracker import Tracker

AMOUNT: Final = r"^[0-9]{1,30}(\.[0-9]{1,30})?$(?!\n)"

Named = Annotated[str, Meta(min_length=1, max_length=ASSET_LONGEST, examples=["SHARES"])]
At = Annotated[
    str,
    Meta(max_length=40, description="A date, or a time with its zone.", examples=["2026-01-31"]),
]
Amount = Annotated[str, Meta(pattern=AMOUNT, examples=["12.5"])]
OfAsset = Annotated[str | None, QueryParameter(max_length=ASSET_LONGEST)]


class OwnPriceBody(Body, frozen=True, kw_only=True):
    """What an asset cost on a day or at an instant; `overrides` puts it before the market's."""

    asset: Named
    currency: Currency
    at: At
    price: Amount
    note: Annotated[str, Meta(max_length=NOTE_LONGEST)] = ""
    overrides: bool = False

    def statement(self) -> Statement:
        return Statement(
            asset=self.asset,
            currency=self.currency,
            at=self._moment(),
            whole_day=len(self.at) == DATE,
            price=Decimal(self.price),
            note=self.note,
            overrides=self.overrides,
        )

    def _moment(self) -> datetime:
        try:
            return moment(self.at, "at", UTC)
        except InputError as error:
            raise InputError(pointer="#/at", reason=error.reason) from error


class OwnPriceView(Struct, frozen=True, kw_only=True):
    """A price that its owner stated: wherever it is used, its source and grade say so."""

    id: UUID
    asset: str
    currency: str
    at: str
    whole_day: bool
    price: str
    note: str
    overrides: bool
    stated_at: str
    source: str
    grade: str

    @classmethod
    def of(cls, price: OwnPrice) -> "OwnPriceView":
        return cls(
            id=price.id,
            asset=price.asset,
            currency=price.currency,
            at=f"{price.as_of:%Y-%m-%d}" if price.whole_day else instant(price.as_of) or "",
            whole_day=price.whole_day,
            price=number(price.price) or "",
            note=price.note,
            overrides=price.overrides,
            stated_at=instant(price.stated_at) or "",
            source=MANUAL,
            grade=MANUAL,
        )


class OwnPriceController(Controller):
    path = "/me/prices"
    tags = ("Market",)

    @get(operation_id="listOwnPrices", summary="The prices I stated, the last stated first")
    async def list_all(
        self,
        tracker: NamedDependency[Tracker],
        asset: OfAsset = None,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[OwnPriceView]:
        page = await tracker.prices.mine(asset or "", limit=int(limit), cursor=cursor)
        return Listed([OwnPriceView.of(each) for each in page.items], page.next_cursor)

    @post(operation_id="statePrice", summary="State what an asset cost on a day or at an instant")
    async def state(
        self, tracker: NamedDependency[Tracker], data: JSONBody[OwnPriceBody]
    ) -> OwnPriceView:
        return OwnPriceView.of(await tracker.prices.state(data.statement()))

    @put("/{price_id:uuid}", operation_id="changePrice", summary="State it otherwise")
    async def change(
        self,
        tracker: NamedDependency[Tracker],
        price_id: FromPath[UUID],
        data: JSONBody[OwnPriceBody],
    ) -> OwnPriceView:
        return OwnPriceView.of(await tracker.prices.change(price_id, data.statement()))

    @delete("/{price_id:uuid}", operation_id="forgetPrice", summary="Take it back")
    async def forget(self, tracker: NamedDependency[Tracker], price_id: FromPath[UUID]) -> None:
        await tracker.prices.forget(price_id)
