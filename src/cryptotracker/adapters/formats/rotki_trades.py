"""rotki: generic trades."""

from collections.abc import Sequence
from typing import Final

from cryptotracker.adapters.formats.exports.declaration import (
    Entry,
    Events,
    Format,
    Times,
    traded,
)
from cryptotracker.domain.portfolio.transactions import Transaction


def events(entries: Sequence[Entry]) -> Events:
    (entry,) = entries
    sent = entry.leg("spend amount", "spend currency")
    received = entry.leg("receive amount", "receive currency")
    if sent is None or received is None:
        side = "receive amount" if received is None else "spend amount"
        entry.refuse(side, "a trade has two sides")
    yield Transaction(
        time=entry.time,
        type=traded(sent, received),
        account=entry["location"] or "main",
        sent=sent,
        received=received,
        fees=entry.fee("fee", "fee currency"),
        note=entry["description"],
        row=entry.row,
    )


FORMAT: Final = Format(
    name="rotki-trades",
    title="rotki generic trades",
    headers=(
        (
            "Location, Spend Currency, Receive Currency, Receive Amount, Spend Amount, Fee,"
            "Fee Currency, Description, Timestamp"
        ),
    ),
    times=Times(column="Timestamp", patterns=("epoch",), zone="UTC"),
    events=events,
)
