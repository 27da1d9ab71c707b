"""Read the numbers that exchanges write, exactly, or say why they could mean two things.

>>> read("-4E-7"), read("1,234.50"), read(".5"), read("50.")
(Decimal('-4E-7'), Decimal('1234.50'), Decimal('0.5'), Decimal('50'))
>>> read("-$1,234.50", money=True)
Decimal('-1234.50')
>>> read("1,234")
Traceback (most recent call last):
...
ValueError: the comma could be a decimal or a thousands separator; write a point and no comma
"""

import re
from decimal import Decimal
from typing import Final

from cryptotracker.domain.numbers import AMOUNT, LONGEST, plain

NUMBER: Final = re.compile(
    r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,2}))?",
    re.ASCII,
)
CURRENCY: Final = re.compile(r"([+-]?)[^\s\d.,+-]{1,4}(?=[0-9.])", re.ASCII)


def read(text: str, *, money: bool = False) -> Decimal:
    """Read a number with its sign; money may carry the sign of its currency."""
    written = text.strip()
    if money:
        written = CURRENCY.sub(r"\1", written, count=1)
    match = NUMBER.fullmatch(written[: 2 * LONGEST])
    if match is None or not (match[2] or match[3]):
        raise ValueError(fault(written))
    sign, whole, part, exponent = match.groups(default="")
    if whole.count(",") == 1 and not part:
        raise ValueError(fault(written))
    digits = whole.replace(",", "") or "0"
    number = Decimal(f"{sign}{digits}.{part}e{exponent or 0}")
    if AMOUNT.fullmatch(plain(number.copy_abs())) is None:
        message = "a number has at most 30 digits before and 30 after the point"
        raise ValueError(message)
    return number


def fault(text: str) -> str:
    """Say why a text is no number."""
    if not text:
        return "a number is missing"
    if "," in text and re.fullmatch(r"[+-]?[0-9.,]+", text, re.ASCII):
        return "the comma could be a decimal or a thousands separator; write a point and no comma"
    return "not a number"
