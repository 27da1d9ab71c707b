"""What one owner can say of prices, and ask about them, put together."""

from uuid import UUID

from cryptotracker.application.jobs.back_filling import FillGaps
from cryptotracker.application.market import QuoteAssets, TracePrice
from cryptotracker.application.prices.backfilling import BackFill
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
from cryptotracker.ports.persistence import Database


def prices_of(
    owner: UUID, database: Database, owned: OwnedPrices, back_fill: BackFill | None
) -> Prices:
    clock = owned.clock
    desk = Desk(database, owner, clock)
    return Prices(
        quotes=QuoteAssets(owned),
        state=StatePrice(desk),
        change=ChangePrice(desk),
        set=SetPrice(desk),
        forget=ForgetPrice(desk),
        mine=ListOwnPrices(database),
        fill_gaps=FillGaps(back_fill, database, clock),
        trace=TracePrice(database),
    )
