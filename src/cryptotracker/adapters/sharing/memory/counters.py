"""Quotas counted within one process.

The algorithm is GCRA: of each key one number is kept, the time at which its quota will be whole
again. One more pushes it back by an interval, and may push it as far as the quota's whole length.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from operator import itemgetter
from time import time_ns
from typing import Final

from attrs import define, field

from cryptotracker.ports.counters import MICROSECONDS, Counters, Quota, Verdict

KEYS_MOST: Final = 100_000


@define
class MemoryCounters(Counters):
    """The keys longest unused are forgotten first, should there ever be too many."""

    _now: Callable[[], int] = lambda: time_ns() // 1000
    _whole_at: "OrderedDict[tuple[str, str], int]" = field(factory=OrderedDict)

    async def take(self, quotas: Sequence[Quota]) -> Verdict:
        now = self._now()
        # How long until each quota will be whole again, this one counted.
        waits = [self._wait(quota, now) + quota.interval for quota in quotas]
        found = verdict(quotas, waits)
        if found.allowed:
            for quota, wait in zip(quotas, waits, strict=True):
                self._whole_at[quota.name, quota.key] = now + wait
                self._whole_at.move_to_end((quota.name, quota.key))
            while len(self._whole_at) > KEYS_MOST:
                self._whole_at.popitem(last=False)
        return found

    def _wait(self, quota: Quota, now: int) -> int:
        # A clock that was put back must not keep anybody waiting for longer than a quota lasts.
        wait = self._whole_at.get((quota.name, quota.key), now) - now
        return min(max(wait, 0), quota.longest)


def verdict(quotas: Sequence[Quota], waits: Sequence[int]) -> Verdict:
    """Decide by the microseconds until each quota will be whole again, this one counted."""
    # Of those used up the one to wait for longest, else the one that fewest are left of.
    late, missing, quota = max(map(standing, quotas, waits), key=itemgetter(0, 1))
    return Verdict(
        allowed=late <= 0,
        retry_after=-(-late // MICROSECONDS),
        quota=quota,
        remaining=max(0, -missing),
    )


def standing(quota: Quota, wait: int) -> tuple[int, int, Quota]:
    """Say how much too early it is, and, turned round, how many are left."""
    late = wait - quota.longest
    return max(late, 0), -(-late // quota.interval), quota
