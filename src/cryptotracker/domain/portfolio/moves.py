"""What was put into each asset of a portfolio, and taken out of it, at its worth then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.flows import flow, is_coins
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valuation import Valuer


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
