"""Serve, and die in the middle of a POST: `python -m tests.integration.dying URL DIRECTORY WHEN`.

WHEN is `before` what was done is kept, `after` it and before the answer goes out, or `never`.
"""

import asyncio
import os
import signal
import socket
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from attrs import evolve, frozen

from cryptotracker.application.portfolios import CreateAsPreferred
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Tracker
from tests.service import only


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@frozen
class DieAfter(CreateAsPreferred):
    async def __call__(self, name: str, **given: Any) -> Portfolio:
        await super().__call__(name, **given)
        die()
        raise AssertionError


@frozen
class DieBefore:
    """Stands where the answer goes out."""

    app: Any

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def last(_: object) -> None:
            die()

        await self.app(scope, receive, last if scope.get("method") == "POST" else send)


def mortal(tracker: Tracker, when: str) -> Any:
    once = evolve(tracker.answer_once, lease=timedelta(seconds=1))
    tracker = evolve(tracker, answer_once=once)
    if when == "before":
        create = tracker.create_portfolio
        dying = DieAfter(create.database, create.clock, create.owner)
        tracker = evolve(tracker, create_portfolio=dying)
    return DieBefore(build(only(tracker))) if when == "after" else build(only(tracker))


async def main(url: str, directory: str, when: str) -> None:
    settings = Settings(data_dir=Path(directory), database_url=url)
    async with open_tracker(settings) as tracker:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
            sys.stdout.flush()
            config = uvicorn.Config(mortal(tracker, when), log_level="warning", lifespan="off")
            await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
