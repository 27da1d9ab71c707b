"""Figures of a market by hand: each expected value can be reckoned on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

import pytest

from cryptotracker.domain.market.assets import Asset, AssetId, Currency
from cryptotracker.domain.market.comparing import compared
from cryptotracker.domain.market.daily import DAY, Daily
from cryptotracker.domain.market.fear_and_greed import put_together
from cryptotracker.domain.market.figures import FIGURES, Known, Row, measure
from cryptotracker.domain.market.overview import capitalised, movers
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.screening import condition, order_fault
from cryptotracker.domain.market.seasonality import seasonality
from cryptotracker.domain.market.statistics import Measured, correlation, volatility
from cryptotracker.domain.market.supplies import Supply

NOW: Final = datetime(2026, 11, 23, 20, tzinfo=UTC)
UNKNOWN: Final = Measured(None, 0, "too_few_days")


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(each) for each in texts]


def row(name: str, price: str, *, units: str = "", before: str = "") -> Row:
    """Make an asset that costs what it always did, but for a day ago."""
    ago = {"change_24h": (NOW - DAY, Decimal(before))} if before else {}
    supply = Supply(asset=name, quantity=Decimal(units), as_of=NOW, source="x") if units else None
    return measure(
        Known(
            asset=Asset(id=AssetId(name), symbol=name.upper(), name=name, kind="coin"),
            quote=Quote(
                asset=name, currency=Currency("EUR"), price=Decimal(price), as_of=NOW, source="x"
            ),
            daily=Daily(since=date(2025, 11, 24), prices=(Decimal(price),) * 365),
            ago=ago,
            rsi=Measured(Decimal(50), 365),
            supply=supply,
        )
    )


def test_an_asset_that_stands_still_has_figures_of_nought_and_lacks_what_nobody_says() -> None:
    found = row("still", "20")

    assert {name: each.value for name, each in found.figures.items()} == {
        "change_1h": None,
        "change_24h": None,
        "change_7d": 0,
        "change_30d": 0,
        "volatility_30d": 0,
        "rsi_14": 50,
        "from_sma_50": 0,
        "from_sma_200": 0,
        "from_high": 0,
        "from_low": 0,
        "capitalisation": None,
    }
    assert list(found.figures) == list(FIGURES)
    missing = {name: each.missing for name, each in found.figures.items() if each.missing}
    assert missing == {
        "change_1h": "no_reference",
        "change_24h": "no_reference",
        "capitalisation": "no_supply",
    }
    # 20:00 a week ago is nearer to the midnight after it than to the one before.
    assert found.since["change_7d"] == datetime(2026, 11, 17, tzinfo=UTC)


def test_dominance_is_a_share_of_what_is_known_and_the_rest_is_named() -> None:
    found = capitalised([row("a", "2", units="10"), row("b", "3", units="20"), row("c", "9")])

    assert found.total == 80
    told = [(str(each.asset.id), str(value), str(share)) for each, value, share in found.known]
    assert told == [("b", "60", "0.75000000"), ("a", "20", "0.25000000")]
    assert found.missing == {"c": "no_supply"}
    assert capitalised([row("c", "9")]).total is None


def test_movers_are_told_apart_by_their_direction() -> None:
    rows = [row("a", "110", before="100"), row("b", "90", before="100"), row("c", "5")]

    found = movers(rows, "change_24h")

    assert [each.asset.id for each in found.up] == ["a"]
    assert [each.asset.id for each in found.down] == ["b"]
    assert (found.up[0].value("change_24h"), found.unknown) == (Decimal("0.1"), 1)


def test_volatility_and_correlation_of_a_few_days() -> None:
    # The returns are ln 2, -ln 2, ln 2; their mean is ln 2 / 3, their deviation ln 2 * 2 / root 3.
    prices = numbers("1", "2", "1", "2")

    assert volatility(prices, fewest=3).value == Decimal("15.29118919")
    assert correlation(prices, numbers("8", "4", "8", "4"), fewest=3) == Measured(Decimal(-1), 3)
    assert correlation(prices, prices, fewest=4) == Measured(None, 3, "too_few_days")
    flat = correlation(prices, numbers("5", "5", "5", "5"), fewest=3)
    assert flat == Measured(None, 3, "no_variation")


@pytest.mark.parametrize(
    ("momentum", "volatility", "breadth", "drawdown", "value", "label"),
    [
        ("0.12", "-0.41503750", "0.64", "-0.15", 58, "greed"),  # the example of the docs
        ("0", "0", "0.5", "-0.25", 50, "neutral"),
        ("-0.30", "-1", "0", "-0.50", 0, "extreme fear"),
        ("0.45", "2", "1", "0", 100, "extreme greed"),
        ("-0.10", "-0.5", "0.3", "-0.30", 32, "fear"),
    ],
)
def test_the_index_is_weighed_as_it_is_defined(
    momentum: str, volatility: str, breadth: str, drawdown: str, value: int, label: str
) -> None:
    names = ("momentum", "volatility", "breadth", "drawdown")
    given = numbers(momentum, volatility, breadth, drawdown)

    found = put_together({name: Measured(each) for name, each in zip(names, given, strict=True)})

    assert (found.value, found.label, list(found.missing)) == (value, label, [])


def test_an_index_without_one_of_its_parts_is_none() -> None:
    seen = {"momentum": Measured(Decimal(0)), "volatility": UNKNOWN}
    seen |= {"breadth": UNKNOWN, "drawdown": Measured(Decimal(0))}

    found = put_together(seen)

    assert (found.value, found.label) == (None, None)
    assert list(found.missing) == ["volatility", "breadth"]


def test_courses_leave_out_an_asset_that_nobody_prices() -> None:
    since = date(2026, 11, 1)
    two = {
        "a": Daily(since=since, prices=(Decimal(4), None, Decimal(5))),
        "b": Daily(since=since, prices=(None, None, None)),
    }

    found = compared(two)

    assert (found.start, list(found.unknown)) == (since, ["b"])
    assert found.lines["a"].values == (Decimal(100), None, Decimal(125))
    assert (found.lines["a"].missing, found.lines["a"].change) == (
        (date(2026, 11, 2),),
        Decimal("0.25"),
    )


def test_months_are_told_by_their_first_days_and_too_few_say_nothing() -> None:
    # Four Januaries that rose by a tenth, and all else stands still.
    days = [date(2023, 1, 1) + at * DAY for at in range(1461)]
    prices = tuple(Decimal(110 if each.month > 1 else 100) for each in days)

    found = seasonality(Daily(since=days[0], prices=prices))

    january = found.months[1]
    assert (january.samples, january.median, january.mean) == (4, Decimal("0.1"), Decimal("0.1"))
    assert [january.rising, found.months[2].rising] == numbers("1", "0")
    assert (found.months[12].samples, found.months[12].mean) == (3, Decimal("-0.09090909"))
    assert sum(each.samples for each in found.weekdays.values()) == 1460
    short = seasonality(Daily(since=days[0], prices=prices[:100]))
    assert (short.months[1].samples, short.months[1].median) == (1, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("rsi_14=30", "'rsi_14=30' is no condition: write one like rsi_14<30"),
        ("rsi_14<1e3", "is no condition"),
        ("rsi<30", "there is no figure 'rsi'; there are change_1h, "),
    ],
)
def test_a_condition_that_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason.replace("(", r"\(")):
        condition(text)


def test_an_order_is_by_a_figure_there_is() -> None:
    assert [order_fault(each) for each in ("rank", "-rank", "-rsi_14")] == ["", "", ""]
    assert order_fault("name").startswith("there is no order 'name'; there are rank, change_1h")
