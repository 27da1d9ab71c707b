"""Where the prices are kept that owners state themselves."""

from collections.abc import Collection, Sequence
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.portfolio.own_prices import OwnPrice
from cryptotracker.ports.pages import Page


class OwnPrices(Protocol):
    """The prices that one owner states; no other owner sees them.

    - what went in comes out to the last digit;
    - an owner has one price of an asset in a currency at a moment: OwnPriceTakenError;
    - an owner has 2,000 of them at most: TooManyOwnPricesError;
    - what is not there raises OwnPriceNotFoundError.
    """

    async def add(self, price: OwnPrice) -> None: ...

    async def change(self, price: OwnPrice) -> None: ...

    async def of(self, assets: Collection[str]) -> Sequence[OwnPrice]:
        """List those of some assets, oldest first, in whatever currencies."""
        ...

    async def page(self, asset: str, *, limit: int, cursor: str | None = None) -> Page[OwnPrice]:
        """List those of an asset, or of all if it is empty, the last stated first."""
        ...

    async def remove(self, price_id: UUID) -> None: ...
