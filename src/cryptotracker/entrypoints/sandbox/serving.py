"""Serve the stand-ins on this machine until told to stop."""

import asyncio
import logging
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack, contextmanager
from threading import Thread, current_thread
from time import sleep
from typing import Final

import uvicorn

from cryptotracker.domain.errors import AddressUnavailableError
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.sandbox import smtp
from cryptotracker.entrypoints.sandbox.app import sandbox_app
from cryptotracker.entrypoints.sandbox.market import Market
from cryptotracker.entrypoints.sandbox.pointing import (
    LOOPBACK,
    PORT,
    lines,
    settings_of_sign_in,
    takes_letters,
    usual,
)
from cryptotracker.entrypoints.sandbox.state import Sandbox

THREAD: Final = "sandbox"
POLL_MILLISECONDS: Final = 10


@contextmanager
def quiet(thread: str) -> Iterator[None]:
    """Say nothing of what is cut by a thread: that is on purpose."""

    def is_elses(record: logging.LogRecord) -> bool:
        return record.threadName != thread

    log = logging.getLogger("uvicorn.error")
    log.addFilter(is_elses)
    try:
        yield
    finally:
        log.removeFilter(is_elses)


def server_of(sandbox: Sandbox) -> uvicorn.Server:
    config = uvicorn.Config(
        sandbox_app(sandbox),
        access_log=False,
        log_config=None,
        lifespan="off",
        ws="websockets-sansio",
    )
    return uvicorn.Server(config)


def serve(market: Market, port: int) -> None:
    """Say the settings, and serve a market that stands still until it is told to move."""
    sandbox = Sandbox(market)
    with quiet(current_thread().name), listening(sandbox, port) as doors:
        sys.stdout.writelines(f"{line}\n" for line in lines(sandbox.address, sandbox.smtp_port))
        sys.stdout.flush()
        asyncio.run(open_doors(sandbox, server_of(sandbox), doors))


@contextmanager
def beside(market: Market, environment: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Serve beside the product; give the environment that leads it to the stand-ins.

    What it says itself counts before that. They are at their usual ports, or at some that are free.
    """
    with ExitStack() as stack:
        sandbox = Sandbox(market)
        try:
            address = stack.enter_context(serving(sandbox, PORT))
        except AddressUnavailableError:
            address = stack.enter_context(serving(sandbox))
        sys.stderr.write(f"cryptotracker: stand-ins, and a page to drive them: {address}\n")
        site = environment.get(f"{PREFIX}PUBLIC_URL")
        sign_in = settings_of_sign_in(address, site) if site else {}
        yield {**usual(address, sandbox.smtp_port), **sign_in, **environment}


@contextmanager
def serving(sandbox: Sandbox, port: int = 0) -> Iterator[str]:
    """Serve beside whatever else is done here, on ports that are free; give the address."""
    server = server_of(sandbox)
    with quiet(THREAD), listening(sandbox, port) as doors:
        thread = Thread(
            target=lambda: asyncio.run(open_doors(sandbox, server, doors)), name=THREAD, daemon=True
        )
        thread.start()
        while not server.started and thread.is_alive():
            sleep(POLL_MILLISECONDS / 1000)
        try:
            yield sandbox.address
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


@contextmanager
def listening(sandbox: Sandbox, port: int) -> Iterator[list[socket.socket]]:
    """Listen at a port, and for letters at the next one; 0 is any."""
    with ExitStack() as stack:
        doors = [stack.enter_context(door(port))]
        sandbox.address = f"http://{LOOPBACK}:{doors[0].getsockname()[1]}"
        if takes_letters():
            doors.append(stack.enter_context(door(port and port + 1)))
            sandbox.smtp_port = doors[1].getsockname()[1]
        yield doors


def door(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        raise AddressUnavailableError(address=f"{LOOPBACK}:{port}", reason=str(error)) from error


async def open_doors(sandbox: Sandbox, server: uvicorn.Server, doors: list[socket.socket]) -> None:
    first, *more = doors
    async with AsyncExitStack() as stack:
        for each in more:
            await stack.enter_async_context(smtp.taking(sandbox, each))
        await server.serve([first])
