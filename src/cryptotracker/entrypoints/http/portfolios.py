"""Portfolios over HTTP: translate in, call one use case, translate out."""

import re
from typing import Annotated, Final, Literal
from uuid import UUID

from attrs import evolve
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.answers import Answer
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.tracker import Tracker

VERSION: Final = re.compile(r'"([1-9][0-9]{0,14})"', re.ASCII)

Method = Literal["fifo", "lifo", "hifo", "lofo", "average", "specific"]
Scope = Literal["wallet", "universal"]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$(?!\n)", examples=["EUR"])]
Zone = Annotated[str, Meta(min_length=1, max_length=60, examples=["Europe/Berlin"])]
Days = Annotated[int, Meta(ge=1, le=36_525)]
IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The version seen, or nothing for any."),
]


class NewPortfolio(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a portfolio begins with; what is null is as its owner prefers."""

    name: Name
    currency: Currency | None = None
    method: Method = "fifo"
    scope: Scope = "universal"
    time_zone: Zone | None = None
    long_term_days: Days | None = None


class PortfolioEdit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    method: Method | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET
    time_zone: Zone | UnsetType = UNSET
    long_term_days: Days | UnsetType | None = UNSET

    def apply(self, settings: Settings) -> Settings:
        given = {name: value for name, value in structs.asdict(self).items() if value is not UNSET}
        return evolve(settings, **given)


class PortfolioView(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    currency: str
    method: str
    scope: str
    time_zone: str
    long_term_days: int | None
    created_at: str | None
    version: int
    transactions: int

    @classmethod
    def of(cls, portfolio: Portfolio) -> "PortfolioView":
        settings = portfolio.settings
        return cls(
            id=portfolio.id,
            name=settings.name,
            currency=settings.currency,
            method=settings.method,
            scope=settings.scope,
            time_zone=settings.time_zone,
            long_term_days=settings.long_term_days,
            created_at=instant(portfolio.created_at),
            version=portfolio.version,
            transactions=portfolio.transactions,
        )


class AccountView(Struct, frozen=True, kw_only=True):
    name: str
    transactions: int
    first: str | None
    last: str | None


class PortfolioController(Controller):
    path = "/portfolios"
    tags = ("Portfolios",)

    @get(operation_id="listPortfolios", summary="List portfolios, oldest first")
    async def list_all(
        self, tracker: NamedDependency[Tracker], limit: Limit = "100", cursor: Cursor = None
    ) -> Listed[PortfolioView]:
        page = await tracker.list_portfolios(limit=int(limit), cursor=cursor)
        return Listed([PortfolioView.of(each) for each in page.items], page.next_cursor)

    @post(operation_id="createPortfolio", summary="Make an empty portfolio")
    async def create(
        self, tracker: NamedDependency[Tracker], data: JSONBody[NewPortfolio]
    ) -> Response[PortfolioView]:
        return versioned(await tracker.create_portfolio(**structs.asdict(data)))

    @get("/{portfolio_id:uuid}", operation_id="showPortfolio", summary="Show one")
    async def show(
        self, tracker: NamedDependency[Tracker], portfolio_id: FromPath[UUID]
    ) -> Response[PortfolioView]:
        return versioned(await tracker.show_portfolio(portfolio_id))

    @patch("/{portfolio_id:uuid}", operation_id="editPortfolio", summary="Change its settings")
    async def edit(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        data: JSONBody[PortfolioEdit],
        if_match: IfMatch = None,
    ) -> Response[PortfolioView]:
        seen = version(if_match)
        return versioned(await tracker.edit_portfolio(portfolio_id, data.apply, if_match=seen))

    @delete(
        "/{portfolio_id:uuid}",
        operation_id="deletePortfolio",
        summary="Remove it with all it holds",
    )
    async def remove(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        if_match: IfMatch = None,
    ) -> None:
        await tracker.delete_portfolio(portfolio_id, if_match=version(if_match))

    @get("/{portfolio_id:uuid}/accounts", operation_id="listAccounts", summary="List its accounts")
    async def accounts(
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[AccountView]:
        found = [
            AccountView(
                name=each.name,
                transactions=each.transactions,
                first=instant(each.first),
                last=instant(each.last),
            )
            for each in await tracker.list_accounts(portfolio_id)
        ]
        return sliced(found, limit, cursor)


def versioned(portfolio: Portfolio) -> Response[PortfolioView]:
    return Answer(PortfolioView.of(portfolio), headers={"ETag": f'"{portfolio.version}"'})


def version(if_match: str | None) -> int | None:
    """Read an If-Match header; without one, or with `*`, any version will do."""
    if if_match is None or if_match == "*":
        return None
    match = VERSION.fullmatch(if_match)
    if match is None:
        raise InputError(pointer="If-Match", reason='must be a version between quotes, like "3"')
    return int(match[1])
