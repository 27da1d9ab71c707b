"""Recovery codes are written so that they can be copied by hand, and read as they were meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.identity.recovery_codes import ALPHABET, plain, written

CODE = st.binary(min_size=15, max_size=15)


@given(CODE, CODE)
def test_no_two_are_written_alike(one: bytes, other: bytes) -> None:
    assert (written(one) == written(other)) == (one == other)


@given(CODE)
def test_nothing_is_lost_however_it_is_copied(random: bytes) -> None:
    code = written(random)

    copies = [code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code} "]

    assert {plain(each) for each in copies} == {code.replace("-", "")}
    assert set(plain(code)) <= set(ALPHABET)


@pytest.mark.parametrize(
    ("copied", "meant"), [("OOOO", "0000"), ("oIlL", "0111"), ("u", "U"), ("", "")]
)
def test_letters_that_look_like_digits_are_those(copied: str, meant: str) -> None:
    assert plain(copied) == meant


def test_the_bits_come_in_their_order() -> None:
    assert (
        written(bytes.fromhex("0123456789abcdef0123456789abcd")) == "04HM-ASW9-NF6Y-Y093-8NKR-KAYD"
    )
