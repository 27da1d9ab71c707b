"""The arithmetic the whole domain shares: decimals, never floats.

Sums, differences and products are exact or they raise; only `share` and `ratio` divide, and each
says how it rounds.

>>> from decimal import Decimal, localcontext
>>> with localcontext(EXACT):
...     print(Decimal("123456789012345678901234567890") + Decimal("1e-18"))
123456789012345678901234567890.000000000000000001
>>> print(share(Decimal(100), Decimal(1), Decimal(3)))
33.333333333333333333
"""

import re
from collections.abc import Iterable
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
)
from functools import reduce
from typing import Final

from attrs.validators import ge, gt

# An amount has at most 30 digits before and 30 after its point; a product of two amounts times
# as many events as a machine can hold still fits.
_DIGITS = 200
_TRAPS = (InvalidOperation, DivisionByZero, Overflow, FloatOperation)

EXACT: Final = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN, traps=[*_TRAPS, Inexact])
"""Adds, subtracts and multiplies without loss; a result that had to be rounded raises."""

_DIVIDING: Final = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN, traps=[*_TRAPS])
_COMPARING: Final = Context(prec=60, rounding=ROUND_HALF_EVEN, traps=[*_TRAPS])

ZERO: Final = Decimal(0)
STEP: Final = Decimal("1e-18")
"""The unit that a division is rounded to."""

positive = gt(ZERO)
not_negative = ge(ZERO)

LONGEST: Final = 61
AMOUNT: Final = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)
"""How a ledger writes a quantity: no sign, exponent, separator or blank."""


def amount(text: str) -> Decimal:
    """Read an amount exactly as contracts allow it, or raise ValueError saying what is wrong.

    >>> amount("0.000000000000000001")
    Decimal('1E-18')
    """
    if AMOUNT.fullmatch(text) is None:
        raise ValueError(amount_fault(text))
    return Decimal(text)


def amount_fault(text: str) -> str:
    """Say why a text is not an amount."""
    if not text:
        return "a number is missing"
    if len(text) > LONGEST:
        return "a number has at most 30 digits before and 30 after the point"
    if text[0] in "+-":
        return "a number carries no sign here"
    if not text.isascii() or any(each not in "0123456789." for each in text):
        return "a number has only the digits 0 to 9 and one point"
    return "a number is digits, and perhaps a point and more digits, at most 30 on each side"


def total(numbers: Iterable[Decimal]) -> Decimal:
    """Add up exactly, whatever the caller's context would round."""
    return reduce(EXACT.add, numbers, ZERO)


def share(whole: Decimal, part: Decimal, of: Decimal) -> Decimal:
    """Return part/of of the whole, rounded half-even at STEP; the whole when part is all of it."""
    if part == of:
        return whole
    quotient = _DIVIDING.divide(_DIVIDING.multiply(whole, part), of)
    rounded = _DIVIDING.quantize(quotient, STEP)
    return quotient if quotient == rounded else rounded  # a short quotient stays short


def ratio(amount: Decimal, by: Decimal) -> Decimal:
    """Return amount/by to 60 significant digits: for putting things in order, never for money."""
    return _COMPARING.divide(amount, by)


def plain(number: Decimal) -> str:
    """Write a number as people and files expect it: no exponent, no trailing zeros, no minus zero.

    >>> plain(Decimal("1E+3")), plain(Decimal("0.1200")), plain(Decimal("-0.00"))
    ('1000', '0.12', '0')
    """
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    if text[-1] == "0" and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
