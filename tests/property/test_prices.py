"""What holds of every price made of several, whatever the sources say."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.checks import CHECKS, examine
from cryptotracker.domain.market.consensus import agree
from cryptotracker.domain.market.derived import FEWEST, GUARD, derived
from cryptotracker.domain.market.observations import Claim, Feed, Observation, Refusal
from cryptotracker.domain.market.paths import through
from cryptotracker.domain.market.quotes import Quote

NOW = datetime(2026, 10, 30, 14, 30, tzinfo=UTC)
USD = Currency("USD")
NAMES = ("one", "two", "three", "four", "five")
TRUST: Mapping[str, int] = {name: 5 - at for at, name in enumerate(NAMES)}
FEED = Feed(name="one", oldest=timedelta(minutes=30))

prices = st.decimals("0.00000001", 10**9, allow_nan=False, allow_infinity=False, places=8)
several = st.lists(prices, min_size=1, max_size=5)
honest = st.lists(st.decimals("99", "101", places=4), min_size=2, max_size=4)
precise = st.decimals("1e-18", 10**12, allow_nan=False, allow_infinity=False, places=18)
factors = st.lists(precise, min_size=0, max_size=3)
rates = st.fixed_dictionaries(
    {},
    optional={
        pair: prices.filter(lambda rate: rate > Decimal("0.001"))
        for pair in [("XYZ", "USD"), ("EUR", "USD"), ("EUR", "CHF"), ("USD", "CHF"), ("CHF", "XYZ")]
    },
)


def said(*found: Decimal) -> list[Observation]:
    return [
        Observation(source=name, asset="BTC", currency=USD, price=price, as_of=NOW)
        for name, price in zip(NAMES, found, strict=False)
    ]


@given(found=several, data=st.data())
def test_the_price_is_one_that_was_said_in_whatever_order(
    found: list[Decimal], data: st.DataObject
) -> None:
    observations = said(*found)

    agreement = agree(observations, TRUST, None)
    again = agree(data.draw(st.permutations(observations)), TRUST, None)

    believed = [each.price for each in agreement.believed]
    assert again == agreement
    assert (agreement.price is None) == (believed == [])
    assert agreement.price is None or agreement.price in believed
    assert len(believed) + len(agreement.refused) == len(found)
    assert agreement.spread is None or agreement.spread >= 0


@given(found=honest, factor=st.sampled_from([Decimal(1000), Decimal("0.001"), Decimal(2)]))
def test_one_liar_among_those_who_agree_changes_nothing(
    found: list[Decimal], factor: Decimal
) -> None:
    lie = Observation(source="five", asset="BTC", currency=USD, price=found[0] * factor, as_of=NOW)

    agreement = agree([*said(*found), lie], TRUST, None)

    assert agreement.price is not None
    assert min(found) <= agreement.price <= max(found)
    assert agreement.refused == {lie: "outlier"}


@given(first=prices)
def test_of_two_that_differ_widely_the_last_good_price_decides(first: Decimal) -> None:
    lie = first * 3

    near, alone = agree(said(lie, first), TRUST, first), agree(said(lie, first), TRUST, None)

    assert near.price == first
    assert set(near.refused.values()) == {"outlier"}
    assert alone.price is None
    assert set(alone.refused.values()) == {"disagree"}


@given(
    price=st.none() | st.booleans() | st.text(max_size=9) | st.decimals() | st.integers(),
    time=st.none() | st.text(max_size=30) | st.decimals() | st.integers(),
)
def test_whatever_is_said_is_believed_or_refused_with_a_reason(price: object, time: object) -> None:
    claim = Claim(source="one", asset="BTC", currency=USD, price=price, time=time)

    found = examine(claim, FEED, None, NOW)

    if isinstance(found, Refusal):
        assert found.reason in CHECKS
        assert len(found.said) <= 80
    else:
        assert found.price > 0
        assert found.price.is_finite()
        assert found.as_of <= NOW


@given(found=rates)
def test_a_path_leads_from_the_asset_to_the_currency_by_what_was_said(
    found: dict[tuple[str, str], Decimal],
) -> None:
    def known(asset: str, currency: str) -> Quote | None:
        if (asset, currency) not in found:
            return None
        return Quote(
            asset=asset,
            currency=Currency(currency),
            price=found[asset, currency],
            as_of=NOW,
            source="one",
            grade="A",
        )

    quote = through("XYZ", Currency("CHF"), known)

    either_way = {frozenset(pair) for pair in found}
    if frozenset(("CHF", "XYZ")) in either_way:
        assert quote is None or len(quote.path) == 2  # none if it is too small to write down
    elif quote is not None:
        assert (quote.path[0], quote.path[-1]) == ("XYZ", "CHF")
        steps = zip(quote.path, quote.path[1:], strict=False)
        assert all(frozenset(step) in either_way for step in steps)
        assert len(set(quote.path)) == len(quote.path)
        assert quote.grade == "B"


@given(above=factors, below=factors.filter(bool))
def test_a_derived_price_is_right_to_its_last_digit_and_has_no_more_than_its_parts(
    above: list[Decimal], below: list[Decimal]
) -> None:
    with localcontext(prec=400):
        exact = Fraction(1)
        for each in above:
            exact *= Fraction(each)
        for each in below:
            exact /= Fraction(each)

        found = derived(above, below)

        if found is None:
            assert exact <= Fraction(1, 2 * 10**30)
            return
        last = Fraction(Decimal((0, (1,), int(found.as_tuple().exponent))))
        assert abs(Fraction(found) - exact) * 2 <= last
        digits = [len(each.normalize().as_tuple().digits) for each in [*above, *below]]
        assert len(found.as_tuple().digits) <= max(FEWEST, min(digits) + GUARD)
        assert last >= Fraction(1, 10**30)


@given(above=factors.filter(bool), below=factors, data=st.data())
def test_a_derived_price_is_the_same_in_whatever_order(
    above: list[Decimal], below: list[Decimal], data: st.DataObject
) -> None:
    found = derived(above, below)

    assert derived(data.draw(st.permutations(above)), data.draw(st.permutations(below))) == found


@given(price=precise)
def test_what_a_source_said_is_never_rounded(price: Decimal) -> None:
    assert derived([price]) is price
