"""Net worth once more, as plain as it can be: at each day's end every open lot is looked at."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import EXACT, total
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.net_worth import NetWorthPoint
from cryptotracker.domain.portfolio.report import Holding, Report
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Transaction


def naive_points(
    events: Sequence[Transaction], rules: Rules, prices: PriceBook, until: date
) -> list[NetWorthPoint]:
    """Follow the whole ledger anew for each day from the first event's on."""
    first = events[0].time.date()
    return [
        naive_point(events, rules, prices, first + timedelta(days=offset))
        for offset in range((until - first).days + 1)
    ]


def naive_point(
    events: Sequence[Transaction], rules: Rules, prices: PriceBook, day: date
) -> NetWorthPoint:
    closing = datetime.combine(day, time(23, 59, 59), UTC)
    report = Report(Accounting(rules, prices))
    list(report.disposals(event for event in events if event.time.date() <= day))
    held = list(report.holdings())
    lots = [lot for holding in held for lot in holding.lots]
    known = total(lot.cost for lot in lots if lot.cost is not None)
    values = [value(holding, prices, rules.currency, closing) for holding in held]
    return NetWorthPoint(
        date=day,
        value=None if None in values else total(each for each in values if each is not None),
        cost_basis=known if all(lot.cost is not None for lot in lots) else None,
        known_cost=known,
    )


def value(holding: Holding, prices: PriceBook, currency: str, closing: datetime) -> Decimal | None:
    price = prices.at(holding.asset, currency, closing)
    return None if price is None else EXACT.multiply(holding.quantity, price.price)
