"""Write transactions as a ledger file that reads back as the same transactions."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Final

from cryptotracker.adapters.formats.ledger.rows import COLUMNS
from cryptotracker.domain.numbers import plain
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

BEFORE_FEES: Final = COLUMNS[: COLUMNS.index("value")]
AFTER_FEES: Final = COLUMNS[COLUMNS.index("value") :]
SPECIAL: Final = re.compile(r'[",\n]')


def most_fees(transactions: Iterable[Transaction]) -> int:
    """Count the fees that a table needs columns for; the header stands before every row."""
    return max((len(event.fees) for event in transactions), default=1)


def csv_lines(transactions: Iterable[Transaction], *, fees: int) -> Iterator[str]:
    """Give the header and a line for each transaction, none of which has more fees than told."""
    names = [name for place in range(fees) for name in fee_names(place)]
    header = [*BEFORE_FEES, *names, *AFTER_FEES]
    yield ",".join(header) + "\n"
    for event in transactions:
        written = members(event)
        if len(event.fees) > fees:
            message = f"a transaction has {len(event.fees)} fees, the table columns for {fees}"
            raise ValueError(message)
        yield ",".join(quoted(written.get(name, "")) for name in header) + "\n"


def json_lines(transactions: Iterable[Transaction]) -> Iterator[str]:
    """Give an object of strings for each transaction, without the keys that are empty."""
    for event in transactions:
        yield json.dumps(members(event), ensure_ascii=False) + "\n"


def members(event: Transaction) -> dict[str, str]:
    """Name what a transaction holds by the columns of a ledger."""
    written = {
        "time": event.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "type": event.type,
        "subtype": event.subtype,
        "account": event.account,
        "to_account": event.to_account,
        **leg("sent", event.sent),
        **leg("received", event.received),
    }
    for place, fee in enumerate(event.fees):
        asset, quantity = fee_names(place)
        written |= {asset: fee.asset, quantity: plain(fee.quantity)}
    written |= {
        "value": "" if event.value is None else plain(event.value),
        "value_currency": event.value_currency,
        "fee_value": "" if event.fee_value is None else plain(event.fee_value),
        "id": event.id,
        "txid": event.txid,
        "note": event.note,
        "tags": event.tags,
    }
    return {name: text for name, text in written.items() if text}


def leg(side: str, amount: Amount | None) -> dict[str, str]:
    if amount is None:
        return {}
    return {f"{side}_asset": amount.asset, f"{side}_quantity": plain(amount.quantity)}


def fee_names(place: int) -> tuple[str, str]:
    name = "fee" if place == 0 else f"fee{place + 1}"
    return f"{name}_asset", f"{name}_quantity"


def quoted(text: str) -> str:
    """Quote a cell where it must be; a table keeps no other end of a line than the usual."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if SPECIAL.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'
