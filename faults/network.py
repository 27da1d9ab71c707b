"""F6: the way to PostgreSQL is slow, silent, cut or loses the reply to a COMMIT."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import httpx
from attrs import evolve

from faults import histories
from faults.installations import on_postgres
from faults.processes import Postgres, ready, wait
from faults.proxy import NONE, Fault, Proxy, proxied
from faults.rounds import Act, Round, Scale, Tally, hold
from faults.writing import Writer, acknowledged

SPOILS: Final = {
    "cut": Fault(refused=True),
    "silent": Fault(silent=True),
    "late": Fault(delay=0.2),
    "in single bytes": Fault(piece=1),
    "without the reply to a COMMIT": Fault(after=b"COMMIT", chance=0.2),
}
RECOVERY_SECONDS: Final = 20.0


@contextmanager
def spoiling(folder: Path, _scale: Scale) -> Iterator[Act]:
    with (
        on_postgres(folder) as (postgres, product),
        proxied(postgres.port, random.Random()) as proxy,
        evolve(
            product, settings={"DATABASE_URL": postgres.through(proxy.port)}
        ).serving() as client,
    ):
        yield partial(spoilt, client, proxy)


def through(postgres: Postgres, proxy: Proxy) -> dict[str, str]:
    return {"DATABASE_URL": postgres.through(proxy.port)}


def spoilt(client: httpx.Client, proxy: Proxy, round_: Round) -> Tally:
    """Spoil the way in each manner for a while; it has to recover, and nothing may be lost."""
    proxy.random, proxy.dropped, slowest = round_.random, 0, {}
    with Writer(client).working() as writer:
        time.sleep(0.5)
        for name, fault in SPOILS.items():
            writer.slowest = 0
            proxy.spoil(fault)
            time.sleep(round_.seconds)
            proxy.spoil(NONE)
            wait(f"ready again after {name}", lambda: ready(client), RECOVERY_SECONDS)
            slowest[f"slowest {name}"] = writer.slowest
        time.sleep(0.5)
        before = len(writer.acknowledged)
        wait("written again", lambda: len(writer.acknowledged) > before + 5, RECOVERY_SECONDS)
    writer.slowest = max(writer.slowest, *slowest.values())
    acknowledged(client, writer, round_.slack)
    hold("replies to a COMMIT were dropped", holds=proxy.dropped > 0)
    histories.remove(client)
    return Tally({"replies dropped": proxy.dropped}, slowest) + writer.tally()
