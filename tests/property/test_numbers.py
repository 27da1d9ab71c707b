"""Sums are exact or they raise; only what divides may round, and says where."""

from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.numbers import (
    AMOUNT,
    EXACT,
    STEP,
    ZERO,
    amount,
    amount_fault,
    plain,
    share,
    total,
)

digits = st.text("0123456789", min_size=1, max_size=30)
amounts = st.builds("{}.{}".format, digits, digits) | digits
positive = amounts.map(Decimal).filter(bool)


@given(first=amounts, second=amounts)
def test_products_of_amounts_are_exact(first: str, second: str) -> None:
    product = EXACT.multiply(amount(first), amount(second))

    assert Fraction(product) == Fraction(first) * Fraction(second)


@given(numbers=st.lists(amounts, max_size=30), precision=st.integers(1, 60))
def test_sums_are_exact_in_any_context(numbers: list[str], precision: int) -> None:
    with localcontext(prec=precision):
        found = total(map(amount, numbers))

    assert Fraction(found) == sum(map(Fraction, numbers))


def test_a_sum_that_would_have_to_be_rounded_raises() -> None:
    with pytest.raises(Inexact):
        EXACT.add(Decimal("1E+100"), Decimal("1E-101"))


@given(whole=positive, part=positive, of=positive)
def test_a_share_is_off_by_half_a_step_at_most(whole: Decimal, part: Decimal, of: Decimal) -> None:
    part, of = min(part, of), max(part, of)

    found = share(whole, part, of)

    exact = Fraction(whole) * Fraction(part) / Fraction(of)
    assert found == whole if part == of else abs(Fraction(found) - exact) <= Fraction(STEP) / 2


@given(whole=positive, parts=st.lists(positive, min_size=1, max_size=12))
def test_shares_of_what_is_left_add_up_to_the_whole(whole: Decimal, parts: list[Decimal]) -> None:
    left, due, shares = total(parts), whole, []

    for part in parts:
        shares.append(share(due, part, left))
        due, left = EXACT.subtract(due, shares[-1]), EXACT.subtract(left, part)

    assert total(shares) == whole


@given(text=amounts)
def test_a_number_is_written_as_it_was_meant(text: str) -> None:
    written = plain(amount(text))

    assert Decimal(written) == Decimal(text)
    assert AMOUNT.fullmatch(written) is None or written == plain(Decimal(written))
    assert "." not in written or written[-1] != "0"


@given(text=st.text(max_size=70))
def test_a_text_is_an_amount_or_the_fault_is_named(text: str) -> None:
    refused = AMOUNT.fullmatch(text) is None

    if not refused:
        assert amount(text) >= ZERO
        return
    with pytest.raises(ValueError, match="number") as caught:
        amount(text)
    assert str(caught.value) == amount_fault(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "a number is missing"),
        ("-1", "a number carries no sign here"),
        ("+1", "a number carries no sign here"),
        ("1,5", "a number has only the digits 0 to 9 and one point"),
        ("1e5", "a number has only the digits 0 to 9 and one point"),
        ("NaN", "a number has only the digits 0 to 9 and one point"),
        ("\u0661", "a number has only the digits 0 to 9 and one point"),
        (" 1", "a number has only the digits 0 to 9 and one point"),
        ("1\n", "a number has only the digits 0 to 9 and one point"),
        ("1.", "a number is digits, and perhaps a point and more digits, at most 30 on each side"),
        ("1" * 62, "a number has at most 30 digits before and 30 after the point"),
    ],
)
def test_what_is_not_an_amount_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match="number") as caught:
        amount(text)

    assert str(caught.value) == fault
