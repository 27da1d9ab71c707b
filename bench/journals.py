"""Write a made-up history as a journal of plain-text accounting: beancount, hledger, ledger.

All accounts of an asset are one pool, since beancount wants each moved lot spelled out; so a
transfer books its fee only. A beancount sale leaves its lots to the account's booking method.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from bench.histories import MONEY, Event, history

OPENING = """option "operating_currency" "USD"
option "inferred_tolerance_default" "*:0.005"
2014-01-01 open Assets:Cash
2014-01-01 open Income:Staking
2014-01-01 open Income:Gains
2014-01-01 open Expenses:Fees
"""


def write_beancount(shape: str, count: int, path: Path) -> None:
    assets = sorted({event.asset for event in history(shape, count)})
    with path.open("w", encoding="utf-8") as file:
        file.write(OPENING)
        file.writelines(f'2014-01-01 open Assets:Pool:{name} {name} "FIFO"\n' for name in assets)
        file.writelines(beancount_entries(history(shape, count)))


def beancount_entries(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        head = f'\n{event.time:%Y-%m-%d} * "{event.kind} {event.number}"\n'
        pool = f"  Assets:Pool:{event.asset}  "
        if event.kind in ("buy", "income"):
            source = "Assets:Cash" if event.kind == "buy" else "Income:Staking"
            yield f"{head}{pool}{event.quantity} {event.asset} {{{{{event.value} USD}}}}\n"
            yield f"  {source}  -{event.value} USD\n"
        elif event.kind == "sell":
            yield f"{head}{pool}-{event.quantity} {event.asset} {{}} @ {event.price} USD\n"
            yield f"  Assets:Cash  {event.value} USD\n  Income:Gains\n"
        if not event.fee_quantity:
            continue
        # A transaction of its own, so that a sale's gain stays its only interpolated posting.
        yield head + f"  Expenses:Fees  {event.fee_value} USD\n"
        if event.fee_asset == MONEY:
            yield f"  Assets:Cash  -{event.fee_value} USD\n"
        else:
            yield f"  Assets:Pool:{event.fee_asset}  -{event.fee_quantity} {event.fee_asset} {{}}"
            yield f" @ {fee_price(event)} USD\n  Income:Gains\n"


def write_journal(shape: str, count: int, path: Path) -> None:
    """Write what hledger and ledger both read: the same postings at total prices, without lots."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(journal_entries(history(shape, count)))


def journal_entries(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        head = f"\n{event.time:%Y-%m-%d} * {event.kind} {event.number}\n"
        pool = f"  Assets:Pool:{event.asset}  "
        if event.kind in ("buy", "income"):
            source = "Assets:Cash" if event.kind == "buy" else "Income:Staking"
            yield f'{head}{pool}{event.quantity} "{event.asset}" @@ {event.value} USD\n'
            yield f"  {source}\n"
        elif event.kind == "sell":
            yield f'{head}{pool}-{event.quantity} "{event.asset}" @@ {event.value} USD\n'
            yield "  Assets:Cash\n"
        if not event.fee_quantity:
            continue
        if event.fee_asset == MONEY:
            yield f"{head}  Expenses:Fees  {event.fee_value} USD\n  Assets:Cash\n"
        else:
            yield f"{head}  Assets:Pool:{event.fee_asset}  -{event.fee_quantity}"
            yield f' "{event.fee_asset}" @@ {event.fee_value} USD\n  Expenses:Fees\n'


def fee_price(event: Event) -> str:
    return f"{Decimal(event.fee_value) / Decimal(event.fee_quantity):.8f}"
