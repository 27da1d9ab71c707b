"""What a token looks like, whatever it is made of."""

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.identity.api_tokens import DIGITS, FORM, is_token, written

SECRETS = st.binary(min_size=32, max_size=32)


@given(SECRETS)
def test_whatever_it_is_made_of_a_token_is_known_as_one(secret: bytes) -> None:
    text = written(secret)

    assert is_token(text)
    assert FORM.fullmatch(text)


@given(SECRETS, SECRETS)
def test_no_two_are_alike(one: bytes, other: bytes) -> None:
    assert (written(one) == written(other)) == (one == other)


@given(SECRETS, st.integers(min_value=7, max_value=55), st.sampled_from(DIGITS))
def test_a_slip_of_the_pen_makes_it_none(secret: bytes, place: int, digit: str) -> None:
    text = written(secret)

    slipped = text[:place] + digit + text[place + 1 :]

    assert is_token(slipped) == (slipped == text)


@given(st.text(max_size=80))
def test_what_somebody_makes_up_is_none(text: str) -> None:
    assert not is_token(text)
    assert not is_token(f"ct_pat_{text}")
