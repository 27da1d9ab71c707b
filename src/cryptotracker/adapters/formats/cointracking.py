"""CoinTracking: the trade list."""

from collections.abc import Mapping, Sequence
from typing import Final

from cryptotracker.adapters.formats.exports.declaration import (
    Entry,
    Events,
    Format,
    Times,
    traded,
)
from cryptotracker.domain.portfolio.transactions import Transaction

TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "airdrop": ("income", "airdrop"),
    "borrowing fee": ("spend", ""),
    "deposit": ("deposit", ""),
    "donation": ("donation", ""),
    "gift": ("gift_out", ""),
    "gift/tip": ("gift_in", ""),
    "hard fork": ("fork", ""),
    "income": ("income", "other"),
    "interest income": ("income", "interest"),
    "lending income": ("income", "interest"),
    "lost": ("lost", ""),
    "margin fee": ("margin_fee", ""),
    "margin loss": ("margin_loss", ""),
    "margin profit": ("margin_gain", ""),
    "masternode": ("income", "staking"),
    "minting": ("income", "mining"),
    "mining": ("income", "mining"),
    "other expense": ("spend", ""),
    "other fee": ("spend", ""),
    "other income": ("income", "other"),
    "reward / bonus": ("income", "reward"),
    "reward/bonus": ("income", "reward"),
    "spend": ("spend", ""),
    "staking": ("income", "staking"),
    "stolen": ("stolen", ""),
    "trade": ("", ""),
    "withdrawal": ("withdrawal", ""),
}


def events(entries: Sequence[Entry]) -> Events:
    (entry,) = entries
    found = TYPES.get(entry["type"].casefold())
    if found is None:
        entry.refuse("type", "not a type of CoinTracking that is known here")
    kind, subtype = found
    sent, received = entry.leg("sell", "cur 2"), entry.leg("buy", "cur")
    if not kind and (sent is None or received is None):
        entry.refuse("buy" if received is None else "sell", "a trade has two sides")
    yield Transaction(
        time=entry.time,
        type=kind or traded(sent, received),
        subtype=subtype,
        account=entry["exchange"] or "main",
        sent=sent,
        received=received,
        fees=entry.fee("fee", "cur 3"),
        txid=entry["tx id"],
        note=entry["comment"],
        tags=entry["group"],
        row=entry.row,
    )


FORMAT: Final = Format(
    name="cointracking",
    title="CoinTracking trade list",
    headers=(
        "Type, Buy, Cur, Sell, Cur 2, Fee, Cur 3, Exchange, Group, Comment, Date",
        "Type, Buy, Cur, Sell, Cur 2, Exchange, Group, Date",
    ),
    # The list is written in the zone of its owner's settings, which it does not name.
    times=Times(
        column="Date",
        patterns=(
            "%d.%m.%Y %H:%M:%S",
            "%d.%m.%Y %H:%M",
            "rfc3339",
            "%Y-%m-%d %H:%M:%S",
        ),
    ),
    events=events,
)
