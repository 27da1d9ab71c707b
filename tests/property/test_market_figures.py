"""What holds of the figures of a market, whatever its prices."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.market.assets import Asset, AssetId, Currency
from cryptotracker.domain.market.comparing import compared
from cryptotracker.domain.market.daily import DAY, Daily
from cryptotracker.domain.market.fear_and_greed import WEIGHTS, put_together
from cryptotracker.domain.market.figures import FIGURES, Known, Row, measure
from cryptotracker.domain.market.overview import overview
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.screening import Condition, meets, screened
from cryptotracker.domain.market.seasonality import seasonality
from cryptotracker.domain.market.statistics import Measured, correlation, volatility
from cryptotracker.domain.market.supplies import Supply

EUR: Final = Currency("EUR")
TODAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)
NEAR: Final = Decimal("0.0000001")

prices = st.decimals("0.0001", 10**6, places=4)
days = st.lists(st.none() | prices, min_size=1, max_size=60)
whole = st.lists(st.none() | prices, min_size=60, max_size=60)
known_days = st.lists(prices, min_size=5, max_size=60)
factors = st.decimals("0.01", 1000, places=2)


def daily(found: list[Decimal | None]) -> Daily:
    return Daily(since=TODAY - (len(found) - 1) * DAY, prices=tuple(found), source="a table")


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Draw an asset of which anything may be unknown."""
    name = AssetId(draw(st.text("abcdefgh", min_size=1, max_size=3)))
    price = draw(st.none() | prices)
    quote = Quote(asset=name, currency=EUR, price=price, as_of=NOW, source="x") if price else None
    units = draw(st.none() | prices)
    known = Known(
        asset=Asset(id=name, symbol=name.upper(), name=name, kind="coin"),
        quote=quote,
        daily=daily(draw(whole)),
        ago={"change_24h": (NOW - DAY, draw(prices))} if draw(st.booleans()) else {},
        rsi=Measured(draw(st.none() | st.decimals(0, 100, places=2))),
        supply=Supply(asset=name, quantity=units, as_of=NOW, source="x") if units else None,
    )
    return measure(known)


markets = st.lists(rows(), max_size=8, unique_by=lambda row: row.asset.id)


@given(found=known_days, factor=factors)
def test_volatility_is_of_no_currency_and_never_below_nought(
    found: list[Decimal], factor: Decimal
) -> None:
    one = volatility(found, fewest=3).value
    other = volatility([price * factor for price in found], fewest=3).value

    assert one is not None
    assert other is not None
    assert one >= 0
    assert abs(one - other) <= NEAR
    assert volatility([found[0]] * len(found), fewest=3).value == 0


@given(pairs=st.lists(st.tuples(prices, prices), min_size=5, max_size=60), factor=factors)
def test_correlation_is_the_same_both_ways_and_at_most_one(
    pairs: list[tuple[Decimal, Decimal]], factor: Decimal
) -> None:
    one, other = ([pair[at] for pair in pairs] for at in (0, 1))

    found = correlation(one, other, fewest=3)
    scaled = correlation([price * factor for price in one], other, fewest=3)
    same = correlation(one, one, fewest=3)

    assert correlation(other, one, fewest=3) == found
    assert found.value is None or -1 <= found.value <= 1
    assert same.value in {None, Decimal(1)}
    if found.value is not None and scaled.value is not None:
        assert abs(found.value - scaled.value) <= NEAR


@given(one=days, other=days)
def test_days_that_only_one_knows_count_for_nothing(
    one: list[Decimal | None], other: list[Decimal | None]
) -> None:
    many = min(len(one), len(other))
    known = [a is not None and b is not None for a, b in zip(one, other, strict=False)]

    found = correlation(one[:many], other[:many], fewest=3)

    assert found.samples == sum(a and b for a, b in pairwise(known))
    assert (found.value is None) == bool(found.missing)


