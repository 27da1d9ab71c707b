"""Ledgers that could be somebody's: trades, transfers, fees in coins, some of it never bought."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.cost_basis import METHOD_NAMES
from cryptotracker.domain.portfolio.disposals import Disposal
from cryptotracker.domain.portfolio.history import history
from cryptotracker.domain.portfolio.report import Report
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed

SCOPES: Final = ("wallet", "universal")
KINDS: Final = ("buy", "buy", "sell", "swap", "transfer", "gift_in", "lost", "income", "withdrawal")
ASSETS: Final = ("BTC", "ETH")
ACCOUNTS: Final = ("bank", "cold")
START: Final = datetime(2025, 1, 1, tzinfo=UTC)

RULES: Final = [
    Rules(currency="EUR", method=method, scope=scope) for method in METHOD_NAMES for scope in SCOPES
]
"""Every method in every scope."""

quantities = st.decimals("0.00000001", "1000", places=8)
values = st.decimals("0.01", "100000", places=2)
# Few instants, so that many events share one.
times = st.integers(0, 12).map(lambda days: START + timedelta(days=days))


@st.composite
def transactions(draw: st.DrawFn) -> Transaction:
    """Draw an event whose worth is always stated."""
    kind, asset = draw(st.sampled_from(KINDS)), draw(st.sampled_from(ASSETS))
    account, other_account = draw(st.permutations(ACCOUNTS))
    amount = Amount(asset, draw(quantities))
    event = Transaction(
        time=draw(times),
        type="income",
        account=account,
        received=amount,
        value=draw(values),
        value_currency="EUR",
        fees=draw(st.sampled_from([(), (), (Amount("ETH", Decimal("0.01")),)])),
        fee_value=Decimal(3),
    )
    if kind in {"buy", "gift_in", "income"}:
        return changed(event, type=kind)
    if kind == "transfer":
        lost = draw(st.sampled_from([Decimal(0), Decimal("0.00000001")]))
        arrived = Amount(asset, amount.quantity - lost)
        return changed(event, type=kind, sent=amount, received=arrived, to_account=other_account)
    if kind == "swap":
        received = Amount("SOL", draw(quantities))
        return changed(event, type=kind, sent=amount, received=received)
    return changed(event, type=kind, sent=amount, received=None)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Transaction]:
    """Draw events with ids of their own."""
    events = draw(st.lists(transactions(), min_size=1, max_size=14))
    return [changed(event, id=f"{number:02}") for number, event in enumerate(events)]


def computed(events: list[Transaction], rules: Rules) -> tuple[list[Disposal], Report]:
    """Compute a ledger to its end."""
    report = Report(Accounting(rules))
    merged = history([events])
    return list(report.disposals(merged.events)), report
