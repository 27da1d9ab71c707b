"""Net worth once more, as plain as it can be: at each moment every open lot is looked at."""

from collections.abc import Sequence
from decimal import Decimal

from cryptotracker.domain.market.prices import Price, PriceBook
from cryptotracker.domain.numbers import EXACT, total
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.flows import flow
from cryptotracker.domain.portfolio.net_worth import Carried, NetWorthPoint
from cryptotracker.domain.portfolio.report import Holding, Report
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.spans import Span
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valuation import Valuer


def naive_point(
    events: Sequence[Transaction], rules: Rules, prices: PriceBook, span: Span
) -> NetWorthPoint:
    """Follow the whole ledger anew, up to the end of a span."""
    report = Report(Accounting(rules, prices))
    list(report.disposals(event for event in events if event.time < span.until))
    held = [each for each in report.holdings() if quantity(each)]
    costs = [lot.cost for holding in held for lot in holding.lots]
    found = {each.asset: prices.at(each.asset, rules.currency, span.last) for each in held}
    values = [worth(quantity(each), found[each.asset]) for each in held]
    return NetWorthPoint(
        span.date,
        span.until,
        together(values),
        together(costs),
        flowed(events, rules, prices, span, inwards=True),
        flowed(events, rules, prices, span, inwards=False),
        tuple(sorted(asset for asset, price in found.items() if price is None)),
        tuple(
            Carried(asset, price.since)
            for asset, price in sorted(found.items())
            if price is not None and price.is_carried(span.last)
        ),
        partial=False,
    )


def worth(held: Decimal, price: Price | None) -> Decimal | None:
    return None if price is None else EXACT.multiply(held, price.price)


def quantity(holding: Holding) -> Decimal:
    return total(lot.quantity for lot in holding.lots)


def flowed(
    events: Sequence[Transaction], rules: Rules, prices: PriceBook, span: Span, *, inwards: bool
) -> Decimal | None:
    valuer = Valuer(rules.currency, prices, lambda _: None)
    found = [flow(each, valuer) for each in events if span.since <= each.time < span.until]
    return together([each.worth for each in found if each and each.inwards == inwards])


def together(parts: Sequence[Decimal | None]) -> Decimal | None:
    known = [each for each in parts if each is not None]
    return total(known) if len(known) == len(parts) else None
