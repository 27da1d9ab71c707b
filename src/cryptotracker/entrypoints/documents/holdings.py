"""The `holdings` document."""

from msgspec import Struct

from cryptotracker.domain.portfolio.valued import AccountBalance, Position, Valued
from cryptotracker.entrypoints.documents.gains import IssueView
from cryptotracker.entrypoints.documents.text import instant, number


class AccountView(Struct, frozen=True):
    account: str
    asset: str
    quantity: str | None
    value: str | None

    @classmethod
    def of(cls, balance: AccountBalance) -> "AccountView":
        return cls(balance.account, balance.asset, number(balance.quantity), number(balance.value))


class PositionView(Struct, frozen=True):
    asset: str
    quantity: str | None
    cost_basis: str | None
    basis: str
    price: str | None
    price_time: str | None
    value: str | None
    unrealised_gain: str | None

    @classmethod
    def of(cls, position: Position) -> "PositionView":
        price = position.price
        return cls(
            position.asset,
            number(position.quantity),
            number(position.cost_basis),
            position.basis,
            number(price.price) if price else None,
            instant(price.since) if price else None,
            number(position.value),
            number(position.unrealised),
        )


class HoldingsTotals(Struct, frozen=True):
    cost_basis: str | None
    value: str | None
    unrealised_gain: str | None


class HoldingsDocument(Struct, frozen=True):
    currency: str
    at: str | None
    accounts: list[AccountView]
    assets: list[PositionView]
    totals: HoldingsTotals
    issues: list[IssueView]

    @classmethod
    def of(cls, valued: Valued) -> "HoldingsDocument":
        totals = HoldingsTotals(
            number(valued.total("cost_basis")),
            number(valued.total("value")),
            number(valued.total("unrealised")),
        )
        return cls(
            valued.currency,
            instant(valued.at),
            [AccountView.of(each) for each in valued.accounts],
            [PositionView.of(each) for each in valued.positions],
            totals,
            [IssueView.of(each) for each in valued.issues],
        )
