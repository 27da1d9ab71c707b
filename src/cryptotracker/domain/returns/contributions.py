"""What each asset had in a portfolio's gain: the parts add up to the simple return."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.flows import flow, is_coins
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valuation import Valuer
from cryptotracker.domain.returns.rates import WORKING, rate


def moved(events: Iterable[Transaction], valuer: Valuer) -> Mapping[str, Decimal | None]:
    """Add up what was put into each asset less what was taken out of it, at its worth then.

    What was swapped for another asset moved out of the one and into the other; what became of an
    asset by itself, as income or a fee in coins, did not move. None where a worth is unknown.
    """
    found: defaultdict[str, Decimal | None] = defaultdict(lambda: ZERO)
    for event in events:
        for asset, worth in moves(event, valuer):
            before = found[asset]
            found[asset] = None if before is None or worth is None else EXACT.add(before, worth)
    return dict(found)


def moves(event: Transaction, valuer: Valuer) -> Iterator[tuple[str, Decimal | None]]:
    sent, received = event.sent, event.received
    if (crossed := flow(event, valuer)) is not None:
        if crossed.inwards and received:
            yield received.asset, crossed.worth
        elif sent:
            yield sent.asset, negative(crossed.worth)
    elif sent and received and sent.asset != received.asset and is_coins(sent):
        worth = valuer.worth(event)
        yield sent.asset, negative(worth)
        yield received.asset, worth


def negative(worth: Decimal | None) -> Decimal | None:
    return None if worth is None else EXACT.minus(worth)


def contribution(
    start: Decimal | None, end: Decimal | None, into: Decimal | None, at_work: Decimal | None
) -> Decimal | None:
    """Return an asset's gain for each unit of what was at work in the whole portfolio."""
    if start is None or end is None or into is None or not at_work:
        return None
    gain = EXACT.subtract(end, EXACT.add(start, into))
    return rate(WORKING.divide(gain, at_work))
