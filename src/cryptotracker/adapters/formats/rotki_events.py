"""rotki: generic events."""

from collections.abc import Mapping, Sequence
from typing import Final

from cryptotracker.adapters.formats.exports.declaration import Entry, Events, Format, Times
from cryptotracker.domain.portfolio.transactions import Transaction

RECEIVED: Final[Mapping[str, tuple[str, str]]] = {
    "deposit": ("deposit", ""),
    "income": ("income", "other"),
    "staking": ("income", "staking"),
}
SENT: Final[Mapping[str, tuple[str, str]]] = {
    "loss": ("lost", ""),
    "spend": ("spend", ""),
    "withdrawal": ("withdrawal", ""),
}


def events(entries: Sequence[Entry]) -> Events:
    (entry,) = entries
    written = entry["type"].casefold()
    found = RECEIVED.get(written) or SENT.get(written)
    if found is None:
        entry.refuse("type", "not a type of rotki events that is known here")
    leg = entry.leg("amount", "currency")
    if leg is None:
        entry.refuse("amount", "a number is missing")
    kind, subtype = found
    yield Transaction(
        time=entry.time,
        type=kind,
        subtype=subtype,
        account=entry["location"] or "main",
        sent=leg if written in SENT else None,
        received=leg if written in RECEIVED else None,
        fees=entry.fee("fee", "fee currency"),
        note=entry["description"],
        row=entry.row,
    )


FORMAT: Final = Format(
    name="rotki-events",
    title="rotki generic events",
    headers=("Type, Location, Currency, Amount, Fee, Fee Currency, Description, Timestamp",),
    times=Times(column="Timestamp", patterns=("epoch",), zone="UTC"),
    events=events,
)
