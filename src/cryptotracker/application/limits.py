"""Decide whether a caller may go on, also while nobody counts for the whole installation."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from cryptotracker.ports.counters import Counters, Quota, Verdict

Otherwise: TypeAlias = Literal["closed", "open"]
"""What follows when processes cannot count together: each allows little, or the whole quota."""

SHARE: Final = 10
"""Counting alone, and closed, a process allows one part in so many of a quota, but at least one."""


@frozen(kw_only=True)
class LimitRate:
    """Count a call against its quotas.

    Where a guess too many does harm, as at sign-in, the caller asks for `closed`; where an answer
    matters more, as when reading, for `open`: then this process counts by itself.

    What is asked for `closed` is always counted here as well, so that whoever has used up their
    part has nothing to gain from the moment in which counting together ends.
    """

    shared: Counters
    here: Counters

    async def __call__(self, quotas: Sequence[Quota], *, otherwise: Otherwise) -> Verdict:
        found, alone = await self.shared.take(quotas), None
        if otherwise == "closed":
            alone = await self.here.take([part_of(quota) for quota in quotas])
        elif found is None:
            alone = await self.here.take(quotas)
        return found or alone or Verdict(allowed=False, retry_after=1, quota=quotas[0], remaining=0)


def part_of(quota: Quota) -> Quota:
    """Give what one process allows by itself; it has keys of its own, for both are counted."""
    return evolve(quota, key=f"alone:{quota.key}", limit=max(1, quota.limit // SHARE))
