"""Decide whether a caller may go on, also while nobody counts for the whole installation."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from attrs import frozen

from cryptotracker.ports.counters import Counters, Quota, Verdict

Otherwise: TypeAlias = Literal["closed", "open"]
"""What follows when processes cannot count together: nothing is allowed, or each counts alone."""


@frozen(kw_only=True)
class LimitRate:
    """Count a call against its quotas.

    Where a guess too many does harm, as at sign-in, the caller asks for `closed`; where an answer
    matters more, as when reading, for `open`: then this process counts by itself.
    """

    shared: Counters
    here: Counters

    async def __call__(self, quotas: Sequence[Quota], *, otherwise: Otherwise) -> Verdict:
        found = await self.shared.take(quotas)
        if found is None and otherwise == "open":
            found = await self.here.take(quotas)
        return found or Verdict(allowed=False, retry_after=1, quota=quotas[0], remaining=0)
