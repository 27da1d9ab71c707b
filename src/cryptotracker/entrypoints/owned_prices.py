"""What one owner can say of prices, and ask about them, put together."""

from uuid import UUID

from cryptotracker.application.books import LoadBooks
from cryptotracker.application.jobs.back_filling import FillGaps
from cryptotracker.application.market import PriceAt, QuoteAssets, TracePrice
from cryptotracker.application.own_prices import (
    ChangePrice,
    Desk,
    ForgetPrice,
    ListOwnPrices,
    SetPrice,
    StatePrice,
)
from cryptotracker.application.prices.backfilling import BackFill
from cryptotracker.application.prices.owned import ReadStated
from cryptotracker.entrypoints.tracker import Prices
from cryptotracker.ports.persistence import Database


def prices_of(
    owner: UUID, database: Database, load: LoadBooks, back_fill: BackFill | None
) -> Prices:
    """Put together what is of the owner; it rests on the same prices as the owner's figures."""
    prices, clock = load.prices, load.clock
    desk = Desk(database, owner, clock)
    return Prices(
        quotes=QuoteAssets(prices),
        at=PriceAt(prices, clock),
        state=StatePrice(desk),
        change=ChangePrice(desk),
        set=SetPrice(desk),
        forget=ForgetPrice(desk),
        mine=ListOwnPrices(database),
        stated=ReadStated(database, clock),
        fill_gaps=FillGaps(back_fill, database, clock),
        trace=TracePrice(database),
    )
