"""Say whether the service is alive, whether it can do its work, and what it does without."""

import asyncio
from typing import Final, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from msgspec import Struct

from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.tracker import Trackers

PATIENCE_SECONDS: Final = 5


class Alive(Struct, frozen=True):
    status: Literal["ok"] = "ok"


class Health(Struct, frozen=True):
    """Ready, if it is told at all: `degraded` is too, and does without the parts that are away."""

    status: Literal["ok", "degraded"]
    parts: dict[str, Literal["ok", "away"]]


@get("/health/live", operation_id="live", summary="It runs", tags=["Health"], sync_to_thread=False)
def live() -> Alive:
    return Alive()


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
            seen = await tracker.see_parts()
    except TimeoutError as error:
        raise HTTPException(status_code=503) from error
    parts: dict[str, Literal["ok", "away"]] = {"database": "ok"}
    parts |= {name: "ok" if answers else "away" for name, answers in seen.items()}
    return Health(status="ok" if all(seen.values()) else "degraded", parts=parts)
