"""F16: the laptop's way, SQLite without a server: kill -9 in the middle, and two at once."""

import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from attrs import frozen

from faults import histories
from faults.processes import Product, kill
from faults.rounds import Act, Round, Scale, Tally, hold

ROWS_MOST: Final = 20_000
REFUSED: Final = 2
"""The status with which a command ends that could not begin."""


@frozen
class Laptop:
    """Tables with nothing in them, a file, the figures it comes to, and how long that takes."""

    empty: Path
    file: Path
    rows: int
    expected: str
    seconds: float


@contextmanager
def killing(folder: Path, scale: Scale) -> Iterator[Act]:
    rows = min(scale.rows, ROWS_MOST)
    file = histories.write(folder / "ledger.csv", rows)
    empty, undisturbed = Product(folder / "empty"), Product(folder / "undisturbed")
    empty.run("db", "upgrade")
    shutil.copytree(empty.home, undisturbed.home)
    began = time.monotonic()
    undisturbed.run("import", file, "--portfolio", histories.PORTFOLIO)
    seconds = time.monotonic() - began
    yield partial(killed, Laptop(empty.home, file, rows, figures(undisturbed), seconds))


def killed(laptop: Laptop, round_: Round) -> Tally:
    """Kill an import at any time, let two others do it at once, and compare the figures."""
    command, rows = ("import", laptop.file, "--portfolio", histories.PORTFOLIO), laptop.rows
    product = Product(round_.folder / "data")
    shutil.copytree(laptop.empty, product.home)

    victim = product.start(*command)
    time.sleep(round_.random.uniform(0.1, 1.1) * laptop.seconds)
    done = victim.poll() == 0
    kill(victim)
    left = sound(product)
    hold("an import is there whole or not at all", holds=left in {0, rows}, found=left)
    hold("what was acknowledged is there", holds=not done or left == rows, found=left)
    pair = [product.start(*command) for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in pair]
    codes = [process.returncode for process in pair]

    hold("both imports end well", holds=codes == [0, 0], found=(codes, told))
    hold("each row is there once", holds=sound(product) == rows, found=sound(product))
    if os.geteuid() == 0:
        with read_only(product.home):
            refused = product.start(*command)
            said = refused.communicate(timeout=60)[1]
        plain = said.startswith("error: ") and refused.returncode == REFUSED
        hold("a command says it in a sentence", holds=plain, found=said)
    same = figures(product) == laptop.expected
    hold("the figures are those of an undisturbed run", holds=same)
    counts = {"killed before its end": int(not done), "kept whole": int(left == rows)}
    return Tally({**counts, "lost": 0, "rows doubled": 0})


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder's disk one that nobody can write to, not even root."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def figures(product: Product) -> str:
    """Give the gains of the portfolio, to the last digit of every match."""
    told = product.run("portfolios", "gains", histories.PORTFOLIO, "--format", "json")
    return json.dumps(json.loads(told), sort_keys=True)


def sound(product: Product) -> int:
    """Check the file, and count the entries in it."""
    with closing(sqlite3.connect(product.home / "cryptotracker.db")) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        (count,) = connection.execute("SELECT count(*) FROM transactions").fetchone()
    hold("SQLite finds its file sound", holds=verdict == "ok" and not lost, found=(verdict, lost))
    return int(count)
