"""F16: the laptop's way, SQLite without a server: kill -9 in the middle, and two at once."""

import sqlite3
import time
from contextlib import closing

from faults import histories
from faults.processes import Product, kill
from faults.rounds import Round, hold

LONGEST_SECONDS = 2.0


def killed_while_importing(round_: Round) -> str:
    """Kill an import at any time, let two others do it at once, and compare the figures."""
    file = histories.write(round_.folder / "ledger.csv", round_.rows)
    expected = histories.undisturbed(round_.folder, file)
    product = Product(round_.folder / "data")
    product.run("db", "upgrade")
    moment = round_.random.uniform(0.1, LONGEST_SECONDS)

    victim = product.start("import", file, "--portfolio", histories.PORTFOLIO)
    time.sleep(moment)
    done = victim.poll() == 0
    kill(victim)
    left = sound(product)
    hold("an import is there whole or not at all", holds=left in {0, round_.rows}, found=left)
    hold("what was acknowledged is there", holds=not done or left == round_.rows, found=left)
    pair = [product.start("import", file, "--portfolio", histories.PORTFOLIO) for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in pair]
    codes = [process.returncode for process in pair]

    hold("both imports end well", holds=codes == [0, 0], found=(codes, said))
    hold("each row is there once", holds=sound(product) == round_.rows, found=sound(product))
    hold("the figures are those of an undisturbed run", holds=histories.digest(product) == expected)
    return f"killed after {moment:.2f} s with {left} rows kept; then two at once"


def sound(product: Product) -> int:
    """Check the file, and count the entries in it."""
    with closing(sqlite3.connect(product.home / "cryptotracker.db")) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        (count,) = connection.execute("SELECT count(*) FROM transactions").fetchone()
    hold("SQLite finds its file sound", holds=verdict == "ok" and not lost, found=(verdict, lost))
    return int(count)
