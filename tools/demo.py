"""Write the ledger of the demonstration: three years of one person's dealings at five places.

    python -m tools.demo

What happened once stands in demo_plan.txt, what happens regularly below; prices are those of the
simulated market, so cost, value and chart agree. The same files come out every time.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import chain
from pathlib import Path

from tools.demo_book import Book, Step
from tools.demo_verbs import VERBS

PLAN = Path(__file__).with_name("demo_plan.txt")
FILES = Path(__file__).parents[1] / "src/cryptotracker/adapters/demo/files"
COLUMNS = (
    "time type subtype account to_account sent_asset sent_quantity received_asset"
    " received_quantity fee_asset fee_quantity value value_currency fee_value id txid note"
).split()
FIRST, LAST = date(2023, 11, 1), date(2026, 11, 20)

# asset, place, first day, last day, what a year of it earns
REWARDS = [
    ("ETH", "Coinbase", date(2023, 12, 3), date(2025, 3, 2), Decimal("0.031")),
    ("SOL", "Ledger", date(2024, 6, 5), date(2025, 9, 10), Decimal("0.066")),
    ("ADA", "Binance", date(2024, 1, 13), date(2025, 2, 1), Decimal("0.024")),
    ("DOT", "Kraken", date(2025, 8, 8), LAST, Decimal("0.118")),
]


def main(folder: Path) -> None:
    book = Book()
    for step in sorted(chain(planned(), monthly(), weekly()), key=lambda step: step.time):
        if step.time.date() <= LAST:
            VERBS[step.verb](book, step)
    folder.mkdir(exist_ok=True)
    for account in sorted({row["account"] for row in book.rows}):
        name = account.lower()
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            own = sorted(
                (row for row in book.rows if row["account"] == account), key=lambda row: row["time"]
            )
            writer.writerows(
                row | {"id": f"demo-{name}-{number:04}"} for number, row in enumerate(own, 1)
            )


def planned() -> Iterator[Step]:
    for line in PLAN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            moment, account, verb, *words = line.split()
            yield Step(datetime.fromisoformat(moment), account, verb, words)


def monthly() -> Iterator[Step]:
    """Save: Bitcoin and Ether at Kraken every month, Solana at Coinbase every quarter."""
    for count in range(37):
        year, month = divmod(2023 * 12 + 10 + count, 12)
        first = date(year, month + 1, 1)
        yield step(first, "Kraken", "fund", "USD", "660")
        yield step(first + timedelta(days=3), "Kraken", "buy", "BTC", "400")
        yield step(first + timedelta(days=3), "Kraken", "buy", "ETH", "250")
        if count % 3 == 1:
            yield step(first + timedelta(days=10), "Coinbase", "fund", "USD", "310")
            yield step(first + timedelta(days=11), "Coinbase", "buy", "SOL", "200")
            yield step(first + timedelta(days=11), "Coinbase", "buy", "ETH", "100")
        if count % 3 == 0 and count:
            yield step(first + timedelta(days=16), "Kraken", "buy", "USDT", "200")
            yield step(first + timedelta(days=15), "Kraken", "fund", "USD", "205")
            yield step(first + timedelta(days=17), "Kraken", "move", "USDT", "199 Binance 4")
            yield step(first + timedelta(days=18), "Binance", "swap", "USDT", "80 ADA")
            yield step(first + timedelta(days=18), "Binance", "swap", "USDT", "70 SOL")
        if count % 6 == 0:
            yield step(first + timedelta(days=22), "Kraken", "buy", "DOT", "45")
            yield step(first + timedelta(days=21), "Kraken", "fund", "USD", "50")


def weekly() -> Iterator[Step]:
    for asset, account, day, last, rate in REWARDS:
        for week in range((last - day).days // 7 + 1):
            yield step(day + timedelta(weeks=week), account, "reward", asset, str(rate))


def step(day: date, account: str, verb: str, asset: str, rest: str) -> Step:
    """Give a step of that day a time of its own, the same whenever this is run."""
    drawn = sha256(f"{day} {account} {verb} {asset} {rest}".encode()).digest()
    seconds = 6 * 3600 + int.from_bytes(drawn[:4], "big") % (16 * 3600)
    moment = datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)
    return Step(moment, account, verb, [asset, *rest.split()])


if __name__ == "__main__":
    main(FILES)
