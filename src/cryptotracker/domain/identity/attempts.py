"""Bound how often somebody may guess: each account, each address, and all together.

A try is counted before it is looked at, and forgotten again if it was right. After the free ones
each wrong one makes the next wait twice as long. Whoever waits, waits to sign in: sessions that
there are go on.

>>> from datetime import UTC
>>> now, tries = datetime(2026, 1, 1, tzinfo=UTC), Tries()
>>> for _ in range(7):
...     tries = tries.counted(ACCOUNT, now)
>>> tries.wait(ACCOUNT, now)
datetime.timedelta(seconds=4)
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

DOUBLINGS_MOST: Final = 20


@frozen(kw_only=True)
class Terms:
    """How patient we are.

    Attributes:
        free: so many wrong ones cost nothing.
        first: the wait after one more, which then doubles.
        longest: it does not get longer than this.
        ease: after so long one wrong one is forgotten.
    """

    free: int
    first: timedelta
    longest: timedelta
    ease: timedelta


ACCOUNT: Final = Terms(
    free=5, first=timedelta(seconds=2), longest=timedelta(minutes=15), ease=timedelta(minutes=15)
)
ADDRESS: Final = Terms(
    free=30, first=timedelta(seconds=1), longest=timedelta(minutes=15), ease=timedelta(minutes=1)
)
EVERYBODY: Final = Terms(
    free=1000,
    first=timedelta(milliseconds=50),
    longest=timedelta(milliseconds=50),
    ease=timedelta(milliseconds=50),
)
"""Twenty guesses a second: a flood slows signing in down for all, and shuts nobody out."""
LETTERS: Final = Terms(
    free=3, first=timedelta(minutes=1), longest=timedelta(hours=1), ease=timedelta(minutes=20)
)
"""So often we write to one address because somebody, who may be anybody, asks us to."""
CODES: Final = Terms(
    free=4,
    first=timedelta(minutes=15),
    longest=timedelta(minutes=15),
    ease=timedelta(minutes=15),
)
"""Of second factors: five at once, then one now and then, for there are few codes to guess."""

COMMENTS: Final = Terms(
    free=30,
    first=timedelta(minutes=1),
    longest=timedelta(minutes=1),
    ease=timedelta(minutes=1),
)
"""Of one user, on whosever portfolios: thirty at once, then one a minute."""

TERMS: Final[Mapping[str, Terms]] = {
    "account": ACCOUNT,
    "codes": CODES,
    "address": ADDRESS,
    "all": EVERYBODY,
    "letters": LETTERS,
    "comments": COMMENTS,
}
FORGOTTEN: Final = timedelta(days=1)
"""After so long without one, nothing of any tries is left to remember."""

NO_WAIT: Final = timedelta()


@frozen(kw_only=True)
class Tries:
    """The wrong tries that are remembered of one account, one address, or all."""

    wrong: int = 0
    last_at: datetime | None = None

    def remembered(self, terms: Terms, now: datetime) -> int:
        """Count those that are not forgotten yet."""
        if self.last_at is None:
            return 0
        return max(0, self.wrong - max(NO_WAIT, now - self.last_at) // terms.ease)

    def wait(self, terms: Terms, now: datetime) -> timedelta:
        """Return how long the next try has to wait."""
        beyond = self.wrong - terms.free
        if self.last_at is None or beyond <= 0:
            return NO_WAIT
        factor: int = 2 ** min(beyond - 1, DOUBLINGS_MOST)
        until = self.last_at + min(terms.longest, terms.first * factor)
        return max(NO_WAIT, until - now)

    def counted(self, terms: Terms, now: datetime) -> "Tries":
        return Tries(wrong=self.remembered(terms, now) + 1, last_at=now)

    def forgiven(self) -> "Tries":
        """Take the last one back: it was right."""
        return Tries(wrong=max(0, self.wrong - 1), last_at=self.last_at)


def longest_wait(tries: Mapping[str, Tries], now: datetime) -> timedelta:
    """Return how long somebody has to wait for all of what they are counted by."""
    waits = (each.wait(TERMS[kind], now) for kind, each in tries.items())
    return max(waits, default=NO_WAIT)
