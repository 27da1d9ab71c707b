"""Wait for a condition, and not a moment longer."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

PATIENCE_SECONDS = 10


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    """Return when it holds; raise TimeoutError if it does not in time."""
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        if await condition():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError
