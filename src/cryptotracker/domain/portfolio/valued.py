"""What a ledger holds at a moment: balances by account, and each asset's cost, price and value."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.assets import MONEY
from cryptotracker.domain.market.prices import Price, PriceBook
from cryptotracker.domain.numbers import EXACT, ZERO, share
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.disposals import UNKNOWN
from cryptotracker.domain.portfolio.history import History
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.report import Holding, Period, Report, Sum
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Transaction

WHOLE: Final = Decimal(100)
PERCENT: Final = Decimal("0.01")
"""So exact are percentages: from longer ones somebody could work out amounts."""


@frozen(kw_only=True)
class AccountBalance:
    """What one account holds of an asset or of money; no value without a price."""

    account: str
    asset: str
    quantity: Decimal
    value: Decimal | None


@frozen(kw_only=True)
class Position:
    """The open lots of one asset, taken together, and what they are worth.

    Attributes:
        price: None where nobody knows it; then there is no value and no unrealised gain.
    """

    asset: str
    quantity: Decimal
    cost_basis: Decimal | None
    basis: str
    price: Price | None

    @property
    def value(self) -> Decimal | None:
        return None if self.price is None else EXACT.multiply(self.quantity, self.price.price)

    @property
    def unrealised(self) -> Decimal | None:
        if self.value is None or self.cost_basis is None:
            return None
        return EXACT.subtract(self.value, self.cost_basis)


@frozen(kw_only=True)
class Valued:
    """Everything held at a moment, valued in one currency."""

    currency: str
    at: datetime
    accounts: list[AccountBalance]
    positions: list[Position]
    issues: list[Issue]

    def total(self, figure: str) -> Decimal | None:
        """Add up `value`, `cost_basis` or `unrealised`; None when one part is unknown."""
        found = Sum()
        for position in self.positions:
            found.add(getattr(position, figure))
        return found.amount

    def percentages(self) -> list[Decimal | None]:
        """Say what part of the total each position is; none, while some value is unknown."""
        of = self.total("value")
        return [percentage(each.value, of) for each in self.positions]


def percentage(value: Decimal | None, of: Decimal | None) -> Decimal | None:
    if value is None or not of:
        return None
    return share(WHOLE, value, of).quantize(PERCENT, ROUND_HALF_EVEN)


def valued(history: History, rules: Rules, prices: PriceBook, at: datetime) -> Valued:
    """Follow a ledger up to and including a moment, and value what is then held."""
    report = Report(Accounting(rules, prices), Period(end=None))
    report.issues += history.issues
    events = [event for event in history.events if event.time <= at]
    for _ in report.disposals(events):
        pass  # holdings rest on the lots that disposals leave
    return valued_by(report, events, prices, at)


def valued_by(report: Report, events: list[Transaction], prices: PriceBook, at: datetime) -> Valued:
    """Value what is held after events that a report has followed to their end."""
    currency = report.accounting.rules.currency
    positions = [
        position(asset, held, prices.at(asset, currency, at)) for asset, held in by_asset(report)
    ]
    accounts = list(balances(report.accounting, events, prices, at))
    return Valued(
        currency=currency, at=at, accounts=accounts, positions=positions, issues=report.issues
    )


def by_asset(report: Report) -> Iterator[tuple[str, list[Holding]]]:
    grouped: defaultdict[str, list[Holding]] = defaultdict(list)
    for holding in report.holdings():
        grouped[holding.asset].append(holding)
    yield from sorted(grouped.items())


def position(asset: str, held: list[Holding], price: Price | None) -> Position:
    quantity, cost = Sum(), Sum()
    for holding in held:
        quantity.add(holding.quantity)
        cost.add(holding.cost_basis)
    return Position(
        asset=asset,
        quantity=quantity.amount or ZERO,
        cost_basis=cost.amount,
        basis=UNKNOWN if cost.amount is None else held[0].basis,
        price=price,
    )


def balances(
    accounting: Accounting, events: list[Transaction], prices: PriceBook, at: datetime
) -> Iterator[AccountBalance]:
    """Yield what accounts hold. Money is shown where the ledger says that there is some."""
    currency = accounting.rules.currency
    held = {**accounting.balances, **money(events)}
    for (account, asset), quantity in sorted(held.items()):
        if quantity > ZERO:
            yield AccountBalance(
                account=account,
                asset=asset,
                quantity=quantity,
                value=prices.worth(quantity, asset, currency, at),
            )


def money(events: list[Transaction]) -> dict[tuple[str, str], Decimal]:
    """Follow the legs of money; a ledger without its bank's deposits runs below zero."""
    held: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for event in events:
        target = event.to_account if event.type == "transfer" else event.account
        sent = event.sent
        arriving = event.received or (sent if event.type == "transfer" else None)
        for account, leg, add in (
            (event.account, sent, EXACT.subtract),
            (target, arriving, EXACT.add),
            *((event.account, fee, EXACT.subtract) for fee in event.fees),
        ):
            if leg is not None and leg.asset in MONEY:
                held[account, leg.asset] = add(held[account, leg.asset], leg.quantity)
    return held
