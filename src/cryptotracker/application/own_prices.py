"""State prices of one's own; every figure that may rest on them is made anew."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from attrs import frozen

from cryptotracker.application.announcing import refigure
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.joining import found
from cryptotracker.domain.identity.audit import What
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.portfolio.own_prices import OwnPrice
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database, UnitOfWork


@frozen(kw_only=True)
class Statement:
    """What somebody says of a price.

    Attributes:
        at: the moment; of a whole day any moment of it.
    """

    asset: str
    currency: str
    at: datetime
    whole_day: bool
    price: Decimal
    note: str = ""
    overrides: bool = False

    @property
    def as_of(self) -> datetime:
        at = self.at.astimezone(UTC)
        return at.replace(hour=0, minute=0, second=0, microsecond=0) if self.whole_day else at

    def stated(self, price_id: UUID, now: datetime) -> OwnPrice:
        return OwnPrice(
            id=price_id,
            asset=self.asset,
            currency=Currency(self.currency),
            as_of=self.as_of,
            whole_day=self.whole_day,
            price=self.price,
            note=self.note,
            overrides=self.overrides,
            stated_at=now,
        )


@frozen
class Desk:
    """Where an owner's prices are written down."""

    database: Database
    owner: UUID
    clock: Clock

    async def told(self, work: UnitOfWork, what: What, price_id: UUID) -> None:
        """Write down what became of a price, and that figures are others now."""
        if await found(work, self.owner) is not None:  # or it is the implied owner
            await note(work, self.owner, what, self.clock.now(), price=str(price_id))
        await refigure(work)


@frozen
class StatePrice:
    """State a price of a day or an instant that none was stated of yet."""

    desk: Desk

    async def __call__(self, said: Statement) -> OwnPrice:
        clock = self.desk.clock
        price = said.stated(clock.new_id(), clock.now())
        async with self.desk.database.transaction() as work:
            await work.own_prices.add(price)
            await self.desk.told(work, "price_stated", price.id)
        return price


@frozen
class ChangePrice:
    """State it otherwise."""

    desk: Desk

    async def __call__(self, price_id: UUID, said: Statement) -> OwnPrice:
        price = said.stated(price_id, self.desk.clock.now())
        async with self.desk.database.transaction() as work:
            await work.own_prices.change(price)
            await self.desk.told(work, "price_changed", price_id)
        return price


@frozen
class SetPrice:
    """State a price, or change the one that was stated of the same moment."""

    desk: Desk

    async def __call__(self, said: Statement) -> OwnPrice:
        async with self.desk.database.snapshot() as work:
            known = await work.own_prices.of([said.asset])
        before = [
            each for each in known if (each.currency, each.as_of) == (said.currency, said.as_of)
        ]
        if before:
            return await ChangePrice(self.desk)(before[0].id, said)
        return await StatePrice(self.desk)(said)


@frozen
class ForgetPrice:
    """Take a price back."""

    desk: Desk

    async def __call__(self, price_id: UUID) -> None:
        async with self.desk.database.transaction() as work:
            await work.own_prices.remove(price_id)
            await self.desk.told(work, "price_removed", price_id)


@frozen
class ListOwnPrices:
    database: Database

    async def __call__(
        self, asset: str = "", *, limit: int = 100, cursor: str | None = None
    ) -> Page[OwnPrice]:
        async with self.database.snapshot() as work:
            return await work.own_prices.page(asset, limit=limit, cursor=cursor)
