"""Codes for the day on which the app is lost: few, random, each good once.

>>> written(bytes(15))
'0000-0000-0000-0000-0000-0000'
>>> plain(" 0ooo-1il0-0000-0000")
'0000111000000000'
"""

from typing import Final

COUNT: Final = 10
RANDOM_BYTES: Final = 15
"""Of each: 120 bits, which nobody guesses, so that a plain digest keeps them well enough."""

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits of which no two look alike."""
BITS: Final = 5
GROUP: Final = 4
MEANT: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def written(random: bytes) -> str:
    """Write random bytes in groups that can be read out, and copied by hand."""
    number, letters = int.from_bytes(random), len(random) * 8 // BITS
    shifts = range((letters - 1) * BITS, -1, -BITS)
    text = "".join(ALPHABET[number >> shift & 31] for shift in shifts)
    return "-".join(text[at : at + GROUP] for at in range(0, letters, GROUP))


def plain(text: str) -> str:
    """Read a code as it was meant: without groups, and with letters that look like digits."""
    return text.upper().translate(MEANT)
