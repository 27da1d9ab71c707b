"""When a source may be asked: as often as it allows, not while it rests, not while it fails."""

from datetime import datetime, timedelta
from typing import Final

from attrs import define

from cryptotracker.ports.clock import Clock
from cryptotracker.ports.price_feeds import Health

MINUTE: Final = timedelta(minutes=1)
FAILURES: Final = 3
"""After so many in a row it is given a rest."""

REST, REST_LONGEST = timedelta(seconds=30), timedelta(minutes=10)
WAIT, WAIT_LONGEST = timedelta(minutes=1), timedelta(hours=1)
"""How long to wait when told to, but not how long; and nobody is waited for longer than that."""


@define
class Permits:
    """A bucket of tokens, what the source said of waiting, and a circuit breaker.

    Attributes:
        per_minute: so many tokens flow in a minute, and so many fit in.
    """

    clock: Clock
    per_minute: int
    _empty_at: datetime | None = None
    _quiet_until: datetime | None = None
    _waits: bool = False
    _failures: int = 0
    _trouble: str | None = None
    _answered_at: datetime | None = None

    def take(self) -> bool:
        """Take leave to ask once, if it is to be had now."""
        now = self.clock.now()
        if self._quiet(now) or self._left(now) < 1:
            return False
        if self._failures >= FAILURES:
            # Half open: this question finds out, and the others do not wait for it.
            self._quiet_until, self._waits = now + self._rest(), False
        # The bucket is full when this moment is past; each question moves it.
        self._empty_at = max(self._empty_at or now, now) + MINUTE / self.per_minute
        return True

    def answered(self) -> None:
        self._failures, self._trouble, self._quiet_until = 0, None, None
        self._answered_at = self.clock.now()

    def failed(self, trouble: str) -> None:
        """Remember a failure; after some in a row nothing is asked for a while, and then longer."""
        self._trouble = trouble
        self._failures += 1
        if self._failures >= FAILURES:
            self._quiet_until, self._waits = self.clock.now() + self._rest(), False

    def told_to_wait(self, wait: timedelta | None) -> None:
        """Ask nothing for as long as it says; that is no failure, and no reason to wait a day."""
        self._trouble, self._waits = "limited", True
        chosen = WAIT if wait is None else min(max(wait, timedelta(seconds=1)), WAIT_LONGEST)
        self._quiet_until = self.clock.now() + chosen

    def health(self) -> Health:
        now = self.clock.now()
        if self._quiet(now):
            state = "limited" if self._waits else "broken"
        elif self._trouble is not None:
            state = "broken"
        else:
            state = "up" if self._answered_at else "unasked"
        return Health(
            state=state,
            left=self._left(now),
            quiet_until=self._quiet_until if self._quiet(now) else None,
            trouble=self._trouble,
            answered_at=self._answered_at,
        )

    def _quiet(self, now: datetime) -> bool:
        return self._quiet_until is not None and now < self._quiet_until

    def _left(self, now: datetime) -> int:
        behind = max((self._empty_at or now) - now, timedelta(0))
        return int((MINUTE - behind) / (MINUTE / self.per_minute))

    def _rest(self) -> timedelta:
        """Double the rest with each failure more."""
        times = 1 << min(max(self._failures - FAILURES, 0), 8)
        return min(REST * times, REST_LONGEST)
