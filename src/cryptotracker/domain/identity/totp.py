"""Codes of an app (RFC 6238): six digits that are good for half a minute, and once.

>>> steps(60)
range(1, 4)
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final
from uuid import UUID

from attrs import evolve, frozen

SECONDS: Final = 30
DIGITS: Final = 6
WINDOW: Final = 1
"""So many steps before and after the one that is now count, too: clocks are apart."""

PENDING: Final = timedelta(minutes=10)
"""So long a seed waits for its first code."""

NEVER: Final = -1


@frozen(kw_only=True)
class Totp:
    """The app of a user; its seed is kept elsewhere, under this id.

    Attributes:
        on_since: since when its codes are asked for; None until the first one was shown.
        last_step: of the last code that was accepted. No code of it, or of an earlier one, is
            accepted again.
    """

    id: UUID
    user_id: UUID
    made_at: datetime
    on_since: datetime | None = None
    last_step: int = NEVER

    @property
    def is_on(self) -> bool:
        return self.on_since is not None

    def waits(self, now: datetime) -> bool:
        """Tell whether its first code may still be shown."""
        return not self.is_on and now < self.made_at + PENDING

    def switched_on(self, now: datetime) -> "Totp":
        return evolve(self, on_since=now)

    def showing(self, code: str, code_of: Callable[[int], str], now: datetime) -> "Totp | None":
        """Return it after a code was accepted, None if the code is not.

        Every step of the window is tried, so that time does not tell which one was nearest.
        """
        given = code.encode("utf-8", "replace")
        found = [
            step
            for step in steps(int(now.timestamp()))
            if compare_digest(code_of(step).encode(), given) and step > self.last_step
        ]
        return evolve(self, last_step=max(found)) if found else None


def steps(unix_time: int) -> range:
    now = unix_time // SECONDS
    return range(max(0, now - WINDOW), now + WINDOW + 1)
