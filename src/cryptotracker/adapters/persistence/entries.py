"""Translate transactions into rows of their table, and back."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, type_coerce
from sqlalchemy.types import NULLTYPE

from cryptotracker.adapters.persistence.columns import moment
from cryptotracker.adapters.persistence.encoding import CONTENT
from cryptotracker.adapters.persistence.tables import imports, transactions
from cryptotracker.domain.portfolio.identity import derived_id
from cryptotracker.domain.portfolio.portfolios import Entry
from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction

SELECTED: Final = ("id", "import_id", "line", "digest", "occurrence", "time", *CONTENT)


def entries(*more: ColumnElement[Any]) -> Select[Any]:
    """Select what `entry_of` reads, as the driver gives it: a converter a value takes too long."""
    return select(*more, *map(raw, SELECTED), imports.c.file).join_from(
        transactions, imports, transactions.c.import_id == imports.c.id
    )


def raw(name: str) -> ColumnElement[Any]:
    return type_coerce(transactions.c[name], NULLTYPE)


def entry_of(row: Sequence[Any]) -> Entry:
    return Entry(id=uuid_of(row[0]), import_id=uuid_of(row[1]), transaction=transaction_of(row))


def transaction_of(row: Sequence[Any]) -> Transaction:
    (_, _, line, key, occurrence, time, kind, subtype, account, to_account, *amounts) = row
    (sent, sent_quantity, received, received_quantity, fee, fee_quantity, more, *rest) = amounts
    (value, value_currency, fee_value, event, txid, note, tags, file) = rest
    return Transaction(
        time=moment(time) if isinstance(time, int) else time,
        type=kind,
        account=account,
        sent=sent and Amount(sent, Decimal(sent_quantity)),
        received=received and Amount(received, Decimal(received_quantity)),
        fees=fees_of(fee, fee_quantity, more) if fee else (),
        value=None if value is None else Decimal(value),
        value_currency=value_currency,
        fee_value=None if fee_value is None else Decimal(fee_value),
        subtype=subtype,
        to_account=to_account,
        id=event or derived_id(key, occurrence),
        txid=txid,
        note=note,
        tags=tags,
        row=Row(file, line),
    )


def fees_of(asset: str, quantity: str | Decimal, more: str) -> tuple[Amount, ...]:
    first = Amount(asset, Decimal(quantity))
    if not more:
        return (first,)
    return (first, *(Amount(each, Decimal(written)) for each, written in json.loads(more)))


def uuid_of(value: UUID | bytes) -> UUID:
    return UUID(bytes=value) if isinstance(value, bytes) else value
