"""What the owner has to look at: facts missing from a ledger, and what they do to its figures."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from attrs import frozen

SEVERITIES: Final[Mapping[str, str]] = {
    # An error leaves a figure unknown or a row out; a warning says what was assumed.
    "rejected_row": "error",
    "missing_basis": "error",
    "unpriced": "error",
    "unmet_election": "error",
    "ambiguous_asset": "warning",
    "negative_balance": "warning",
    "unmatched_transfer": "warning",
    "duplicate": "warning",
    "not_accounted": "warning",
}


class Place(NamedTuple):
    """Where a rejected row stands, and why it was rejected."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@frozen(kw_only=True)
class Issue:
    """One thing to look at, with the event and the asset, or the row, it hangs on."""

    code: str
    message: str
    event: str = ""
    asset: str = ""
    quantity: Decimal | None = None
    place: Place | None = None

    @property
    def severity(self) -> str:
        return SEVERITIES[self.code]
