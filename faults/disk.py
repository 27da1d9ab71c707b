"""F8: PostgreSQL's disk is full while somebody imports; then there is room again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx

from faults import histories
from faults.processes import OverdueError, Postgres, Product
from faults.rounds import Round, Tally, hold

MEGABYTES: Final = 64
BALLAST_MEGABYTES: Final = 24
ROWS_MOST: Final = 10_000
"""So that some imports fit, and one more does into the room that the ballast leaves."""
FULL: Final = frozenset({HTTPStatus.INSUFFICIENT_STORAGE, HTTPStatus.SERVICE_UNAVAILABLE})


def full(round_: Round) -> Tally:
    """Import until nothing fits any more: reads go on, and it goes on when there is room."""
    if os.geteuid() != 0:
        return Tally({"not run: only root may make a small disk": 1})
    rows = min(round_.rows, ROWS_MOST)
    file = histories.write(round_.folder / "ledger.csv", rows)
    with small_disk(round_.folder / "disk") as disk:
        postgres = Postgres(disk / "postgres", round_.folder / "log")
        postgres.prepare("--wal-segsize=1")
        postgres.start()
        try:
            product = Product(round_.folder / "data", {"DATABASE_URL": postgres.url})
            product.run("db", "upgrade")
            ballast = disk / "ballast"
            ballast.write_bytes(bytes(BALLAST_MEGABYTES << 20))
            with product.serving() as client:
                return filled(client, ballast, file, rows)
        finally:
            postgres.kill()


def filled(client: httpx.Client, ballast: Path, file: Path, rows: int) -> Tally:
    count, refused = 0, upload(client, file, "Nr 0")
    while refused.status_code == HTTPStatus.CREATED:
        count += 1
        refused = upload(client, file, f"Nr {count}")
    hold("a full disk is said", holds=refused.status_code in FULL, found=refused.text)
    kept = histories.whole(client, rows)
    hold("what was acknowledged is there", holds=kept == count * rows, found=(kept, count * rows))
    ballast.unlink()
    again = upload(client, file, "afterwards")
    done = again.status_code == HTTPStatus.CREATED
    hold("with room it goes on, without a restart", holds=done, found=again.text)
    counts = {"imports until it was full": count, f"answered {refused.status_code}": 1, "lost": 0}
    return Tally(counts)


def upload(client: httpx.Client, file: Path, name: str) -> httpx.Response:
    made = client.post("/api/v1/portfolios", json={"name": name, "currency": "EUR"})
    if made.status_code != HTTPStatus.CREATED:
        return made
    place = f"/api/v1/portfolios/{made.json()['id']}/imports"
    with file.open("rb") as content:
        return client.post(place, files={"file": content}, timeout=120)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False).returncode:
        message = f"cannot mount a disk of {MEGABYTES} MB"
        raise OverdueError(message)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
