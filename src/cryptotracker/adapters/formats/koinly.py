"""Koinly: its universal template, and the transactions it exports."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from cryptotracker.adapters.formats.exports.declaration import (
    Entry,
    Events,
    Format,
    Times,
    has_money,
    traded,
)
from cryptotracker.domain.numbers import EXACT
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

RECEIVED: Final[Mapping[str, tuple[str, str]]] = {
    "airdrop": ("income", "airdrop"),
    "cashback": ("income", "cashback"),
    "fork": ("fork", ""),
    "gift": ("gift_in", ""),
    "gift received": ("gift_in", ""),
    "income": ("income", "other"),
    "interest": ("income", "interest"),
    "lending interest": ("income", "interest"),
    "loan": ("loan_in", ""),
    "loan interest": ("income", "interest"),
    "margin loan": ("loan_in", ""),
    "mining": ("income", "mining"),
    "other income": ("income", "other"),
    "realized gain": ("margin_gain", ""),
    "referral": ("income", "referral"),
    "reward": ("income", "reward"),
    "royalties": ("income", "royalty"),
    "royalty": ("income", "royalty"),
    "salary": ("income", "wages"),
    "staking": ("income", "staking"),
    "staking reward": ("income", "staking"),
}
SENT: Final[Mapping[str, tuple[str, str]]] = {
    "cost": ("spend", ""),
    "donation": ("donation", ""),
    "gift": ("gift_out", ""),
    "interest payment": ("spend", ""),
    "loan fee": ("spend", ""),
    "loan repayment": ("loan_repaid", ""),
    "lost": ("lost", ""),
    "margin fee": ("margin_fee", ""),
    "margin repayment": ("loan_repaid", ""),
    "payment": ("spend", ""),
    "realized gain": ("margin_loss", ""),
    "realized loss": ("margin_loss", ""),
    "stolen": ("stolen", ""),
}


def events(entries: Sequence[Entry]) -> Events:
    (entry,) = entries
    sent = entry.leg("sent amount", "sent currency")
    received = entry.leg("received amount", "received currency")
    if sent is None and received is None:
        entry.refuse("sent amount", "nothing is sent and nothing received")
    label = entry["label"] or entry["tag"]
    kind, subtype = meaning(label, sent, received)
    fees = entry.fee("fee amount", "fee currency")
    if entry["type"] == "transfer" and sent and received:
        kind, subtype = "transfer", ""
        fees = () if lost(sent, received) == fees else fees
    value, currency = worth(entry) if not has_money(sent, received) else (None, "")
    yield Transaction(
        time=entry.time,
        type=kind,
        subtype=subtype,
        account=entry["sending wallet"] or entry["receiving wallet"] or "main",
        to_account=entry["receiving wallet"] if kind == "transfer" else "",
        sent=sent,
        received=received,
        fees=fees,
        value=value,
        value_currency=currency,
        txid=entry["txhash"],
        note=entry["description"],
        tags=label,
        row=entry.row,
    )


def meaning(label: str, sent: Amount | None, received: Amount | None) -> tuple[str, str]:
    """Give type and subtype; a label that says nothing about them stays a tag."""
    plain = " ".join(label.casefold().replace("_", " ").split()).replace("realised", "realized")
    if sent is None:
        return RECEIVED.get(plain, ("deposit", ""))
    if received is None:
        return SENT.get(plain, ("withdrawal", ""))
    return traded(sent, received), ""


def lost(sent: Amount, received: Amount) -> tuple[Amount, ...]:
    """Give what a transfer lost on its way, which a fee column may say a second time."""
    return (Amount(sent.asset, EXACT.subtract(sent.quantity, received.quantity)),)


def worth(entry: Entry) -> tuple[Decimal | None, str]:
    """Give the net worth; the export names its currency in the title of the column."""
    if entry["net worth amount"]:
        return entry.number("net worth amount"), entry["net worth currency"]
    for column in entry.cells:
        if column.startswith("net value ") and entry[column]:
            return entry.number(column), column.split()[-1].upper()
    return None, ""


FORMAT: Final = Format(
    name="koinly",
    title="Koinly universal template and transaction export",
    headers=(
        "Date, Sent Amount, Sent Currency, Received Amount, Received Currency",
        (
            "Date, Type, Sending Wallet, Sent Amount, Sent Currency, Receiving Wallet,"
            "Received Amount, Received Currency, Fee Amount, Fee Currency"
        ),
    ),
    # Koinly's instructions say that dates are in UTC wherever their owner lives.
    times=Times(
        column="Date",
        patterns=("rfc3339", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"),
        zone="UTC",
    ),
    events=events,
)
