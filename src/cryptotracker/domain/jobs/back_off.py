"""How long to wait before a failed job is tried again.

The ceiling doubles with every attempt, and the wait is anything up to it ("full jitter"): jobs that
failed together, because what they all need was away, do not come back together.

>>> [ceiling(attempt).seconds for attempt in (1, 2, 3, 4)]
[2, 4, 8, 16]
>>> delay(3, below=lambda end: end - 1)
datetime.timedelta(seconds=8)
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

FIRST: Final = timedelta(seconds=2)
LAST: Final = timedelta(minutes=15)
DOUBLINGS_MOST: Final = 20
MILLISECOND: Final = timedelta(milliseconds=1)


def ceiling(attempt: int) -> timedelta:
    """Return the longest wait after an attempt; the first one has number 1."""
    return min(LAST, FIRST * (1 << min(attempt - 1, DOUBLINGS_MOST)))


def delay(attempt: int, *, below: Callable[[int], int]) -> timedelta:
    """Draw a wait; `below` gives a random number from 0 to one less than it is given."""
    return MILLISECOND * below(ceiling(attempt) // MILLISECOND + 1)
