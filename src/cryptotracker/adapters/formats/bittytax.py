"""BittyTax: its transaction records."""

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
from cryptotracker.domain.portfolio.transactions import Transaction

TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "airdrop": ("income", "airdrop"),
    "cashback": ("income", "cashback"),
    "charity-sent": ("donation", ""),
    "deposit": ("deposit", ""),
    "dividend": ("income", "other"),
    "fee-rebate": ("income", "cashback"),
    "fork": ("fork", ""),
    "gift-received": ("gift_in", ""),
    "gift-sent": ("gift_out", ""),
    "gift-spouse": ("gift_out", "spouse"),
    "income": ("income", "other"),
    "interest": ("income", "interest"),
    "loan": ("loan_in", ""),
    "loan-interest": ("spend", ""),
    "loan-repayment": ("loan_repaid", ""),
    "lost": ("lost", ""),
    "margin-fee": ("margin_fee", ""),
    "margin-gain": ("margin_gain", ""),
    "margin-loss": ("margin_loss", ""),
    "mining": ("income", "mining"),
    "referral": ("income", "referral"),
    "spend": ("spend", ""),
    "staking": ("income", "staking"),
    "staking-reward": ("income", "staking"),
    "swap": ("rename", ""),
    "trade": ("", ""),
    "withdrawal": ("withdrawal", ""),
}


def events(entries: Sequence[Entry]) -> Events:
    (entry,) = entries
    found = TYPES.get(entry["type"].casefold())
    if found is None:
        entry.refuse("type", "not a type of BittyTax that is known here")
    kind, subtype = found
    sent = entry.leg("sell quantity", "sell asset")
    received = entry.leg("buy quantity", "buy asset")
    if not kind and (sent is None or received is None):
        side = "buy quantity" if received is None else "sell quantity"
        entry.refuse(side, "a trade has two sides")
    bought, currency = worth(entry, "buy value")
    sold, _ = worth(entry, "sell value")
    fee_value, _ = worth(entry, "fee value")
    value = bought if bought is not None else sold
    value = None if has_money(sent, received) else value
    yield Transaction(
        time=entry.time,
        type=kind or traded(sent, received),
        subtype=subtype,
        account=entry["wallet"] or "main",
        sent=sent,
        received=received,
        fees=entry.fee("fee quantity", "fee asset"),
        value=value,
        value_currency=currency if value is not None or fee_value is not None else "",
        fee_value=fee_value,
        note=entry["note"],
        row=entry.row,
    )


def worth(entry: Entry, title: str) -> tuple[Decimal | None, str]:
    """Read a value, whose currency stands in the title of its column."""
    for column in entry.cells:
        if column == title or column.startswith(f"{title} in "):
            currency = column.removeprefix(title).removeprefix(" in ").upper()
            return entry.number(column, money=True), currency
    return None, ""


FORMAT: Final = Format(
    name="bittytax",
    title="BittyTax transaction records",
    headers=(
        (
            "Type, Buy Quantity, Buy Asset, Sell Quantity, Sell Asset, Fee Quantity, Fee Asset,"
            "Wallet, Timestamp"
        ),
    ),
    # A time without zone is UTC by the rule of that program.
    times=Times(
        column="Timestamp",
        patterns=("rfc3339", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S"),
        zone="UTC",
    ),
    events=events,
    optional=1,
)
