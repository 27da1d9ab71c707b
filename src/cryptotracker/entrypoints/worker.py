"""A process that does jobs: `cryptotracker worker`."""

import asyncio
import signal
import sys
from collections.abc import Sequence

from cryptotracker.entrypoints.background import terms
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.settings import Settings


def work(settings: Settings, queues: Sequence[str]) -> None:
    """Work until told to stop; what runs then is finished or given back."""
    asyncio.run(run(settings, queues))


async def run(settings: Settings, queues: Sequence[str]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_tracker(settings) as tracker:
        agreed = terms(settings, queues)
        serves = ", ".join(queues) or "all"
        sys.stdout.write(f"cryptotracker: worker {agreed.name} serves queues: {serves}\n")
        sys.stdout.flush()
        await tracker.jobs.work(agreed, stop)
