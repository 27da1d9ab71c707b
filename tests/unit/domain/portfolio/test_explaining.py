"""The parts of an explanation add up to the figure they explain."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cryptotracker.domain.market.prices import Price, PriceBook
from cryptotracker.domain.numbers import total
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.explaining import Evidence, explain
from cryptotracker.domain.portfolio.report import Report
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.portfolio.valued import valued_by

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
PRICES = PriceBook.of(
    Price(asset=asset, currency="EUR", price=Decimal(price), since=MARCH, until=MARCH)
    for asset, price in (("BTC", "90"), ("ETH", "7"))
)
EVENTS = [
    Transaction(
        time=datetime(2026, 1, 1, tzinfo=UTC),
        type="buy",
        received=Amount("BTC", Decimal(2)),
        value=Decimal(100),
        id="btc",
    ),
    Transaction(
        time=datetime(2026, 1, 2, tzinfo=UTC),
        type="buy",
        received=Amount("ETH", Decimal(3)),
        value=Decimal(30),
        id="eth",
    ),
    Transaction(
        time=datetime(2026, 2, 1, tzinfo=UTC),
        type="sell",
        sent=Amount("BTC", Decimal(1)),
        value=Decimal(80),
        fees=(Amount("BTC", Decimal("0.5")),),
        fee_value=Decimal(40),
        id="sale",
    ),
]


def evidence(figure: str) -> Evidence:
    report = Report(Accounting(Rules(currency="EUR"), PRICES))
    disposals = list(report.disposals(EVENTS))
    return Evidence(
        ref=f"portfolio:{figure}",
        report=report,
        disposals=disposals,
        held=valued_by(report, EVENTS, PRICES, MARCH),
        events={event.id: event for event in EVENTS},
    )


@pytest.mark.parametrize(
    ("figure", "value"),
    [("value", "66"), ("cost_basis", "55"), ("unrealised", "11"), ("gain", "5")],
)
def test_a_total_is_the_sum_of_its_parts(figure: str, value: str) -> None:
    found = explain(evidence(figure))

    assert found is not None
    assert found.value == Decimal(value)
    assert total(part.value for part in found.parts if part.value is not None) == found.value


@pytest.mark.parametrize(("figure", "value"), [("disposal", "-10"), ("fee", "15")])
def test_a_sale_and_its_fee_in_the_same_asset_are_two_figures(figure: str, value: str) -> None:
    found = explain(evidence(f"{figure}:sale:BTC"))

    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize("figure", ["nosuch", "holding:XRP", "disposal:btc:BTC", ""])
def test_what_is_no_figure_has_no_explanation(figure: str) -> None:
    assert explain(evidence(figure)) is None
