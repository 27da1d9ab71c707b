"""What accounting knows of an event: acquisitions, moves and outflows.

At one instant acquisitions come first, then moves, then outflows; then account, asset, quantity
and id decide. That order is the same whatever order the files were in, and a swap whose coins are
sold in the same second finds them.
"""

from decimal import Decimal
from typing import ClassVar, TypeAlias

from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.records import record


@record
class Acquisition:
    """Units that arrive, at a cost that may be unknown.

    Attributes:
        dated: whether the arrival is the acquisition; False when the units were acquired elsewhere.
    """

    rank: ClassVar[int] = 0
    event: Transaction
    account: str
    asset: str
    quantity: Decimal
    cost: Decimal | None
    dated: bool = True


@record
class Income:
    """Income at its worth when it was received; None when nobody knows."""

    rank: ClassVar[int] = 0
    event: Transaction
    account: str
    asset: str
    quantity: Decimal
    value: Decimal | None


@record
class Move:
    """Units that change their account, their name or their count, and keep cost and age."""

    rank: ClassVar[int] = 1
    event: Transaction
    account: str
    asset: str
    quantity: Decimal
    to_account: str
    to_asset: str
    to_quantity: Decimal


@record
class Outflow:
    """Units that leave: disposed of for proceeds, or gone without a gain (`kind` is empty).

    Attributes:
        kind: what the disposal was: the event's type, or `fee`.
        main: False for a fee beside its event.
    """

    rank: ClassVar[int] = 2
    event: Transaction
    account: str
    asset: str
    quantity: Decimal
    proceeds: Decimal | None
    kind: str
    main: bool = True


@record
class Balance:
    """Units that come or go without lots: borrowed, repaid, margin results."""

    event: Transaction
    account: str
    asset: str
    quantity: Decimal

    @property
    def rank(self) -> int:
        """What is borrowed can be sold in the same instant."""
        return 0 if self.quantity > ZERO else 2


Posting: TypeAlias = Acquisition | Income | Move | Outflow | Balance


def order(posting: Posting) -> tuple[int, str, str, Decimal, str]:
    return (
        posting.rank,
        posting.account,
        posting.asset,
        posting.quantity,
        posting.event.id,
    )
