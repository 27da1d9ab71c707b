"""Serve the product on this machine, on port 8000 or the next one that is free."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from ipaddress import ip_address
from typing import Final

import uvicorn
from litestar.types import ASGIApp
from uvicorn.loops.auto import auto_loop_factory

from cryptotracker.application.jobs.attempts import over
from cryptotracker.domain.errors import AddressUnavailableError, DatabaseUnavailableError
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.background import hearing, working
from cryptotracker.entrypoints.bootstrap import make_private, open_installation, refuse_risks
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.connections import Bounds, Config, Reception
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.keys import open_rings, rings_of_server
from cryptotracker.entrypoints.observing import open_telemetry
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.people_assembly import open_people
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.served import remember
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Operations
from cryptotracker.entrypoints.uploads_folder import uploads_folder

LOCAL: Final = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}
IPV4: Final = 4
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
    public = settings.public_url is not None
    with listen(host, port, public=public) as listener, asyncio.Runner(loop_factory=loop) as runner:
        runner.run(run(settings, listener))


async def run(settings: Settings, listener: socket.socket) -> None:
    rings = rings_of_server(settings)
    async with AsyncExitStack() as stack:
        telemetry = await stack.enter_async_context(open_telemetry(settings))
        opened = await stack.enter_async_context(open_installation(settings, telemetry, rings))
        trackers, operations = opened.trackers, opened.operations
        await refuse_risks(settings)
        await open_rings(settings, rings)
        people = await stack.enter_async_context(
            open_people(settings, opened, address=address(listener))
        )
        await trackers.of(THE_OWNER).load_demo.if_empty()
        make_private(settings.data_dir)
        remember(settings, address(listener))
        await welcome(people)
        with uploads_folder(settings.data_dir) as uploads:
            exposure = Exposure.of(settings, telemetry)
            app = build(trackers, uploads=uploads, exposure=exposure, people=people)
            stop = asyncio.Event()
            server = Server(configured(app, settings), stop)
            server.address = address(listener)
            for number in (signal.SIGINT, signal.SIGTERM):
                # The server stops first, then passes the signal on; by now all is being put away.
                signal.signal(number, lambda *_: None)
            settle()
            async with (
                noticing(operations),
                hearing(operations),
                working(operations, settings, telemetry, stop),
            ):
                await server.serve(sockets=[listener])


def configured(app: ASGIApp, settings: Settings) -> Config:
    return Config(
        app,
        Reception(bounds(settings)),
        log_config=None,  # its records go the way of ours
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=FRAME_LARGEST,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=10,
    )


async def welcome(people: People) -> None:
    """Say how somebody gets in, where everybody has to sign in and nobody could."""
    nobody = not (await people.administration.list(limit=1)).items
    if nobody and not await people.single():
        sys.stderr.write(
            "cryptotracker: nobody can sign in yet; make the first user:"
            " cryptotracker users create\n"
        )


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
async def noticing(operations: Operations) -> AsyncIterator[None]:
    """Notice what other programs change, as long as the block lasts."""

    async def notice() -> None:
        while True:
            try:
                return await operations.notice_changes()
            except DatabaseUnavailableError as error:
                log.warning("What other programs change cannot be seen now: %s", error.reason)
            await asyncio.sleep(NOTICING_AGAIN_SECONDS)

    task = asyncio.create_task(notice())
    try:
        yield
    finally:
        await over(task)


def listen(host: str, first: int, *, public: bool = False) -> socket.socket:
    """Bind before the server starts: between asking for a free port and using it, it may go.

    Beyond this machine it is for a proxy with TLS that people know by its name, the public one.
    """
    family = LOCAL.get(host) or (family_of(host) if public else None)
    if family is None:
        local = ", ".join(sorted(LOCAL))
        reason = f"without {PREFIX}PUBLIC_URL it answers on this machine only: {local}"
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


def family_of(host: str) -> socket.AddressFamily | None:
    try:
        version = ip_address(host).version
    except ValueError:
        return None
    return socket.AF_INET if version == IPV4 else socket.AF_INET6


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
