"""The clock of the machine."""

import secrets
from datetime import UTC, datetime
from threading import Lock
from time import time_ns
from uuid import UUID

from attrs import define, field

from cryptotracker.ports.clock import Clock

NANOSECONDS = 1_000_000
"""In a millisecond."""


@define
class SystemClock(Clock):
    """Within one millisecond, and when the machine's clock is put back, ids count on."""

    _last: int = 0
    _lock: Lock = field(factory=Lock, eq=False)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def new_id(self) -> UUID:
        with self._lock:
            # RFC 9562: 48 bits of milliseconds, then the version and 12 bits that count.
            self._last = max((time_ns() // NANOSECONDS) << 12, self._last + 1)
            moment, count = self._last >> 12, self._last & 0xFFF
        return UUID(int=moment << 80 | 0x7 << 76 | count << 64 | 0b10 << 62 | secrets.randbits(62))
