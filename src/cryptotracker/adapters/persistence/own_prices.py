"""The prices that owners state themselves, in their table."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import (
    ColumnElement,
    Insert,
    Row,
    Update,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.own_price_tables import own_prices
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.portfolio.own_prices import MOST, OwnPrice
from cryptotracker.domain.portfolio.price_errors import (
    OwnPriceNotFoundError,
    OwnPriceTakenError,
    TooManyOwnPricesError,
)
from cryptotracker.ports.own_prices import OwnPrices
from cryptotracker.ports.pages import Page

OWN: Final = tuple(each.name for each in fields(OwnPrice))
SELECT: Final = select(*(own_prices.c[name] for name in OWN))
AT_ONCE: Final = 500


@frozen
class SqlOwnPrices(OwnPrices):
    _scope: Scope

    async def add(self, price: OwnPrice) -> None:
        mine = select(func.count()).select_from(own_prices).where(self._mine)
        if (await self._scope.connection.scalar(mine) or 0) >= MOST:
            raise TooManyOwnPricesError(most=MOST)
        row = asdict(price) | {"owner": self._scope.owner}
        await self._kept(price, insert(own_prices).values(row))

    async def change(self, price: OwnPrice) -> None:
        this = update(own_prices).where(self._mine, own_prices.c.id == price.id)
        if await self._kept(price, this.values(asdict(price))) == 0:
            raise OwnPriceNotFoundError(price=str(price.id))

    async def _kept(self, price: OwnPrice, statement: Insert | Update) -> int:
        try:
            async with self._scope.connection.begin_nested():
                return (await self._scope.connection.execute(statement)).rowcount
        except IntegrityError as error:
            raise OwnPriceTakenError(asset=price.asset, currency=price.currency) from error

    async def of(self, assets: Collection[str]) -> Sequence[OwnPrice]:
        ordered, found = sorted(assets), list[OwnPrice]()
        for start in range(0, len(ordered), AT_ONCE):
            some = own_prices.c.asset.in_(ordered[start : start + AT_ONCE])
            query = SELECT.where(self._mine, some)
            found += [price_of(row) for row in await self._scope.connection.execute(query)]
        return sorted(found, key=lambda each: (each.as_of, each.id))

    async def page(self, asset: str, *, limit: int, cursor: str | None = None) -> Page[OwnPrice]:
        query = SELECT.where(self._mine).order_by(own_prices.c.id.desc()).limit(limit + 1)
        if asset:
            query = query.where(own_prices.c.asset == asset)
        if cursor is not None:
            query = query.where(own_prices.c.id < cursors.read_id(cursor))
        found = [price_of(row) for row in await self._scope.connection.execute(query)]
        return cursors.page(found, limit, lambda last: cursors.write_id(last.id))

    async def remove(self, price_id: UUID) -> None:
        this = delete(own_prices).where(self._mine, own_prices.c.id == price_id)
        if (await self._scope.connection.execute(this)).rowcount == 0:
            raise OwnPriceNotFoundError(price=str(price_id))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(own_prices.c.owner)


def price_of(row: Row[Any]) -> OwnPrice:
    return OwnPrice(**dict(zip(OWN, row, strict=True)))
