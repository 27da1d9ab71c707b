"""A process that does jobs: `cryptotracker worker`."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.background import terms, watching
from cryptotracker.entrypoints.background import work as do_jobs
from cryptotracker.entrypoints.bootstrap import open_installation, refuse_risks
from cryptotracker.entrypoints.keys import open_rings
from cryptotracker.entrypoints.observing import open_telemetry, part
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.secrets import MASTER
from cryptotracker.ports.telemetry import Telemetry


def work(settings: Settings, queues: Sequence[str]) -> None:
    """Work until told to stop; what runs then is finished or given back."""
    asyncio.run(run(settings, queues))


async def run(settings: Settings, queues: Sequence[str]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        open_telemetry(settings) as telemetry,
        open_installation(settings, telemetry) as opened,
    ):
        await refuse_risks(settings)
        await open_rings(settings, [MASTER])
        agreed = terms(settings, queues)
        async with watching(opened.operations, telemetry), showing(settings, telemetry):
            serves = ", ".join(queues) or "all"
            sys.stdout.write(f"cryptotracker: worker {agreed.name} serves queues: {serves}\n")
            sys.stdout.flush()
            await do_jobs(opened.operations, agreed, telemetry, stop)


@asynccontextmanager
async def showing(settings: Settings, telemetry: Telemetry) -> AsyncIterator[None]:
    """Show the figures at /metrics on this machine, if a port is set."""
    if settings.metrics_port is None:
        yield
        return
    try:
        with part("exposition").exposed(telemetry.meter, settings.metrics_port):
            yield
    except OSError as error:
        reason = f"was {settings.metrics_port}: {error.strerror}"
        raise SettingsError(name=f"{PREFIX}METRICS_PORT", reason=reason) from error
