"""What a portfolio is worth now, by the newest price of each thing it holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from attrs import evolve, frozen

from cryptotracker.domain.market.prices import Price
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.portfolio.report import Sum
from cryptotracker.domain.portfolio.valued import Position


@frozen(kw_only=True)
class Worth:
    """What positions are worth together.

    Attributes:
        value: None while one of them has no price.
        unrealised: None while the price or the cost of one of them is unknown.
        unpriced: the assets whose price nobody knows.
        as_of: the moment of the oldest price; None without any.
        simulated: a price among them is made up.
    """

    value: Decimal | None
    unrealised: Decimal | None
    unpriced: tuple[str, ...]
    as_of: datetime | None
    simulated: bool


def worth(positions: Iterable[Position], quotes: Mapping[str, Quote]) -> Worth:
    """Add up positions, each by its quote or, without one, by the price it came with."""
    now = [evolve(each, price=newest(each, quotes.get(each.asset))) for each in positions]
    value, unrealised = Sum(), Sum()
    for each in now:
        value.add(each.value)
        unrealised.add(each.unrealised)
    return Worth(
        value=value.amount,
        unrealised=unrealised.amount,
        unpriced=tuple(each.asset for each in now if each.price is None),
        as_of=min((each.price.since for each in now if each.price), default=None),
        simulated=any(quotes[each.asset].simulated for each in now if each.asset in quotes),
    )


def newest(position: Position, quote: Quote | None) -> Price | None:
    known = position.price
    if quote is None or (known is not None and known.since > quote.as_of):
        return known
    return Price(
        asset=quote.asset,
        currency=quote.currency,
        price=quote.price,
        since=quote.as_of,
        until=quote.as_of,
        source=quote.source,
    )
