"""How often something may happen."""

from collections.abc import Sequence
from typing import Protocol

from attrs import field, frozen
from attrs.validators import gt

MICROSECONDS = 1_000_000
"""In a second."""


@frozen(kw_only=True)
class Quota:
    """So many times in so many seconds, all at once or spread; it comes back evenly.

    Attributes:
        name: what callers are told that it counts, like `address`.
        key: whom it counts, like an address; each has the whole quota.
        interval: after so many microseconds one more is allowed.
        longest: after so many it is whole again, however much was used.
    """

    name: str
    key: str
    limit: int = field(validator=gt(0))
    seconds: int = field(validator=gt(0))
    interval: int = field(init=False)
    longest: int = field(init=False)

    @interval.default
    def _interval(self) -> int:
        return max(1, self.seconds * MICROSECONDS // self.limit)

    @longest.default
    def _longest(self) -> int:
        return self.interval * self.limit


@frozen(kw_only=True)
class Verdict:
    """Whether it may happen now.

    Attributes:
        retry_after: in so many seconds, rounded up, it may; 0 if it may now.
        quota: the one that is nearest to its end.
        remaining: how often it may happen now without waiting.
    """

    allowed: bool
    retry_after: int
    quota: Quota
    remaining: int


class Counters(Protocol):
    """Counts against quotas; the keys of one name share nothing.

    Every adapter keeps these promises; tests/contract/test_counters.py holds it to them:

    - of any number at once, as many are allowed as the quota says, in however many processes;
    - it counts against all quotas given or, if one of them is used up, against none;
    - what is refused costs nothing: who waits `retry_after` is allowed;
    - None says that it cannot count now, within half a second; the caller decides what follows.
    """

    async def take(self, quotas: Sequence[Quota]) -> Verdict | None: ...
