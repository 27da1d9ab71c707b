"""Say how far a price can be relied on.

A: two sources or more said so of late, and differ by a hundredth at most.
B: one source said so of late; or several, which differ by a twentieth at most; or a price of grade
   A or B was turned around or put together from such.
C: what was said is not of late, though its source has nothing newer; or sources differ by more.
D: no source says so now: it is the last price that was believed, and its age is to be seen.

Of late is a sixth of what a source's prices may be old: five minutes of a market that never closes,
a day of rates that are set once a day.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from cryptotracker.domain.market.quotes import GRADES

OF_LATE: Final = 6
CLOSE, NEAR = Decimal("0.01"), Decimal("0.05")


def grade(sources: int, spread: Decimal | None, age: timedelta, oldest: timedelta) -> str:
    """Grade what sources say now.

    >>> grade(2, Decimal("0.002"), timedelta(minutes=1), timedelta(minutes=30))
    'A'
    >>> grade(1, None, timedelta(minutes=1), timedelta(minutes=30))
    'B'
    """
    if age * OF_LATE > oldest or (spread is not None and spread > NEAR):
        return "C"
    if sources > 1 and spread is not None and spread <= CLOSE:
        return "A"
    return "B"


def worst(*grades: str | None) -> str | None:
    """Grade what was put together: as good as the worst of it, and never the best."""
    known = [each for each in grades if each is not None]
    return max(["B", *known], key=GRADES.index) if known else None
