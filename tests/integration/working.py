"""A worker as a program: `python -m tests.integration.working URL DIRECTORY HALT`.

It knows two kinds of job. An import reads as many made-up rows as its file says; with HALT `halt`
it says `half` half-way, and waits for a line on its standard input. `greet` says `begun`, waits for
such a line or for the seconds it was given, and makes a portfolio and ends in one transaction.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from attrs import frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.formats.ledger.writing import json_lines
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.application.imports import ImportFile
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.worker import Terms
from cryptotracker.domain.portfolio.portfolios import THE_OWNER, Portfolio, Settings
from cryptotracker.entrypoints.background import Means, in_background, worker
from cryptotracker.entrypoints.uploads_folder import uploads_folder
from cryptotracker.ports.formats import Outcome
from cryptotracker.ports.persistence import Database
from tests.formats import Listed, bought

LEASE = timedelta(seconds=2)


@frozen
class Halting(Listed):
    halt: bool = False

    def read(self, path: Path, **_: object) -> Iterator[Outcome]:
        return self.rows(int(path.read_text()))

    def rows(self, count: int) -> Iterator[Outcome]:
        yield from (bought(str(number)) for number in range(1, count // 2 + 1))
        if self.halt:
            say("half")
            sys.stdin.readline()
        yield from (bought(str(number)) for number in range(count // 2 + 1, count + 1))


@frozen
class Greet:
    database: Database
    clock: SystemClock

    async def __call__(self, attempt: Attempt) -> None:
        say("begun")
        seconds = attempt.job.payload.get("seconds")
        if isinstance(seconds, int):
            await asyncio.sleep(seconds)
        else:
            await asyncio.to_thread(sys.stdin.readline)
        name = f"{attempt.job.id} by {os.getpid()}"
        settings, now = Settings(name=name, currency="EUR"), self.clock.now()
        async with self.database.transaction() as work:
            await work.portfolios.add(
                Portfolio(id=self.clock.new_id(), settings=settings, created_at=now)
            )
            await attempt.finish(work, {"by": os.getpid()}, now)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(url: str, directory: str, halt: str) -> None:
    clock, stop = SystemClock(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    terms = Terms(name=str(os.getpid()), lease=LEASE, patience=timedelta(seconds=1))
    async with open_database(url) as database:
        files = LocalFiles.open(Path(directory) / "files")
        import_file = ImportFile(database, Halting({}, halt == "halt"), clock, files)
        means = Means(
            database=database,
            everybody=database.of_everybody(),
            databases=database,
            events=MemoryEvents(),
            listening=database.arrivals,
            files=files,
            room=partial(uploads_folder, Path(directory)),
            lines=json_lines,
            clock=clock,
        )
        made = in_background(means, import_file, THE_OWNER)
        handlers = {**made.handlers, "greet": Greet(database, clock)}
        say("ready")
        await worker(means, lambda _: handlers)(terms, stop)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
