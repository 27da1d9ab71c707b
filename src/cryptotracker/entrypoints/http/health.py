"""Say whether the service is alive, and whether it can do its work."""

from litestar import get
from litestar.di import NamedDependency
from msgspec import Struct

from cryptotracker.entrypoints.tracker import Tracker


class Health(Struct, frozen=True):
    status: str = "ok"


@get("/health/live", operation_id="live", summary="It runs", tags=["Health"], sync_to_thread=False)
def live() -> Health:
    return Health()


@get("/health", operation_id="health", summary="As /health/ready", tags=["Health"])
async def health(tracker: NamedDependency[Tracker]) -> Health:
    return await answering(tracker)


@get(
    "/health/ready",
    operation_id="ready",
    summary="It runs, and its database answers",
    tags=["Health"],
)
async def ready(tracker: NamedDependency[Tracker]) -> Health:
    return await answering(tracker)


async def answering(tracker: Tracker) -> Health:
    await tracker.list_portfolios(limit=1)
    return Health()
