"""Ten times the history takes ten times the work, and not a hundred times.

Work is counted in calls, of Python functions and of built-in ones, so that a busy machine does not
matter.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

import pytest

from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.trail import Trail, trail
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed
from tests.property.strategies import RULES, computed

START: Final = datetime(2020, 1, 1, tzinfo=UTC)
ONE: Final = Decimal(1)
SMALL, LARGE = 150, 1500


def buy(number: int, quantity: Decimal = ONE, account: str = "a") -> Transaction:
    return Transaction(
        time=START + timedelta(minutes=number),
        type="buy",
        account=account,
        received=Amount("BTC", quantity),
        value=Decimal(100 + number % 17),
        value_currency="EUR",
        id=f"buy {number}",
    )


def sell(number: int, quantity: Decimal = ONE, account: str = "a") -> Transaction:
    return Transaction(
        time=START + timedelta(days=60, minutes=number),
        type="sell",
        account=account,
        sent=Amount("BTC", quantity),
        value=Decimal(120),
        value_currency="EUR",
        id=f"sell {number}",
    )


def move(number: int) -> Transaction:
    return Transaction(
        time=START + timedelta(days=30, minutes=number),
        type="transfer",
        account="a",
        to_account="b",
        sent=Amount("BTC", ONE),
        id=f"move {number}",
    )


def ladder(size: int) -> list[Transaction]:
    """Buy in many steps, sell in as many."""
    return [buy(each) for each in range(size)] + [sell(each) for each in range(size)]


def crumbs(size: int) -> list[Transaction]:
    """Sell one large purchase in crumbs, then many crumbs at once."""
    whole = buy(0, Decimal(size))
    collected = [buy(each + 1) for each in range(size)]
    return [whole, *(sell(each) for each in range(size)), *collected, sell(size, Decimal(size))]


def caravan(size: int) -> list[Transaction]:
    """Carry everything to another wallet piece by piece, and sell it there."""
    bought = [buy(each) for each in range(size)]
    moved = [move(each) for each in range(size)]
    return [*bought, *moved, *(sell(each, account="b") for each in range(size))]


def hoard(size: int) -> list[Transaction]:
    """Buy in ever new accounts, and sell nothing."""
    return [buy(each, account=f"wallet {each}") for each in range(size)]


def daily(events: list[Transaction]) -> list[Transaction]:
    """Let every event happen on a day of its own."""
    return [
        changed(event, time=START + timedelta(days=number)) for number, event in enumerate(events)
    ]


SHAPES: Final = (ladder, crumbs, caravan)


def calls(work: Callable[[], object]) -> int:
    """Count the calls of one computation."""
    count = 0

    def tell(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tell)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("rules", RULES, ids=[f"{each.method}-{each.scope}" for each in RULES])
def test_work_grows_with_the_history(
    rules: Rules, shape: Callable[[int], list[Transaction]]
) -> None:
    small = calls(lambda: computed(shape(SMALL), rules))

    large = calls(lambda: computed(shape(LARGE), rules))

    assert large < 12 * small


@pytest.mark.parametrize("shape", [*SHAPES, hoard])
@pytest.mark.parametrize("rules", RULES, ids=[f"{each.method}-{each.scope}" for each in RULES])
def test_the_work_for_net_worth_grows_with_events_and_days(
    rules: Rules, shape: Callable[[int], list[Transaction]]
) -> None:
    def follow(size: int) -> Trail:
        events = daily(shape(size))
        return trail(events, rules, PriceBook())

    small = calls(lambda: follow(SMALL))

    large = calls(lambda: follow(LARGE))

    assert large < 12 * small


def test_work_grows_with_the_elections() -> None:
    def electing(size: int) -> int:
        chosen = {f"sell {each}": [("buy 0", ONE)] for each in range(size)}
        rules = Rules(currency="EUR", method="specific", scope="wallet", elections=chosen)
        moved = [move(each) for each in range(size)]
        sold = [sell(each, account="b") for each in range(size)]
        return calls(lambda: computed([buy(0, Decimal(size)), *moved, *sold], rules))

    assert electing(LARGE) < 12 * electing(SMALL)


@pytest.mark.parametrize("rules", RULES[1::2], ids=[each.method for each in RULES[1::2]])
def test_ten_thousand_purchases_meet_ten_thousand_sales(rules: Rules) -> None:
    size = 10_000

    disposals, report = computed(ladder(size), rules)

    assert len(disposals) == size
    assert list(report.holdings()) == []
