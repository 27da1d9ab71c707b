"""How a stream is: what went wrong last, and how long to leave it alone for that."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from attrs import define
from websockets.datastructures import Headers

from cryptotracker.adapters.prices.asking import SECONDS
from cryptotracker.adapters.prices.permits import WAIT, WAIT_LONGEST
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.price_feeds import Health

REST, REST_LONGEST = timedelta(seconds=1), timedelta(minutes=1)
MILLISECOND: Final = timedelta(milliseconds=1)
DOUBLINGS_MOST: Final = 8


@define(eq=False)
class Condition:
    """Up once anything was heard since the last trouble.

    Attributes:
        trouble: what kind its last failure was of; None once it is well again.
    """

    clock: Clock
    trouble: str | None = None
    _failures: int = 0
    _quiet_until: datetime | None = None
    _heard_at: datetime | None = None

    def heard(self) -> None:
        self.trouble, self._failures, self._quiet_until = None, 0, None
        self._heard_at = self.clock.now()

    def failed(self, trouble: str) -> timedelta:
        """Say how long to rest: twice as long after each failure in a row, but for half by chance.

        What many lost together they must not all come back to together.
        """
        self.trouble = trouble
        longest = min(REST * (1 << min(self._failures, DOUBLINGS_MOST)), REST_LONGEST)
        self._failures += 1
        return longest - MILLISECOND * secrets.randbelow(int(longest / 2 / MILLISECOND))

    def told_to_wait(self, headers: Headers) -> timedelta:
        """Say how long to wait: as long as it says, and an hour at most."""
        self.trouble = "limited"
        self._failures += 1
        told = headers.get("retry-after", "")
        wait = timedelta(seconds=min(int(told), 10**6)) if SECONDS.fullmatch(told) else WAIT
        wait = min(max(wait, timedelta(seconds=1)), WAIT_LONGEST)
        self._quiet_until = self.clock.now() + wait
        return wait

    def health(self) -> Health:
        waits = self._quiet_until is not None and self.clock.now() < self._quiet_until
        if self.trouble is not None:
            state = "limited" if waits else "broken"
        else:
            state = "up" if self._heard_at else "unasked"
        return Health(
            state=state,
            quiet_until=self._quiet_until if waits else None,
            trouble=self.trouble,
            answered_at=self._heard_at,
        )
