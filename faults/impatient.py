"""Serve as always, but take whoever holds a key for dead after a second: `--port PORT`."""

import asyncio
import sys
from datetime import timedelta
from typing import Final

import uvicorn
from attrs import evolve

from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import read_settings
from cryptotracker.entrypoints.tracker import Trackers

LEASE: Final = timedelta(seconds=1)


async def main(port: int) -> None:
    async with open_tracker(read_settings()) as tracker:
        once = evolve(tracker.answer_once, lease=LEASE)
        mine = evolve(tracker, answer_once=once)
        served = build(Trackers(lambda _: mine))
        config = uvicorn.Config(served, port=port, log_level="warning", lifespan="off")
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[-1])))
