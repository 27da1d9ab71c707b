"""Ask all sources at once, and wait no longer than it is worth."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import timedelta
from typing import Final, TypeAlias

from attrs import frozen

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.observations import Claim
from cryptotracker.ports.price_feeds import PriceFeed

LONGEST: Final = timedelta(seconds=4, milliseconds=500)
"""After that, what came is all there is."""

GRACE_SECONDS: Final = 1
"""So long others are waited for once everything was answered by one of them."""

Question: TypeAlias = Callable[[PriceFeed], Coroutine[None, None, Sequence[Claim]]]


@frozen(kw_only=True)
class Said:
    """What a source said, or why it said nothing.

    Attributes:
        trouble: empty if it answered.
    """

    feed: PriceFeed
    claims: Sequence[Claim] = ()
    trouble: str = ""


async def ask_all(
    feeds: Sequence[PriceFeed], question: Question, assets: Collection[str]
) -> Sequence[Said]:
    """Put a question to all; return what each said, in their order, within five seconds."""
    asked = [asyncio.create_task(asked_one(feed, question)) for feed in feeds]
    waiting: set[asyncio.Task[Said]] = set(asked)
    try:
        async with asyncio.timeout(LONGEST.total_seconds()) as limit:
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when="FIRST_COMPLETED")
                if any(covers(each.result(), assets) for each in done):
                    soon = asyncio.get_running_loop().time() + GRACE_SECONDS
                    limit.reschedule(min(soon, limit.when() or soon))
    except TimeoutError:
        pass
    finally:
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    return [
        task.result() if task not in waiting else Said(feed=feed, trouble="slow")
        for feed, task in zip(feeds, asked, strict=True)
    ]


async def asked_one(feed: PriceFeed, question: Question) -> Said:
    try:
        return Said(feed=feed, claims=await question(feed))
    except PriceSourceUnavailableError as error:
        return Said(feed=feed, trouble=error.reason)


def covers(said: Said, assets: Collection[str]) -> bool:
    return {claim.asset for claim in said.claims} >= set(assets)
