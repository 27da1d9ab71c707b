"""What comes into a portfolio from outside and goes out of it, and what only happens within."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import pytest

from cryptotracker.domain.market.prices import Price, PriceBook
from cryptotracker.domain.portfolio.flows import Flow, flow
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.portfolio.valuation import Valuer

NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
COIN, OTHER = Amount("BTC", Decimal(2)), Amount("ETH", Decimal(5))
MONEY: Final = Amount("EUR", Decimal(300))
FEES: Final = (Amount("EUR", Decimal(4)), Amount("BNB", Decimal(1)))
PRICES: Final = PriceBook.of(
    Price(asset=asset, currency="EUR", price=Decimal(price), since=NOON, until=NOON)
    for asset, price in (("BTC", 100), ("BNB", 7))
)


def crossed(kind: str, sent: Amount | None, received: Amount | None) -> Flow | None:
    event = Transaction(time=NOON, type=kind, sent=sent, received=received, fees=FEES)
    return flow(event, Valuer("EUR", PRICES, lambda _: None))


@pytest.mark.parametrize(
    ("kind", "sent", "received", "expected"),
    [
        ("buy", MONEY, COIN, Flow(inwards=True, worth=Decimal(304))),
        ("sell", COIN, MONEY, Flow(inwards=False, worth=Decimal(296))),
        ("deposit", None, COIN, Flow(inwards=True, worth=Decimal(204))),
        ("withdrawal", COIN, None, Flow(inwards=False, worth=Decimal(196))),
        ("gift_in", None, OTHER, Flow(inwards=True, worth=None)),
        ("opening", None, COIN, Flow(inwards=True, worth=Decimal(204))),
        ("adjustment", COIN, None, Flow(inwards=False, worth=Decimal(196))),
        ("swap", COIN, OTHER, None),
        ("deposit", None, MONEY, None),
        ("income", None, COIN, None),
        ("lost", COIN, None, None),
        ("stolen", COIN, None, None),
    ],
)
def test_what_crosses_the_border_does_so_at_what_was_paid_or_got(
    kind: str, sent: Amount | None, received: Amount | None, expected: Flow | None
) -> None:
    assert crossed(kind, sent, received) == expected
