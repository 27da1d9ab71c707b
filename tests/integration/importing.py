"""Import a made-up file, as a program: `python -m tests.integration.importing URL PORTFOLIO ROWS`.

It says `ready` and begins when a line arrives on its standard input. Half-way it says `half` and,
if the first line was `halt`, waits for another one.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.ports.formats import Outcome
from tests.formats import Listed, bought

FILES = LocalFiles.open(Path(tempfile.gettempdir()) / "none")  # its file is none to keep


class Halting(Listed):
    def read(self, path: Path, **_: object) -> Iterator[Outcome]:
        count = int(path.name)
        yield from (bought(str(number)) for number in range(count // 2))
        say("half")
        if COMMAND == "halt":
            sys.stdin.readline()
        yield from (bought(str(number)) for number in range(count // 2, count))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(url: str, portfolio: str, rows: str) -> None:
    async with open_database(url) as database:
        done = await ImportFile(database, Halting({}), SystemClock(), FILES)(
            UUID(portfolio), FileToImport(path=Path(rows))
        )
    say(f"{done.record.added} {done.record.known}")


if __name__ == "__main__":
    say("ready")
    COMMAND = sys.stdin.readline().strip()
    asyncio.run(main(*sys.argv[1:]))
