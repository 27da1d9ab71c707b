"""Write a made-up history as a ledger file of our own."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bench.histories import MONEY, Event, history

COLUMNS = """
    id time type subtype account to_account sent_asset sent_quantity received_asset
    received_quantity fee_asset fee_quantity value value_currency fee_value
""".split()


def ledger(shape: str, count: int, folder: Path) -> Path:
    """Give the history as a ledger file; the same name always holds the same bytes."""
    path = folder / f"{shape}-{count}.csv"
    if not path.exists():
        unfinished = path.with_suffix(".new")
        with unfinished.open("w", newline="", encoding="utf-8") as file:
            rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            rows.writeheader()
            rows.writerows(as_rows(history(shape, count)))
        unfinished.rename(path)
    return path


def as_rows(events: Iterable[Event]) -> Iterator[dict[str, str]]:
    for event in events:
        row = {
            "id": str(event.number),
            "time": event.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "type": event.kind,
            "account": event.account,
        }
        yield row | LEGS[event.kind](event) | fees(event)


def fees(event: Event) -> dict[str, str]:
    """Name a fee, unless it is what a transfer loses; one in money says its own worth."""
    row: dict[str, str] = {}
    if event.kind != "transfer":
        row = {"fee_asset": event.fee_asset, "fee_quantity": event.fee_quantity}
    if event.fee_value and event.fee_asset != MONEY:
        row |= {"fee_value": event.fee_value, "value_currency": MONEY}
    return row


def sent(asset: str, quantity: str) -> dict[str, str]:
    return {"sent_asset": asset, "sent_quantity": quantity}


def received(asset: str, quantity: str) -> dict[str, str]:
    return {"received_asset": asset, "received_quantity": quantity}


LEGS: dict[str, Callable[[Event], dict[str, str]]] = {
    "buy": lambda event: sent(MONEY, event.value) | received(event.asset, event.quantity),
    "sell": lambda event: sent(event.asset, event.quantity) | received(MONEY, event.value),
    "income": lambda event: {
        **received(event.asset, event.quantity),
        "subtype": "staking",
        "value": event.value,
        "value_currency": MONEY,
    },
    "transfer": lambda event: {
        **sent(event.asset, event.quantity),
        **received(event.asset, event.received),
        "to_account": event.to_account,
    },
}
