"""Tell whether two records are of the same event, when their source names none.

Equal content gives equal digests, however it was written; what people add to a record (note, tags)
and where it was read do not count. Two equal events of one file are told apart by counting them.

>>> from datetime import UTC, datetime
>>> from decimal import Decimal
>>> def bought(quantity: str) -> Transaction:
...     return Transaction(
...         time=datetime(2026, 1, 1, tzinfo=UTC), type="buy",
...         received=Amount("BTC", Decimal(quantity)), value=Decimal(60_000), value_currency="EUR",
...     )
>>> digest(bought("1.0")) == digest(bought("1.00")), digest(bought("1")) == digest(bought("2"))
(True, False)
>>> derived_id(digest(bought("1")), 2)
'row-ae6f846b07debadb-2'
"""

from datetime import UTC, datetime
from decimal import Context
from hashlib import blake2b
from typing import Final

from cryptotracker.domain.portfolio.transactions import Amount, Transaction

SIZE: Final = 16
SHOWN: Final = 8
DERIVED: Final = "row-"
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

# Precise enough for every amount there is, so that it drops zeros and rounds nothing.
canonical: Final = Context(prec=200).normalize


def digest(event: Transaction) -> bytes:
    """Sum up what an event is: when, what, where, how much, and what its source calls it."""
    since = event.time - EPOCH
    sent, received, value, fee_value = event.sent, event.received, event.value, event.fee_value
    content = (
        since.days,
        since.seconds,
        since.microseconds,
        event.type,
        event.subtype,
        event.account,
        event.to_account,
        sent and (sent.asset, str(canonical(sent.quantity))),
        received and (received.asset, str(canonical(received.quantity))),
        event.fees and [written(fee) for fee in event.fees],
        None if value is None else str(canonical(value)),
        event.value_currency,
        None if fee_value is None else str(canonical(fee_value)),
        "" if event.id.startswith(DERIVED) else event.id,
        event.txid,
    )
    # A tuple is written with its texts quoted, so no two contents look alike; and in ASCII, since
    # which other characters are escaped changes with the Unicode version.
    return blake2b(ascii(content).encode(), digest_size=SIZE).digest()


def written(amount: Amount) -> tuple[str, str]:
    return amount.asset, str(canonical(amount.quantity))


def derived_id(digest: bytes, occurrence: int) -> str:
    """Name the so-many-th event of this content, counted from 1.

    A ledger that is exported with such names and read again has the same identities: `digest`
    takes them for what they are.
    """
    return f"{DERIVED}{digest[:SHOWN].hex()}-{occurrence}"
