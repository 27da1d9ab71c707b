"""The two databases an import is measured on, each with its own loader as the yardstick.

The yardstick loads the same file into a table of the file's columns and does nothing else: no
validation, no search for rows it already has. The table has a primary key and one index, or as
many indexes as the product's own.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from bench.ledgers import COLUMNS
from bench.process import Usage, measure
from tests.programs import Program, find, from_packages, on_machine
from tests.servers import PLAIN_ROLE, as_plain, claimed

NUMBERS = {"sent_quantity", "received_quantity", "fee_quantity", "value", "fee_value"}
# What stands for the digest of a row comes in no order, as digests do.
SCATTERED = "CAST(id AS INTEGER) * 2654435761 % 4294967296"
ONE_INDEX = ("CREATE INDEX by_time ON ledger (account, time, id)",)
LIKE_OURS = (
    *ONE_INDEX,
    f"CREATE UNIQUE INDEX by_identity ON ledger (account, ({SCATTERED}), type)",
    "CREATE INDEX by_import ON ledger (account, id)",
)
SQLITE3 = Program(names=("sqlite3",), package="sqlite3")


@frozen(kw_only=True)
class Database:
    """A place to import into.

    Attributes:
        environment: makes our command use an empty database in this place.
        orm_address: names another empty database, for SQLAlchemy.
        yardstick: loads a file into a fresh table with these indexes.
        note: what a reader of the figures must know.
    """

    environment: dict[str, str]
    orm_address: str
    yardstick: Callable[[Path, Sequence[str]], Usage]
    note: str = ""


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """Give a file; Python's driver is the loader where the `sqlite3` shell cannot be had."""
    shell = on_machine(SQLITE3) or from_packages(SQLITE3)
    database, script = folder / "yardstick.sqlite", folder / "yardstick.sql"

    def yardstick(file: Path, indexes: Sequence[str]) -> Usage:
        database.unlink(missing_ok=True)
        lines = (table("text", indexes), ".mode csv", f'.import --skip 1 "{file}" ledger', "")
        script.write_text("\n".join(lines), encoding="utf-8")
        driver = [
            sys.executable,
            "-m",
            "bench.rows",
            "driver",
            str(database),
            str(file),
            "1000000000",
        ]
        command = [str(shell), str(database), f'.read "{script}"'] if shell else driver
        return measure(command, output=folder / "yardstick.out")

    yield Database(
        note="" if shell else "sqlite3 cannot be had here: Python's driver is SQLite's loader",
        environment={"CRYPTOTRACKER_DATA_DIR": str(folder)},
        orm_address=f"sqlite+aiosqlite:///{folder}/orm.sqlite",
        yardstick=yardstick,
    )


@contextmanager
def postgres(folder: Path) -> Iterator[Database]:
    """Give a private server, the same for all three."""
    psql = find("postgres").resolve().with_name("psql")
    with claimed("postgres", folder) as server:

        def command(database: str, *statements: str) -> list[str]:
            spoken = [part for statement in statements for part in ("-c", statement)]
            where = f"{server}/{database}"
            return [str(psql), "-qX", "-v", "ON_ERROR_STOP=1", *spoken, where]

        def run(*statements: str) -> None:
            subprocess.run(command("postgres", *statements), check=True, capture_output=True)

        def yardstick(file: Path, indexes: Sequence[str]) -> Usage:
            run("DROP DATABASE IF EXISTS yardstick", "CREATE DATABASE yardstick")
            copy = f"\\copy ledger from '{file}' csv header"
            created = table("numeric", indexes)
            loading = command("yardstick", created, copy)
            return measure(loading, output=folder / "yardstick.out")

        run(PLAIN_ROLE, "CREATE DATABASE ours OWNER plain", "CREATE DATABASE orm")
        yield Database(
            environment={
                "CRYPTOTRACKER_DATA_DIR": str(folder),
                "CRYPTOTRACKER_DATABASE_URL": f"{as_plain(server)}/ours",
            },
            orm_address=server.replace("postgresql://", "postgresql+asyncpg://") + "/orm",
            yardstick=yardstick,
        )


def table(number: str, indexes: Sequence[str]) -> str:
    types = {"id": "text PRIMARY KEY"} | dict.fromkeys(NUMBERS, number)
    columns = ", ".join(f"{column} {types.get(column, 'text')}" for column in COLUMNS)
    return "".join(f"{each}; " for each in (f"CREATE TABLE ledger ({columns})", *indexes))
