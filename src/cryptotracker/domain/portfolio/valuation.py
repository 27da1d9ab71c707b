"""What an event and its fees were worth in the report's currency, or that nobody knows.

The worth of an event is its leg of money, else its stated value, else the price of what was
received, else of what was sent. A worth that cannot be found is None and raises an issue.
"""

from collections.abc import Callable
from decimal import Decimal

from attrs import frozen

from cryptotracker.domain.market.assets import MONEY
from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import ZERO, share
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import record


@record
class FeePaid:
    """One fee of an event, and its worth; None when nobody knows."""

    asset: str
    quantity: Decimal
    worth: Decimal | None


@record
class FeeTotal:
    """What an event cost in fees; the sum is None when one of them is unknown."""

    event: Transaction
    worth: Decimal | None


@frozen
class Valuer:
    """Values events in one currency, and tells what came up in doing so."""

    currency: str
    prices: PriceBook
    report: Callable[[Issue | FeeTotal], None]

    def worth(self, event: Transaction) -> Decimal | None:
        """Return what an event was worth before fees."""
        for leg in (event.received, event.sent):
            if leg is not None and leg.asset in MONEY:
                found = self.converted(leg, event)
                if found is not None:
                    return found
        if event.value is not None:
            money = Amount(event.value_currency or self.currency, event.value)
            return self._or_unpriced(self.converted(money, event), money, event)
        for leg in (event.received, event.sent):
            if leg is not None and (found := self.converted(leg, event)) is not None:
                return found
        leg = event.received or event.sent
        return self._or_unpriced(None, leg, event) if leg else None

    def fees(self, event: Transaction, worth: Decimal | None) -> list[FeePaid]:
        """Return an event's fees with their worth; `fee_value` speaks for the first."""
        if not event.fees:
            if event.fee_value is None or event.type == "transfer":
                return []
            return [self.stated_fee(event, event.fee_value)]
        paid = []
        for position, fee in enumerate(event.fees):
            stated_value = event.fee_value if position == 0 else None
            paid.append(FeePaid(fee.asset, fee.quantity, self.fee(event, fee, stated_value, worth)))
        return paid

    def stated_fee(self, event: Transaction, value: Decimal) -> FeePaid:
        """Take a fee of which only the worth is known as paid in money."""
        stated = Amount(event.value_currency or self.currency, value)
        found = self._or_unpriced(self.converted(stated, event), stated, event)
        return FeePaid(stated.asset, stated.quantity, found)

    def fee(
        self, event: Transaction, fee: Amount, stated: Decimal | None, worth: Decimal | None
    ) -> Decimal | None:
        """Value a fee: as stated, by its price, or by what its own trade paid for the asset."""
        if fee.quantity == ZERO:
            return ZERO
        if fee.asset == self.currency:
            return fee.quantity
        if stated is not None:
            money = Amount(event.value_currency or self.currency, stated)
            return self._or_unpriced(self.converted(money, event), fee, event)
        found = self.converted(fee, event)
        if found is None and worth is not None:
            for leg in (event.received, event.sent):
                if leg is not None and leg.asset == fee.asset and leg.quantity:
                    return share(worth, fee.quantity, leg.quantity)
        return self._or_unpriced(found, fee, event)

    def converted(self, amount: Amount, event: Transaction) -> Decimal | None:
        if amount.asset == self.currency:
            return amount.quantity
        return self.prices.worth(amount.quantity, amount.asset, self.currency, event.time)

    def _or_unpriced(
        self, worth: Decimal | None, amount: Amount, event: Transaction
    ) -> Decimal | None:
        if worth is None:
            self.report(
                Issue(
                    code="unpriced",
                    event=event.id,
                    asset=amount.asset,
                    quantity=amount.quantity,
                    message=f"No price of {amount.asset} in {self.currency} "
                    f"within 7 days before {event.time:%Y-%m-%d %H:%M} UTC.",
                )
            )
        return worth
