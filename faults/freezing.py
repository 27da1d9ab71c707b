"""F3: PostgreSQL or Redis stands still, neither dead nor answering, under a server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from itertools import cycle
from pathlib import Path
from typing import Final

import httpx

from faults import histories
from faults.installations import a_redis, on_postgres
from faults.processes import Postgres, Redis, ready, wait
from faults.rounds import Act, Round, Scale, Tally, hold
from faults.writing import Writer, acknowledged

ALIVE_SECONDS: Final = 0.1
READY_SECONDS: Final = 10.0
REDIS_SECONDS: Final = 1.0
"""Longer than this nobody waits for what can be done without."""
LEAST_SECONDS: Final = 4.0


@contextmanager
def freezing(folder: Path, _scale: Scale) -> Iterator[Act]:
    """Freeze the one and the other in turns."""
    with (
        a_redis(folder) as redis,
        on_postgres(folder, {"REDIS_URL": redis.url}) as (postgres, product),
        product.serving() as client,
    ):
        yield partial(frozen, client, cycle([postgres, redis]))


def frozen(client: httpx.Client, turns: Iterator[Postgres | Redis], round_: Round) -> Tally:
    """Stop one without ending it: nobody waits long, and the server stays alive."""
    server = next(turns)
    with Writer(client).working() as writer:
        time.sleep(0.5)
        server.freeze()
        try:
            alive = looks(client, max(LEAST_SECONDS, round_.seconds))
        finally:
            server.thaw()
        seconds = wait("ready again", lambda: ready(client), READY_SECONDS)
    hold("it is seen to be alive", holds=alive < ALIVE_SECONDS * round_.slack, found=alive)
    acknowledged(client, writer, round_.slack)
    if isinstance(server, Redis):
        hold("nothing is refused for want of Redis", holds=not writer.refused, found=writer.refused)
        slowest = writer.slowest
        hold("nobody waits", holds=slowest < REDIS_SECONDS * round_.slack, found=slowest)
    histories.remove(client)
    which = type(server).__name__
    return writer.tally(
        **{f"slowest_with_{which}": writer.slowest, "alive_p50": alive, "ready_again": seconds}
    )


def looks(client: httpx.Client, seconds: float) -> float:
    """Ask for so many seconds whether the server is alive; say how long the median answer took."""
    took = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.monotonic()
        answer = client.get("/health/live", timeout=5)
        hold("it is alive", holds=answer.status_code == HTTPStatus.OK, found=answer.status_code)
        took.append(time.monotonic() - started)
        time.sleep(0.05)
    return sorted(took)[len(took) // 2]
