"""Translate transactions into rows of their table, and back."""

import json
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import RowMapping, Select, select

from cryptotracker.adapters.persistence.tables import imports, transactions
from cryptotracker.domain.numbers import plain
from cryptotracker.domain.portfolio.identity import derived_id
from cryptotracker.domain.portfolio.portfolios import Entry
from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction

CONTENT: Final = tuple(
    """
    type subtype account to_account sent_asset sent_quantity received_asset received_quantity
    fee_asset fee_quantity more_fees value value_currency fee_value event txid note tags
    """.split()
)
"""The columns that `content` fills, in its order."""


def content(event: Transaction) -> tuple[str | None, ...]:
    """Write a transaction as texts, which both databases take as they are."""
    sent, received, fees = event.sent, event.received, event.fees
    return (
        event.type,
        event.subtype,
        event.account,
        event.to_account,
        *((sent.asset, plain(sent.quantity)) if sent else (None, None)),
        *((received.asset, plain(received.quantity)) if received else (None, None)),
        *((fees[0].asset, plain(fees[0].quantity)) if fees else (None, None)),
        more_fees(fees) if len(fees) > 1 else "",
        None if event.value is None else plain(event.value),
        event.value_currency,
        None if event.fee_value is None else plain(event.fee_value),
        event.id,
        event.txid,
        event.note,
        event.tags,
    )


def more_fees(fees: tuple[Amount, ...]) -> str:
    return json.dumps([[fee.asset, plain(fee.quantity)] for fee in fees[1:]], ensure_ascii=False)


def entries() -> Select[Any]:
    """Select what `entry_of` reads."""
    return select(transactions, imports.c.file).join_from(
        transactions, imports, transactions.c.import_id == imports.c.id
    )


def entry_of(row: RowMapping) -> Entry:
    return Entry(id=row["id"], import_id=row["import_id"], transaction=transaction_of(row))


def transaction_of(row: RowMapping) -> Transaction:
    return Transaction(
        time=row["time"],
        type=row["type"],
        account=row["account"],
        sent=leg(row["sent_asset"], row["sent_quantity"]),
        received=leg(row["received_asset"], row["received_quantity"]),
        fees=fees_of(row["fee_asset"], row["fee_quantity"], row["more_fees"]),
        value=row["value"],
        value_currency=row["value_currency"],
        fee_value=row["fee_value"],
        subtype=row["subtype"],
        to_account=row["to_account"],
        id=row["event"] or derived_id(row["digest"], row["occurrence"]),
        txid=row["txid"],
        note=row["note"],
        tags=row["tags"],
        row=Row(row["file"], row["line"]),
    )


def leg(asset: str | None, quantity: Decimal | None) -> Amount | None:
    return None if asset is None or quantity is None else Amount(asset, quantity)


def fees_of(asset: str | None, quantity: Decimal | None, more: str) -> tuple[Amount, ...]:
    first = leg(asset, quantity)
    if first is None:
        return ()
    others = json.loads(more) if more else ()
    return (first, *(Amount(each, Decimal(written)) for each, written in others))
