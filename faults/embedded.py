"""F16: the laptop's way, SQLite without a server: kill -9 in the middle, and two at once."""

import json
import shutil
import sqlite3
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
    said = [process.communicate(timeout=120)[1] for process in pair]
    codes = [process.returncode for process in pair]

    hold("both imports end well", holds=codes == [0, 0], found=(codes, said))
    hold("each row is there once", holds=sound(product) == rows, found=sound(product))
    same = figures(product) == laptop.expected
    hold("the figures are those of an undisturbed run", holds=same)
    counts = {"killed before its end": int(not done), "kept whole": int(left == rows)}
    return Tally({**counts, "lost": 0, "rows doubled": 0})


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
