"""Whether this installation is one person's, who need not sign in."""

from datetime import datetime, timedelta
from typing import Final

from attrs import define

from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

MEMORY: Final = timedelta(seconds=4)


@define
class SingleUser:
    """Tells whether nobody has to sign in: nobody else is known, and nobody else comes near.

    `exposed` says that others can reach it: then whoever asks has to sign in, come what may.
    """

    _everybody: Database
    _clock: Clock
    _exposed: bool
    _single: bool = False
    _looked_at: datetime | None = None

    async def __call__(self) -> bool:
        if self._exposed:
            return False
        now = self._clock.now()
        if self._looked_at is None or now - self._looked_at >= MEMORY:
            async with self._everybody.snapshot() as work:
                self._single = not await work.people.users.others(THE_OWNER)
            self._looked_at = now
        return self._single

    def forget(self) -> None:
        """Look again: somebody may have registered."""
        self._looked_at = None
