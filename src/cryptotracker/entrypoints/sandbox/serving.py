"""Serve the stand-ins on this machine until told to stop."""

import asyncio
import logging
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread, current_thread
from time import sleep
from typing import Final

import uvicorn

from cryptotracker.entrypoints.sandbox.app import Sandbox, sandbox_app
from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.market import Market
from cryptotracker.entrypoints.sandbox.streaming import PATH

LOOPBACK: Final = "127.0.0.1"
THREAD: Final = "sandbox"
POLL_MILLISECONDS: Final = 10
CHOSEN: Final = "CRYPTOTRACKER_PRICE_SOURCES"


def settings_of(address: str) -> Mapping[str, str]:
    """Name the settings that point the service at the stand-ins."""
    return {
        CHOSEN: "coingecko,coinmarketcap,ecb,exchangerate",
        "CRYPTOTRACKER_COINGECKO_URL": f"{address}/coingecko/api/v3",
        "CRYPTOTRACKER_COINMARKETCAP_URL": f"{address}/coinmarketcap",
        "CRYPTOTRACKER_COINMARKETCAP_API_KEY": "sandbox",
        "CRYPTOTRACKER_EXCHANGERATE_URL": f"{address}/exchangerate/v6",
        "CRYPTOTRACKER_NEWS_NETWORKS": "127.0.0.0/8",
    }


def settings_of_streams(address: str) -> Mapping[str, str]:
    """Name the settings that point it at the stand-ins of exchanges, beside those."""
    found = {}
    for name in SPEECHES:
        setting = f"CRYPTOTRACKER_{name.upper()}"
        found[f"{setting}_URL"] = f"{address}/{name}"
        found[f"{setting}_STREAM_URL"] = f"{address.replace('http', 'ws', 1)}/{name}{PATH}"
    return found


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
    with quiet(current_thread().name), listening(port) as (listener, address):
        sys.stdout.write(f"# stand-ins at {address}, told what to do at {address}/control\n")
        given = {**settings_of(address), **settings_of_streams(address)}
        given[CHOSEN] = ",".join([given[CHOSEN], *SPEECHES])
        for name, value in given.items():
            sys.stdout.write(f"export {name}={value}\n")
        sys.stdout.flush()
        asyncio.run(server_of(sandbox).serve([listener]))


@contextmanager
def listening(port: int) -> Iterator[tuple[socket.socket, str]]:
    with socket.create_server((LOOPBACK, port)) as listener:
        yield listener, f"http://{LOOPBACK}:{listener.getsockname()[1]}"


@contextmanager
def serving(sandbox: Sandbox) -> Iterator[str]:
    """Serve beside whatever else is done here, on a port that is free; give the address."""
    server = server_of(sandbox)
    with quiet(THREAD), listening(0) as (listener, address):
        thread = Thread(
            target=lambda: asyncio.run(server.serve([listener])), name=THREAD, daemon=True
        )
        thread.start()
        while not server.started and thread.is_alive():
            sleep(POLL_MILLISECONDS / 1000)
        try:
            yield address
        finally:
            server.should_exit = server.force_exit = True
            thread.join()
