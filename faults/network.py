"""F6: the way to PostgreSQL, then that to Redis, is slow, silent, cut or loses replies."""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import httpx
from attrs import evolve

from faults import histories
from faults.installations import a_redis, on_postgres
from faults.processes import ready, wait
from faults.proxy import NONE, Fault, Proxy, proxied
from faults.reading import Reader
from faults.rounds import Act, Round, Scale, Tally, hold
from faults.writing import Writer, acknowledged

ANY: Final[Mapping[str, Fault]] = {
    "cut": Fault(refused=True),
    "silent": Fault(silent=True),
    "late": Fault(delay=0.1),  # an ocean away; a fresh connection has sixteen questions to ask
    "two seconds late": Fault(delay=2),
    "in single bytes": Fault(piece=1),
}
COMMITS: Final = {**ANY, "without replies to COMMIT": Fault(after=b"COMMIT", chance=0.2)}
QUESTIONS: Final = {**ANY, "without replies to GET": Fault(after=b"GET", chance=0.5)}
ROWS: Final = (100, 200, 300)
"""Of the portfolios that are read, so that each has figures of its own."""
RECOVERY_SECONDS: Final = 20.0
WAITING_SECONDS: Final = 2.0
"""A question to the cache is given up after 0.4 s; a request has more than one."""


@contextmanager
def spoiling(folder: Path, _scale: Scale) -> Iterator[Act]:
    """Stand between a server and both of what it stands on."""
    with (
        a_redis(folder) as redis,
        proxied(redis.port, random.Random()) as to_redis,
        on_postgres(folder, {"REDIS_URL": evolve(redis, port=to_redis.port).url}) as (
            postgres,
            product,
        ),
        proxied(postgres.port, random.Random()) as proxy,
    ):
        through = {**product.settings, "DATABASE_URL": postgres.through(proxy.port)}
        with evolve(product, settings=through).serving() as client:
            yield partial(spoilt, client, proxy, to_redis)


def spoilt(client: httpx.Client, to_postgres: Proxy, to_redis: Proxy, round_: Round) -> Tally:
    """Spoil each way in each manner for a while; nothing may be lost, nor shown to another."""
    found = written(client, to_postgres, round_) + read(client, to_redis, round_)
    histories.remove(client)
    return found


def written(client: httpx.Client, proxy: Proxy, round_: Round) -> Tally:
    slowest = {}
    with Writer(client).working() as writer:
        time.sleep(0.5)
        for name in spoils(client, proxy, COMMITS, round_):
            slowest[f"slowest write {name}"], writer.slowest = writer.slowest, 0
        time.sleep(0.5)
        before = len(writer.acknowledged)
        wait("written again", lambda: len(writer.acknowledged) > before + 5, RECOVERY_SECONDS)
    writer.slowest = max(writer.slowest, *slowest.values())
    acknowledged(client, writer, round_.slack)
    histories.remove(client)
    return Tally({"COMMITs without reply": proxy.dropped}, slowest) + writer.tally()


def read(client: httpx.Client, proxy: Proxy, round_: Round) -> Tally:
    for rows in ROWS:
        file = histories.write(round_.folder / f"{rows}.csv", rows)
        histories.upload(client, histories.make(client, f"{rows} rows"), file)
    slowest = {}
    with Reader.of(client).working() as reader:
        hold("each has figures of its own", holds=len(set(reader.expected.values())) == len(ROWS))
        for name in spoils(client, proxy, QUESTIONS, round_):
            slowest[f"slowest read {name}"], reader.slowest = reader.slowest, 0
    hold("everybody is shown what is theirs", holds=not reader.wrong, found=reader.wrong[:5])
    most = max(slowest.values())
    hold("nobody waits for Redis", holds=most < WAITING_SECONDS * round_.slack, found=most)
    counts = {"right figures read": reader.right, "wrong": 0}
    return Tally({**counts, "GETs without reply": proxy.dropped}, slowest)


def spoils(
    client: httpx.Client, proxy: Proxy, faults: Mapping[str, Fault], round_: Round
) -> Iterator[str]:
    """Spoil a way, mend it, and give the name of how it was spoilt; then the next."""
    proxy.random, proxy.dropped = round_.random, 0
    for name, fault in faults.items():
        proxy.spoil(fault)
        time.sleep(round_.seconds)
        if fault.after:
            wait("replies are dropped", lambda: proxy.dropped > 0, RECOVERY_SECONDS)
        proxy.spoil(NONE)
        wait(f"ready again after {name}", lambda: ready(client), RECOVERY_SECONDS)
        yield name
