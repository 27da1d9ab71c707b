"""Tell whether two records are of the same event, when their source names none.

Equal content gives equal digests, however it was written; what people add to a record (note, tags)
and where it was read do not count. Two equal events of one file are told apart by counting them.

>>> from datetime import UTC, datetime
>>> from decimal import Decimal
>>> from cryptotracker.domain.portfolio.transactions import Amount
>>> def bought(quantity: str) -> Transaction:
...     return Transaction(
...         time=datetime(2026, 1, 1, tzinfo=UTC), type="buy",
...         received=Amount("BTC", Decimal(quantity)), value=Decimal(60_000), value_currency="EUR",
...     )
>>> digest(bought("1.0")) == digest(bought("1.00")), digest(bought("1")) == digest(bought("2"))
(True, False)
>>> derived_id(digest(bought("1")), 2)
'row-2edd3fd285854d94-2'
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final

from cryptotracker.domain.numbers import plain
from cryptotracker.domain.portfolio.transactions import Transaction

SIZE: Final = 16
SHOWN: Final = 8
DERIVED: Final = "row-"
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
NUL: Final = "\0"


def digest(event: Transaction) -> bytes:
    """Sum up what an event is: when, what, where, how much, and what its source calls it."""
    return summed_up(texts(event))


def texts(event: Transaction) -> tuple[str, ...]:
    """Write what an event is, always the same way: fourteen texts, and two for each fee."""
    since, sent, received, named = event.time - EPOCH, event.sent, event.received, event.id
    written: tuple[str, ...] = (
        str((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds),
        event.type,
        event.subtype,
        event.account,
        event.to_account,
        *((sent.asset, plain(sent.quantity)) if sent else ("", "")),
        *((received.asset, plain(received.quantity)) if received else ("", "")),
        "" if event.value is None else plain(event.value),
        event.value_currency,
        "" if event.fee_value is None else plain(event.fee_value),
        "" if named.startswith(DERIVED) else named,
        event.txid,
    )
    for fee in event.fees:
        written = (*written, fee.asset, plain(fee.quantity))
    return written


def summed_up(texts: tuple[str, ...]) -> bytes:
    content = NUL.join(texts)
    if content.count(NUL) != len(texts) - 1:
        # A text holds what parts the texts. Quoted they look like no others, for none is left; and
        # in ASCII, since which other characters are escaped changes with the Unicode version.
        content = ascii(texts)
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def derived_id(digest: bytes, occurrence: int) -> str:
    """Name the so-many-th event of this content, counted from 1.

    A ledger that is exported with such names and read again has the same identities: `digest`
    takes them for what they are.
    """
    return f"{DERIVED}{digest[:SHOWN].hex()}-{occurrence}"
