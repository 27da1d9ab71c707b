"""How a portfolio did, whatever its ledger: the parts are the whole, and money is not made up."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.adapters.valuing.sums import NumpyValuing
from cryptotracker.application.calculators import Files, Material
from cryptotracker.application.performance import CalculatePerformance, Performed, Stretch
from cryptotracker.domain.market.prices import Price, PriceBook
from cryptotracker.domain.portfolio.history import history
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from tests.property.strategies import START, ledgers, values

DAYS: Final = 12
ASSETS: Final = ("BTC", "ETH", "SOL")
CLOSE: Final = Decimal("1e-12")


@st.composite
def daily_prices(draw: st.DrawFn) -> PriceBook:
    """Draw a price of every asset for every day; after four they come again."""
    four = {asset: draw(st.tuples(*[values] * 4)) for asset in ASSETS}
    return PriceBook.of(
        price_of(asset, day, four[asset][day % 4])
        for asset in ASSETS
        for day in range(-1, DAYS + 2)
    )


def price_of(asset: str, day: int, price: Decimal) -> Price:
    since = START + timedelta(days=day)
    until = since + timedelta(days=1, microseconds=-1)
    return Price(asset=asset, currency="EUR", price=price, since=since, until=until)


def performed(
    events: list[Transaction], prices: PriceBook, first: int = -1, last: int = DAYS
) -> Performed:
    material = Material(history=history([events]), prices=prices)
    calculate = CalculatePerformance(read=lambda _: material, valuing=NumpyValuing)
    stretch = Stretch(since=START + timedelta(days=first), until=START + timedelta(days=last))
    return calculate(Files(ledgers=[]), Rules(currency="EUR"), stretch)


@given(ledgers(), daily_prices(), st.integers(0, DAYS - 1))
def test_what_assets_contributed_adds_up_to_the_simple_return(
    events: list[Transaction], prices: PriceBook, first: int
) -> None:
    found = performed(events, prices, first)

    parts = [each for each in found.by_asset.values() if each is not None]
    if found.whole.simple_return is not None and len(parts) == len(found.by_asset):
        largest = max(map(abs, parts), default=Decimal(0))
        assert abs(sum(parts) - found.whole.simple_return) <= CLOSE * largest


@given(ledgers(), daily_prices())
def test_gain_and_flows_are_what_lies_between_the_values(
    events: list[Transaction], prices: PriceBook
) -> None:
    whole = performed(events, prices).whole

    if whole.simple_return is not None and whole.net_flow is not None:
        assert whole.start_value is not None
        assert whole.end_value is not None
        gain = whole.end_value - whole.start_value - whole.net_flow
        assert (gain > 0) == (whole.simple_return > 0) or abs(whole.simple_return) < CLOSE
    for name, why in whole.unavailable.items():
        assert getattr(whole, name) is None
        assert why


@given(st.lists(values, min_size=2, max_size=DAYS))
def test_one_asset_that_is_only_held_does_as_its_price_does(prices: list[Decimal]) -> None:
    deposit = Transaction(time=START, type="deposit", received=Amount("BTC", Decimal(1)), id="one")
    book = PriceBook.of(price_of("BTC", day, each) for day, each in enumerate(prices))

    whole = performed([deposit], book, 0, len(prices) - 1).whole

    assert whole.twr is not None
    assert abs((1 + whole.twr) * prices[0] - prices[-1]) <= CLOSE * max(*prices, Decimal(1))
