"""What one owner can say of prices, and ask about them, put together."""

from uuid import UUID

from cryptotracker.application.market import QuoteAssets
from cryptotracker.application.prices.owned import OwnedPrices
from cryptotracker.application.prices.stating import (
    ChangePrice,
    Desk,
    ForgetPrice,
    ListOwnPrices,
    SetPrice,
    StatePrice,
)
from cryptotracker.entrypoints.tracker import Prices
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database


def prices_of(owner: UUID, database: Database, owned: OwnedPrices, clock: Clock) -> Prices:
    desk = Desk(database, owner, clock)
    return Prices(
        quotes=QuoteAssets(owned),
        state=StatePrice(desk),
        change=ChangePrice(desk),
        set=SetPrice(desk),
        forget=ForgetPrice(desk),
        mine=ListOwnPrices(database),
    )
