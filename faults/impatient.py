"""Serve as always, but take whoever holds a key for dead after a second.

Of each port that it reads it makes a process that serves there, and writes its id. It has loaded
all that a server needs, and has begun nothing: so a server begins at once, however often.
"""

import asyncio
import os
import signal
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


def answer_calls() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    for port in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(main(int(port)))
            return
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    answer_calls()
