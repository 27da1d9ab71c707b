"""Read worked cost basis cases as ledgers: our own, and those of others where they are at hand.

Others' cases lie outside the repository, beside its root, because their licences differ from ours.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from cryptotracker.domain.portfolio.cost_basis import METHOD_NAMES
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

ROOT: Final = Path(__file__).parents[3]
OWN: Final = ROOT / "tests/cases/ledger/cost_basis.json"
OTHERS: Final = ROOT.parent / "shared/cases"
TYPES: Final = {"donate": "donation"}
SENDING: Final = {"sell", "spend", "fee", "gift_out", "donation"}

Case = dict[str, Any]


def cases() -> Iterator[Case]:
    """Yield every case whose method is one of ours."""
    for path in (OWN, *sorted(OTHERS.glob("shared_costbasis_*.json"))):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            if case["method"] in METHOD_NAMES:
                yield case


def ledger(case: Case) -> list[Transaction]:
    """Write a case's events as transactions; their ids are their numbers."""
    held: defaultdict[str, Decimal] = defaultdict(Decimal)
    return [transaction(number, event, case, held) for number, event in enumerate(case["events"])]


def transaction(
    number: int, event: dict[str, str], case: Case, held: "defaultdict[str, Decimal]"
) -> Transaction:
    kind = TYPES.get(event["type"], event["type"])
    fees_count = case["options"].get("fees_in_cost", True)
    sent, received = legs(kind, event, held)
    return Transaction(
        time=datetime.fromisoformat(event["time"]),
        type=kind,
        account=event.get("account", "main"),
        to_account=event.get("to_account", ""),
        sent=sent,
        received=received,
        fees=fees(kind, event),
        value=number_of(event, "value"),
        value_currency=case["base_currency"],
        fee_value=number_of(event, "fee_value") if fees_count else None,
        subtype=event.get("subtype", ""),
        id=str(number),
    )


def legs(
    kind: str, event: dict[str, str], held: "defaultdict[str, Decimal]"
) -> tuple[Amount | None, Amount | None]:
    """Return what an event sends and receives; a split of all there is asks what there is."""
    asset = event["asset"]
    if kind == "split":
        before = held[asset]
        held[asset] *= Decimal(event["ratio"])
        return Amount(asset, before), Amount(asset, held[asset])
    amount = Amount(asset, Decimal(event["quantity"]))
    if kind == "transfer":
        return amount, Amount(asset, Decimal(event["quantity_received"]))
    held[asset] += -amount.quantity if kind in SENDING else amount.quantity
    return (amount, None) if kind in SENDING else (None, amount)


def fees(kind: str, event: dict[str, str]) -> tuple[Amount, ...]:
    """Return a fee in coins. A transfer says its fee by receiving less, and here once more."""
    if kind == "transfer" or "fee_asset" not in event:
        return ()
    return (Amount(event["fee_asset"], Decimal(event["fee_quantity"])),)


def number_of(event: dict[str, str], name: str) -> Decimal | None:
    return Decimal(event[name]) if name in event else None
