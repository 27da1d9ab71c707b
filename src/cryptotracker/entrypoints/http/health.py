"""Say whether the service is alive, and whether it can do its work."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from litestar import get
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from msgspec import Struct

from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.tracker import Tracker, Trackers

PATIENCE_SECONDS: Final = 5
NEEDED: Final[Mapping[str, Callable[[Tracker], Awaitable[object]]]] = {
    "database": lambda tracker: tracker.list_portfolios(limit=1),
}
"""Without which no request can be answered: what it is, and how to ask it over what is open.

What the service can do without for a while, as for prices, `doctor` looks at.
"""


class Health(Struct, frozen=True):
    status: str = "ok"


@get("/health/live", operation_id="live", summary="It runs", tags=["Health"], sync_to_thread=False)
def live() -> Health:
    return Health()


@get("/health", operation_id="health", summary="As /health/ready", tags=["Health"])
async def health(trackers: NamedDependency[Trackers]) -> Health:
    return await answering(trackers)


@get(
    "/health/ready",
    operation_id="ready",
    summary="It runs, and its database answers",
    tags=["Health"],
)
async def ready(trackers: NamedDependency[Trackers]) -> Health:
    return await answering(trackers)


async def answering(trackers: Trackers) -> Health:
    tracker = trackers.of(THE_OWNER)  # anybody's would do
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for look in NEEDED.values():
                await look(tracker)
    except TimeoutError as error:
        raise HTTPException(status_code=503) from error
    return Health()
