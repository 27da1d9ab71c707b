"""Who may go on while processes cannot count together."""

from collections.abc import Sequence

import pytest
from attrs import define, field, frozen

from cryptotracker.adapters.sharing.memory.counters import MemoryCounters
from cryptotracker.application.limits import LimitRate, Otherwise
from cryptotracker.ports.counters import Counters, Quota, Verdict

GUESSES = Quota(name="sign-in", key="198.51.100.7", limit=30, seconds=60)
FEW = Quota(name="recovery", key="198.51.100.7", limit=3, seconds=3600)


@define
class Together(Counters):
    """Counters of several processes, which may be out of reach."""

    inner: Counters = field(factory=lambda: MemoryCounters(lambda: 0))
    reachable: bool = True

    async def take(self, quotas: Sequence[Quota]) -> Verdict | None:
        return await self.inner.take(quotas) if self.reachable else None


@frozen
class Uncountable(Counters):
    async def take(self, quotas: Sequence[Quota]) -> None:
        del quotas


@pytest.fixture
def together() -> Together:
    return Together()


@pytest.fixture
def limit_rate(together: Together) -> LimitRate:
    return LimitRate(shared=together, here=MemoryCounters(lambda: 0))


async def allowed(limit_rate: LimitRate, quota: Quota, otherwise: Otherwise) -> int:
    found = [await limit_rate([quota], otherwise=otherwise) for _ in range(100)]
    return sum(each.allowed for each in found)


@pytest.mark.parametrize("otherwise", ["closed", "open"])
async def test_while_processes_count_together_the_whole_quota_is_allowed(
    limit_rate: LimitRate, otherwise: Otherwise
) -> None:
    assert await allowed(limit_rate, GUESSES, otherwise) == 30


@pytest.mark.parametrize(
    ("quota", "otherwise", "expected"),
    [(GUESSES, "open", 30), (GUESSES, "closed", 3), (FEW, "closed", 1)],
)
async def test_alone_a_process_allows_all_or_a_tenth_but_at_least_one(
    limit_rate: LimitRate, together: Together, quota: Quota, otherwise: Otherwise, expected: int
) -> None:
    together.reachable = False

    assert await allowed(limit_rate, quota, otherwise) == expected


async def test_a_guess_made_before_is_counted_after_counting_together_ended(
    limit_rate: LimitRate, together: Together
) -> None:
    for _ in range(3):
        await limit_rate([GUESSES], otherwise="closed")
    together.reachable = False

    refused = await limit_rate([GUESSES], otherwise="closed")

    assert (refused.allowed, refused.retry_after, refused.quota.limit) == (False, 20, 3)


async def test_a_guess_made_alone_takes_nothing_from_counting_together(
    limit_rate: LimitRate, together: Together
) -> None:
    together.reachable = False
    await allowed(limit_rate, GUESSES, "closed")
    together.reachable = True

    assert await allowed(limit_rate, GUESSES, "closed") == 30


async def test_where_nobody_can_count_nothing_is_allowed() -> None:
    limit_rate = LimitRate(shared=Uncountable(), here=Uncountable())

    refused = await limit_rate([GUESSES], otherwise="closed")

    assert (refused.allowed, refused.retry_after) == (False, 1)
