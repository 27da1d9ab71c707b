"""What was recorded from an exchange, a wallet or by hand, before any accounting.

A transaction has at most one leg sent, one leg received and any number of fees, whatever file it
came from. What each type must and may carry stands in one table, `TYPES`.

>>> from datetime import UTC, datetime
>>> Transaction(
...     time=datetime(2026, 1, 1, tzinfo=UTC), type="buy",
...     received=Amount("BTC", Decimal(1)), value=Decimal(60_000), value_currency="EUR",
... ).account
'main'
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from attrs import field

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.records import record

NEVER, MAY, MUST = 0, 1, 2

TYPES: Final[Mapping[str, tuple[int, int]]] = {
    # type: (is something sent?, is something received?)
    "buy": (MAY, MUST),
    "sell": (MUST, MAY),
    "swap": (MUST, MUST),
    "deposit": (NEVER, MUST),
    "withdrawal": (MUST, NEVER),
    "transfer": (MUST, MAY),
    "income": (NEVER, MUST),
    "spend": (MUST, MAY),
    "fee": (MAY, NEVER),
    "gift_in": (NEVER, MUST),
    "gift_out": (MUST, NEVER),
    "donation": (MUST, NEVER),
    "lost": (MUST, NEVER),
    "stolen": (MUST, NEVER),
    "stake": (MAY, MAY),
    "unstake": (MAY, MAY),
    "wrap": (MUST, MUST),
    "rename": (MUST, MUST),
    "split": (MUST, MUST),
    "fork": (NEVER, MUST),
    "loan_in": (NEVER, MUST),
    "loan_repaid": (MUST, NEVER),
    "margin_gain": (NEVER, MUST),
    "margin_loss": (MUST, NEVER),
    "margin_fee": (MAY, NEVER),
    "opening": (NEVER, MUST),
    "adjustment": (MAY, MAY),
}

SHAPES: Final = frozenset(
    (name, sent, received)
    for name, (sends, receives) in TYPES.items()
    for sent in (False, True)
    for received in (False, True)
    if sends in (MAY, MUST if sent else NEVER) and receives in (MAY, MUST if received else NEVER)
)
"""What `TYPES` says, to be looked up at once: a type, is something sent, is something received."""

INCOME_KINDS: Final = frozenset(
    "staking interest airdrop mining reward cashback referral wages fork royalty other".split()
)


@record
class Amount:
    """So much of an asset or of money."""

    asset: str
    quantity: Decimal


@record
class Row:
    """Where a transaction was read: the file and the line its row begins on."""

    file: str
    line: int


@record
class Transaction:
    """One event of a ledger.

    Attributes:
        time: an aware instant in UTC.
        value: the worth of the event, before fees, when no leg of money says it.
        value_currency: of `value` and `fee_value`; empty means the report's own currency.
        fee_value: the worth of the first fee, or of what a transfer lost.
        id: stable identity given by the source, else derived from the content.
    """

    time: datetime
    type: str
    account: str = "main"
    sent: Amount | None = None
    received: Amount | None = None
    fees: tuple[Amount, ...] = ()
    value: Decimal | None = None
    value_currency: str = ""
    fee_value: Decimal | None = None
    subtype: str = ""
    to_account: str = ""
    id: str = ""
    txid: str = ""
    note: str = ""
    tags: str = ""
    row: Row | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        if (self.type, self.sent is not None, self.received is not None) not in SHAPES:
            refuse_shape(self)
        if self.type in CHECKS:
            CHECKS[self.type](self)


def refuse_shape(event: Transaction) -> None:
    """Say what an event of no known shape has too much or too little."""
    if event.type not in TYPES:
        refuse("type", event.type, "not a type of event; the types are " + ", ".join(TYPES))
    sends, receives = TYPES[event.type]
    check_leg("sent", event.sent, sends, event.type)
    check_leg("received", event.received, receives, event.type)


def check_leg(side: str, leg: Amount | None, rule: int, kind: str) -> None:
    if leg is None:
        if rule == MUST:
            refuse(f"{side}_quantity", "", f"an event of type {kind} says what was {side}")
    elif rule == NEVER:
        refuse(f"{side}_asset", leg.asset, f"nothing is {side} in an event of type {kind}")


def check_transfer(event: Transaction) -> None:
    sent, received = event.sent, event.received
    if not event.to_account:
        refuse("to_account", "", "a transfer names the receiving account")
    if sent is None or received is None:
        return
    if sent.asset != received.asset:
        refuse(
            "received_asset", received.asset, "a transfer receives what it sends; see wrap and swap"
        )
    if received.quantity > sent.quantity:
        refuse(
            "received_quantity", str(received.quantity), "a transfer receives at most what it sends"
        )


def check_fee(event: Transaction) -> None:
    if event.sent is None and not event.fees and event.fee_value is None:
        refuse("sent_quantity", "", f"an event of type {event.type} says what was paid")


def check_adjustment(event: Transaction) -> None:
    if (event.sent is None) == (event.received is None):
        refuse("sent_quantity", "", "an adjustment either takes or adds")


def check_rescaling(event: Transaction) -> None:
    """Lots that become something cannot come from nothing."""
    for side, leg in (("sent", event.sent), ("received", event.received)):
        if leg is not None and leg.quantity == ZERO:
            refuse(f"{side}_quantity", "0", f"a {event.type} turns a quantity into another")


def check_income(event: Transaction) -> None:
    if event.subtype and event.subtype not in INCOME_KINDS:
        refuse("subtype", event.subtype, "income is one of " + ", ".join(sorted(INCOME_KINDS)))


CHECKS: Final = {
    "income": check_income,
    "transfer": check_transfer,
    "fee": check_fee,
    "margin_fee": check_fee,
    "adjustment": check_adjustment,
    "wrap": check_rescaling,
    "rename": check_rescaling,
    "split": check_rescaling,
}


def refuse(column: str, value: str, reason: str) -> None:
    raise InvalidValueError(column=column, value=value, reason=reason)
