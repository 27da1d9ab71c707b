"""Measure the import of a large ledger file, beside a database's own loader and an ORM.

Wall seconds are compared: a server's work is not in its client's CPU seconds. The loader fills a
table of one index before the import, and one of as many indexes as ours after it. The ORM's
objects come from our own reader and go into a table like ours: it does the same work.
"""

import json
import shutil
import sys
from pathlib import Path

from attrs import evolve

from bench.databases import LIKE_OURS, ONE_INDEX, Database, postgres, sqlite
from bench.ledgers import ledger
from bench.process import CommandFailedError, Usage, measure
from bench.report import Figure, Goal, Report, ratio
from bench.run import OUTPUT, WORK, Run
from tests.programs import ProgramMissingError

FULL = 10**6
PEAK_MB = 300
BARE, INDEXED = "loader, one index", "loader, indexes as ours"
ORM = "SQLAlchemy ORM"
ORM_ROWS = 100_000
PLACES = (("SQLite", sqlite, BARE, 4.0), ("Postgres", postgres, INDEXED, 3.0))


def measure_imports(run: Run) -> None:
    rows = min(FULL, run.most_rows)
    file = ledger("mixed", rows, WORK).resolve()
    for name, place, loader, limit in PLACES:
        folder = WORK.resolve() / name.lower()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            with place(folder) as database:
                measure_place(run, name, database, file, rows)
        except (CommandFailedError, ProgramMissingError) as failure:
            run.report.say(f"{name}: {failure}")
        shutil.rmtree(folder)
        run.report.goals += goals(run.report, name, rows, (loader, limit))


def measure_place(run: Run, name: str, database: Database, file: Path, rows: int) -> None:
    if database.note:
        run.report.say(database.note)
    place = (f"into {name}", rows)
    load(run.report, BARE, place, database.yardstick(file, ONE_INDEX))
    run.ours("db upgrade", ["db", "upgrade"], environment=database.environment)
    importing: list[str | Path] = ["import", file, "--portfolio", "bench", "--format", "json"]
    if run.ours("import", importing, of=place, environment=database.environment):
        lost = rows - int(json.loads(OUTPUT.read_bytes())["added"])
        run.report.goals.append(
            Goal(
                name=f"rows that are missing after the import {place[0]}",
                measured=lost,
                limit=0,
                unit="",
            )
        )
    load(run.report, INDEXED, place, database.yardstick(file, LIKE_OURS))
    measure_orm(run.report, name, database, file)


def load(report: Report, name: str, place: tuple[str, int], usage: Usage) -> None:
    report.add(Figure(name=name, shape=place[0], rows=place[1], usage=usage))


def measure_orm(report: Report, name: str, database: Database, file: Path) -> None:
    """Leave out the start of Python: so few rows are inserted that it would weigh."""
    output = WORK.resolve() / "orm.out"
    address = database.orm_address
    way: list[str | Path] = [
        sys.executable,
        "-m",
        "bench.rows",
        "orm",
        address,
        file,
        str(ORM_ROWS),
    ]
    usage = measure(way, output=output)
    said = json.loads(output.read_text())
    usage = evolve(usage, wall_seconds=said["seconds"])
    report.add(Figure(name=ORM, shape=f"into {name}", rows=said["rows"], usage=usage))


def goals(report: Report, name: str, rows: int, yardstick: tuple[str, float]) -> list[Goal]:
    """Hold only the full file against the goals: in a small one the start of Python weighs."""
    full = rows == FULL
    wall, loaded, orm = (
        report.taken("wall_seconds", *figure) if full else None
        for figure in (
            ("import", f"into {name}", rows),
            (yardstick[0], f"into {name}", rows),
            (ORM, f"into {name}", ORM_ROWS),
        )
    )
    peak = report.taken("peak_mb", "import", f"into {name}", rows) if full else None
    title = f"import of 1,000,000 rows into {name}"
    per_row = orm and orm / ORM_ROWS * rows
    return [
        Goal(name=f"{title} / {yardstick[0]}", measured=ratio(wall, loaded), limit=yardstick[1]),
        Goal(name=f"{title} / ORM, per row", measured=ratio(wall, per_row), limit=1 / 5),
        Goal(name=f"{title}, peak memory", measured=peak, limit=PEAK_MB, unit="MB"),
    ]
