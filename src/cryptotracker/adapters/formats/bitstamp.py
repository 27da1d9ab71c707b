"""Bitstamp: transactions; newer files have the currency of a number in a column of its own."""

import re
from collections.abc import Sequence
from typing import Final

from cryptotracker.adapters.formats.exports import numbers
from cryptotracker.adapters.formats.exports.declaration import Entry, Events, Format, Times, traded
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

MOVES_IN: Final = frozenset({"deposit", "ripple deposit"})
MOVES_OUT: Final = frozenset({"withdrawal", "ripple payment"})
REWARDS: Final = frozenset({"staking reward", "staking rewards"})


def events(entries: Sequence[Entry]) -> Events:
    (entry,) = entries
    written = entry["type"].casefold()
    amount = required(entry, "amount")
    fee = leg(entry, "fee")
    sent, received, subtype = None, None, ""
    if written == "market":
        sent, received = sides(entry, amount, required(entry, "value"))
        kind = traded(sent, received)
    elif written in MOVES_IN:
        kind, received = "deposit", amount
    elif written in MOVES_OUT:
        kind, sent = "withdrawal", amount
    elif written in REWARDS:
        kind, subtype, received = "income", "staking", amount
    else:
        entry.refuse("type", "not a type of Bitstamp that is known here")
    yield Transaction(
        time=entry.time,
        type=kind,
        subtype=subtype,
        account="Bitstamp",
        sent=sent,
        received=received,
        fees=(fee,) if fee and fee.quantity else (),
        id=entry["id"],
        row=entry.row,
    )


def sides(entry: Entry, amount: Amount, value: Amount) -> tuple[Amount, Amount]:
    """Give what was sent and received in a trade."""
    direction = (entry["sub type"] or entry["subtype"]).casefold()
    if direction not in ("buy", "sell"):
        column = "sub type" if "sub type" in entry.cells else "subtype"
        entry.refuse(column, "a trade says Buy or Sell")
    return (value, amount) if direction == "buy" else (amount, value)


def required(entry: Entry, column: str) -> Amount:
    amount = leg(entry, column)
    if amount is None:
        entry.refuse(column, "a number is missing")
    return amount


def leg(entry: Entry, column: str) -> Amount | None:
    """Read a number whose currency stands behind it or in a column of its own."""
    if f"{column} currency" in entry.cells:
        return entry.leg(column, f"{column} currency")
    text = entry[column]
    if not text:
        return None
    number, _, asset = text.partition(" ")
    if not asset or not asset.isprintable():
        entry.refuse(column, "a number has its currency behind it, as in 1.00000000 BTC")
    try:
        return Amount(asset, numbers.read(number).copy_abs())
    except ValueError as error:
        entry.refuse(column, str(error))


def tidy(text: str) -> str:
    """Cut the name of a month to three letters: `Jan.`, `June` and `Sept.` all stand there."""
    return re.sub(r"^([A-Za-z]{3})[a-z]*\.?", r"\1", text.strip())


FORMAT: Final = Format(
    name="bitstamp",
    title="Bitstamp transactions",
    headers=(
        "Type, Datetime, Account, Amount, Value, Rate, Fee, Sub Type",
        (
            "ID, Account, Type, Subtype, Datetime, Amount, Amount currency, Value, Value currency,"
            "Fee, Fee currency"
        ),
    ),
    times=Times(
        column="Datetime",
        patterns=("rfc3339", "%b %d, %Y, %I:%M %p", "%Y-%m-%d %H:%M:%S"),
        zone="UTC",
        tidy=tidy,
    ),
    events=events,
    optional=1,
)