@given(courses=st.lists(st.tuples(st.none() | prices, st.none() | prices), min_size=1, max_size=40))
def test_courses_begin_at_a_hundred_and_keep_their_proportions(
    courses: list[tuple[Decimal | None, Decimal | None]],
) -> None:
    both = {name: daily([day[at] for day in courses]) for at, name in enumerate("ab")}

    found = compared(both)

    assert {*found.lines, *found.unknown} == ({"a", "b"} if found.start else {*found.unknown})
    for name, line in found.lines.items():
        prices_then = both[name].prices[-len(line.values) :]
        first = prices_then[0]
        assert line.values[0] == 100
        assert first is not None
        assert [each is None for each in line.values] == [each is None for each in prices_then]
        for value, price in zip(line.values, prices_then, strict=True):
            assert value is None or price is None or abs(value - price * 100 / first) <= NEAR


@given(market=markets)
def test_what_is_not_known_is_counted_nowhere(market: list[Row]) -> None:
    found = overview(market)

    worth = found.capitalisation
    assert len(worth.known) + len(worth.missing) == len(market)
    assert worth.total == (sum(value for _, value, _ in worth.known) if worth.known else None)
    assert abs(sum((share for _, _, share in worth.known), Decimal(0)) - bool(worth.known)) <= NEAR
    breadth = found.breadth
    counted = breadth.rising + breadth.falling + breadth.unchanged + breadth.unknown
    assert counted == len(market)
    for name, movers in found.movers.items():
        assert all((row.value(name) or 0) > 0 for row in movers.up)
        assert all((row.value(name) or 0) < 0 for row in movers.down)
    assert all(
        (each.value is None) == bool(each.missing) or name == "rsi_14"
        for row in market
        for name, each in row.figures.items()
    )


@given(
    market=markets,
    figure=st.sampled_from(sorted(FIGURES)),
    sign=st.sampled_from(["<", "<=", ">", ">="]),
    bound=st.decimals(-2, 100, places=2),
    way=st.sampled_from(["", "-"]),
)
def test_a_screen_leaves_out_what_fails_and_what_is_unknown(
    market: list[Row], figure: str, sign: str, bound: Decimal, way: str
) -> None:
    wanted = Condition(figure, sign, bound)

    found = screened(market, [wanted], way + figure)
    whole = screened(market, [], way + figure)

    assert all(meets(row, wanted) for row in found.rows)
    assert found.unknown == sum(row.value(figure) is None for row in market)
    values = [value for row in found.rows if (value := row.value(figure)) is not None]
    assert values == sorted(values, reverse=bool(way))
    assert sorted(row.asset.id for row in whole.rows) == sorted(row.asset.id for row in market)
    last = [row.value(figure) is None for row in whole.rows]
    assert last == sorted(last)


@given(
    seen=st.fixed_dictionaries(
        {name: st.none() | st.decimals(-3, 3, places=4) for name in WEIGHTS}
    ),
    more=st.decimals("0.01", 2, places=2),
)
def test_the_index_stays_between_its_ends_and_rises_with_what_it_is_made_of(
    seen: dict[str, Decimal | None], more: Decimal
) -> None:
    found = put_together({name: Measured(value) for name, value in seen.items()})

    unknown = [name for name, value in seen.items() if value is None]
    assert sorted(found.missing) == sorted(unknown)
    assert (found.value is None) == bool(unknown)
    if found.value is None:
        return
    assert 0 <= found.value <= 100
    for name, value in seen.items():
        assert value is not None
        higher = {each: Measured(one) for each, one in seen.items()} | {
            name: Measured(value + more)
        }
        assert (put_together(higher).value or 0) >= found.value


@given(found=days)
def test_every_day_that_is_known_with_the_next_is_a_sample_of_its_weekday(
    found: list[Decimal | None],
) -> None:
    seasons = seasonality(daily(found))

    known = sum(a is not None and b is not None for a, b in pairwise(found))
    assert sum(each.samples for each in seasons.weekdays.values()) == known
    for each in (*seasons.months.values(), *seasons.weekdays.values()):
        assert each.rising is None or 0 <= each.rising <= 1
