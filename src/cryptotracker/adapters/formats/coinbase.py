"""Coinbase: the transaction history, whose table begins below a few lines of words."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, TypedDict

from cryptotracker.adapters.formats.exports import numbers
from cryptotracker.adapters.formats.exports.declaration import (
    Entry,
    Events,
    Format,
    Times,
    has_money,
    traded,
)
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed

BUYS: Final = frozenset({"buy", "advanced trade buy", "advance trade buy"})
SELLS: Final = frozenset({"sell", "advanced trade sell", "advance trade sell"})
MOVES: Final = frozenset(
    {
        "deposit",
        "exchange deposit",
        "exchange withdrawal",
        "pro deposit",
        "pro withdrawal",
        "receive",
        "send",
        "withdrawal",
    },
)
# Seen from the account: what goes to Coinbase Pro leaves it, though it is called a deposit there.
OUT: Final = frozenset({"exchange deposit", "pro deposit", "send", "withdrawal"})
STAKES: Final = {"retail staking transfer": "stake", "retail unstaking transfer": "unstake"}
INCOME: Final[Mapping[str, str]] = {
    "coinbase earn": "reward",
    "incentives rewards payout": "reward",
    "inflation reward": "staking",
    "interest payout": "interest",
    "learning reward": "reward",
    "reward income": "reward",
    "rewards income": "reward",
    "staking income": "staking",
    "subscription rebate": "cashback",
}
CONVERTED: Final = re.compile(
    r"converted ([0-9.,]+) (\S+) to ([0-9.,]+) (\S+)",
    re.ASCII | re.IGNORECASE,
)


class Worth(TypedDict):
    """What an event was worth, as Coinbase reckoned it."""

    value: Decimal | None
    value_currency: str


def events(entries: Sequence[Entry]) -> Events:
    (entry,) = entries
    written = entry["transaction type"].casefold()
    leg = entry.leg("quantity transacted", "asset")
    if leg is None:
        entry.refuse("quantity transacted", "a number is missing")
    if written in STAKES:
        # Both sides of the move are listed, and it changes nothing that is owned.
        if is_negative(entry) == (STAKES[written] == "stake"):
            yield transaction(entry, STAKES[written], sent=leg)
        else:
            yield entry.skipped("the other side of a move into or out of staking")
    elif written in MOVES:
        leaves = written in OUT or is_negative(entry)
        if leaves:
            yield transaction(entry, "withdrawal", sent=leg)
        else:
            yield transaction(entry, "deposit", received=leg)
    elif written in INCOME:
        event = transaction(entry, "income", received=leg)
        yield changed(event, subtype=INCOME[written], **worth(entry))
    elif written == "card spend":
        yield changed(transaction(entry, "spend", sent=leg), **worth(entry))
    else:
        yield trade(entry, written, leg)


def trade(entry: Entry, written: str, leg: Amount) -> Transaction:
    """Read what was bought, sold or converted; the subtotal is the price without the fee."""
    paid, fee = money(entry, "subtotal"), money(entry, "fees")
    fees = (fee,) if fee and fee.quantity else ()
    if written == "convert":
        received = converted(entry)
        event = transaction(entry, traded(leg, received), sent=leg, received=received, fees=fees)
        return event if has_money(leg, received) else changed(event, **worth(entry))
    if written not in BUYS | SELLS:
        entry.refuse("transaction type", "not a type of Coinbase that is known here")
    if paid is None:
        entry.refuse("subtotal", "a number is missing")
    sent, received = (paid, leg) if written in BUYS else (leg, paid)
    return transaction(entry, traded(sent, received), sent=sent, received=received, fees=fees)


def transaction(
    entry: Entry,
    kind: str,
    *,
    sent: Amount | None = None,
    received: Amount | None = None,
    fees: tuple[Amount, ...] = (),
) -> Transaction:
    return Transaction(
        time=entry.time,
        type=kind,
        account="Coinbase",
        sent=sent,
        received=received,
        fees=fees,
        id=entry["id"],
        note=entry["notes"],
        row=entry.row,
    )


def is_negative(entry: Entry) -> bool:
    return entry["quantity transacted"].startswith("-")


def worth(entry: Entry) -> Worth:
    paid = money(entry, "subtotal")
    if paid is None:
        return {"value": None, "value_currency": ""}
    return {"value": paid.quantity, "value_currency": paid.asset}


def money(entry: Entry, title: str) -> Amount | None:
    """Read an amount of money; the oldest files put its currency into the column's title."""
    wanted = re.compile(rf"(?:([a-z]{{3,5}}) )?{title}(?: and or spread)?")
    for column in entry.cells:
        match = wanted.fullmatch(column)
        if match is None or not entry[column]:
            continue
        number = entry.number(column, money=True)
        currency = (
            entry["price currency"] or entry["spot price currency"] or (match[1] or "").upper()
        )
        if number is not None and currency:
            return Amount(currency, number.copy_abs())
        entry.refuse(column, "an amount of which currency?")
    return None


def converted(entry: Entry) -> Amount:
    """Read what a conversion brought, which stands nowhere but in its note."""
    match = CONVERTED.search(entry["notes"])
    if match is None:
        entry.refuse("notes", "a conversion says what was converted to what")
    try:
        return Amount(match[4], numbers.read(match[3]))
    except ValueError as error:
        entry.refuse("notes", str(error))


FORMAT: Final = Format(
    name="coinbase",
    title="Coinbase transaction history",
    headers=("Timestamp, Transaction Type, Asset, Quantity Transacted, Notes",),
    times=Times(column="Timestamp", patterns=("rfc3339", "%Y-%m-%d %H:%M:%S"), zone="UTC"),
    events=events,
    optional=2,
)
