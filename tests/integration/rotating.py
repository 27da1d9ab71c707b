"""Rotate keys in processes that die: `python -m tests.integration.rotating URL FOLDER WHAT`.

WHAT is `ring`, `data-key` or `retire`. A process is forked for each step there is, and killed when
it gets there; then another sees whether every secret opens. At last one is let through.
"""

import asyncio
import atexit
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from attrs import define, evolve, frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.security.key_files import RingFile
from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.keys.opening import OpenRing
from cryptotracker.application.keys.retiring import RetireKey
from cryptotracker.application.keys.rotating import RotateDataKey, RotateRing
from cryptotracker.ports.secrets import MASTER, Place, Secret

USERS: Final = [UUID(int=number) for number in range(1, 6)]
FIELDS: Final = 3


@define
class Steps:
    """Counts what a process does, and kills it before a step."""

    last: int
    taken: int = 0

    def take(self) -> None:
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken += 1


STEPS: Final = Steps(last=-1)


class Mortal:
    """Stands before something; each call of it is a step, and its return another."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        if not callable(found):
            return found if isinstance(found, str | int) else Mortal(found)

        def called(*given: Any, **named: Any) -> Any:
            STEPS.take()
            answer = found(*given, **named)
            if isinstance(answer, Awaitable):
                return awaited(answer)
            STEPS.take()
            return answer

        return called


async def awaited(answer: Awaitable[Any]) -> Any:
    done = await answer
    STEPS.take()
    return done


@frozen
class MortalDatabase:
    """A database whose transactions begin, do what they do, and are kept, each a step."""

    inner: SqlDatabase

    def snapshot(self) -> Any:
        return self.inner.snapshot()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        STEPS.take()
        async with self.inner.transaction() as work:
            yield Mortal(work)
            STEPS.take()
        STEPS.take()


def place(user: UUID, number: int) -> Place:
    return Place(user=user, record=UUID(int=number), kind="kraken", field="secret")


def ring_in(folder: str) -> RingFile:
    return RingFile(name=MASTER, path=Path(folder) / "key", setting="THE_SETTING")


async def fill(database: SqlDatabase, ring: RingFile) -> None:
    await OpenRing(database, SystemClock())(ring)
    vault = RingVault(ring, SystemClock())
    async with database.transaction() as work:
        for user in USERS:
            for number in range(FIELDS):
                await vault.seal(work.sealed, place(user, number), Secret(f"{user}{number}"))


async def see(database: SqlDatabase, ring: RingFile) -> None:
    """Fail unless every secret opens, and the ring does."""
    await OpenRing(database, SystemClock())(ring)
    vault = RingVault(ring, SystemClock())
    async with database.snapshot() as work:
        for user in USERS:
            for number in range(FIELDS):
                found = await vault.open(work.sealed, place(user, number))
                assert found.reveal() == f"{user}{number}"


def mortal(database: SqlDatabase) -> Any:
    return MortalDatabase(database)


async def rotate_ring(database: SqlDatabase, ring: RingFile) -> None:
    rotate = RotateRing(mortal(database), SystemClock(), at_once=2)
    await rotate(Mortal(ring))


async def rotate_data_key(database: SqlDatabase, ring: RingFile) -> None:
    vault = RingVault(Mortal(ring), SystemClock())
    await RotateDataKey(mortal(database), at_once=2)(vault, USERS[0])


async def retire(database: SqlDatabase, ring: RingFile) -> None:
    """Retire the older of two keys; whoever removed it may have died after that."""
    older, *newer = ring.names()
    if newer:
        await RetireKey(mortal(database))(Mortal(ring), older)


WORK: Final[Mapping[str, Callable[..., Awaitable[None]]]] = {
    "ring": rotate_ring,
    "data-key": rotate_data_key,
    "retire": retire,
}


def forked(url: str, folder: str, work: Callable[..., Awaitable[None]]) -> int:
    """Do something in a process of its own; say how it ended."""

    async def main() -> None:
        async with open_database(url) as database:
            await work(evolve(database, owner=None), ring_in(folder))

    child = os.fork()
    if child == 0:
        atexit.register(os._exit, 1)  # what is forked does not go on as this process would
        asyncio.run(main())
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(url: str, folder: str, what: str) -> None:
    assert forked(url, folder, fill) == 0
    if what == "retire":
        assert forked(url, folder, rotate_ring) == 0
    killed = 0
    while True:
        STEPS.last = killed
        ended = forked(url, folder, WORK[what])
        STEPS.last = -1
        assert ended in {0, -signal.SIGKILL}, ended
        assert forked(url, folder, see) == 0, f"after step {killed}"
        if ended == 0:
            break
        killed += 1
    sys.stdout.write(f"{killed}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
