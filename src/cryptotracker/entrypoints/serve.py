"""Serve the product on this machine, on port 8000 or the next one that is free."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from cryptotracker.domain.errors import AddressUnavailableError, DatabaseUnavailableError
from cryptotracker.entrypoints.background import working
from cryptotracker.entrypoints.bootstrap import make_private, open_tracker, refuse_risks
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.connections import Bounds, Config, Reception
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.keys import open_master_key
from cryptotracker.entrypoints.observing import open_telemetry
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.entrypoints.uploads_folder import uploads_folder

LOCAL: Final = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}
PORTS_TRIED: Final = 100
FRAME_LARGEST: Final = 64 * 1024
"""Of a WebSocket, in bytes."""
NOTICING_AGAIN_SECONDS: Final = 10

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Says where it is once it answers there."""

    address: str = ""

    def __init__(self, config: Config, stop: asyncio.Event) -> None:
        super().__init__(config)
        self.reception = config.reception
        self.stop = stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            sys.stdout.write(f"cryptotracker: {self.address}\n")
            sys.stdout.flush()

    async def on_tick(self, counter: int) -> bool:
        self.reception.look_round(self.server_state.connections, asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.stop.set()  # running jobs have as long as running requests
        await super().shutdown(sockets)


def serve(settings: Settings, *, port: int = 8000, host: str = "127.0.0.1") -> None:
    """Serve until told to stop. Where there is no portfolio yet there will be a demonstration."""
    loop = auto_loop_factory()  # with uvloop a request takes half of what it does without
    with listen(host, port) as listener, asyncio.Runner(loop_factory=loop) as runner:
        runner.run(run(settings, listener))


async def run(settings: Settings, listener: socket.socket) -> None:
    async with open_telemetry(settings) as telemetry, open_tracker(settings, telemetry) as tracker:
        await refuse_risks(settings)
        await open_master_key(settings)
        await tracker.load_demo.if_empty()
        make_private(settings.data_dir)
        with uploads_folder(settings.data_dir) as uploads:
            config = Config(
                build(tracker, uploads=uploads, exposure=Exposure.of(settings, telemetry)),
                Reception(bounds(settings)),
                log_config=None,  # its records go the way of ours
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="websockets-sansio",
                ws_max_size=FRAME_LARGEST,
                ws_per_message_deflate=False,
                timeout_graceful_shutdown=10,
            )
            stop = asyncio.Event()
            server = Server(config, stop)
            server.address = address(listener)
            for number in (signal.SIGINT, signal.SIGTERM):
                # The server stops first, then passes the signal on; by now all is being put away.
                signal.signal(number, lambda *_: None)
            settle()
            async with noticing(tracker), working(tracker, settings, telemetry, stop):
                await server.serve(sockets=[listener])


def bounds(settings: Settings) -> Bounds:
    return Bounds(
        most=settings.connection_limit_all,
        per_address=settings.connection_limit_address,
        trusted=settings.trusted_proxies,
    )


def settle() -> None:
    """Have the collector of garbage never again look through what stays until the end.

    That is nearly everything there is by now; a look through it keeps requests waiting.
    """
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def noticing(tracker: Tracker) -> AsyncIterator[None]:
    """Notice what other programs change, as long as the block lasts."""

    async def notice() -> None:
        while True:
            try:
                return await tracker.notice_changes()
            except DatabaseUnavailableError as error:
                log.warning("What other programs change cannot be seen now: %s", error.reason)
            await asyncio.sleep(NOTICING_AGAIN_SECONDS)

    task = asyncio.create_task(notice())
    yield
    task.cancel()


def listen(host: str, first: int) -> socket.socket:
    """Bind before the server starts: between asking for a free port and using it, it may go."""
    family = LOCAL.get(host)
    if family is None:
        reason = f"without sign-in it answers on this machine only: {', '.join(sorted(LOCAL))}"
        raise AddressUnavailableError(address=host, reason=reason)
    last = min(first + PORTS_TRIED, 65_536) - 1
    for port in range(first, last + 1):
        try:
            listener = socket.create_server((host, port), family=family, backlog=1024)
        except OSError:
            continue
        # An answer goes out in two pieces; without this the second waits 40 ms for the first's
        # receipt. Connections inherit it.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    raise AddressUnavailableError(address=host, reason=f"no port from {first} to {last} is free")


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
