"""How many units of an asset there are, as somebody says."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from cryptotracker.domain.market.checks import AHEAD, number_said, out_of_range, time_said
from cryptotracker.domain.market.observations import Refusal, cut
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.numbers import EXACT, ZERO, positive, ratio

APART_MOST: Final = Decimal("0.2")
"""So far what all units are worth may be from the price times their number, as a share of it."""


@frozen(kw_only=True)
class Supply:
    """How many units of an asset go from hand to hand.

    Attributes:
        total: how many there are, with those that nobody may sell yet; None where nobody says.
        simulated: made up, for demonstration.
    """

    asset: str
    quantity: Decimal = field(validator=positive)
    total: Decimal | None = None
    as_of: datetime
    source: str
    simulated: bool = False


@frozen(kw_only=True)
class SupplyClaim:
    """What a source said of an asset's units, as its answer had it: nothing is believed yet.

    Attributes:
        asset: its id.
        price: what the same answer says of a unit, and `worth` of all of them: they have to agree.
        time: of when it is, as a claim of a price says it.
    """

    source: str
    asset: str
    circulating: object
    total: object
    price: object
    worth: object
    time: object


def examine_supply(claim: SupplyClaim, now: datetime) -> Supply | Refusal | None:
    """Believe what is said of an asset's units, or say why not; None where nobody counted.

    Sources write null or nought for what they do not know.
    """
    if claim.circulating in (None, "") or number_said(claim.circulating) == ZERO:
        return None
    quantity, as_of = number_said(claim.circulating), time_said(claim.time)
    reason = wrong_with(claim, quantity, as_of, now)
    if reason or quantity is None or as_of is None:
        return Refusal(
            source=claim.source,
            reason=reason,
            at=now,
            asset=claim.asset,
            said=f"{cut(claim.circulating)} units",
        )
    total = number_said(claim.total)
    return Supply(
        asset=claim.asset,
        quantity=quantity,
        total=total if total is not None and total >= quantity else None,
        as_of=min(as_of, now),
        source=claim.source,
    )


def wrong_with(
    claim: SupplyClaim, quantity: Decimal | None, as_of: datetime | None, now: datetime
) -> str:
    """Name a key of REASONS, or nothing."""
    if quantity is None:
        return "not_a_number"
    if as_of is None:
        return "no_time"
    wrong = {
        "not_positive": quantity < ZERO,
        "out_of_range": out_of_range(quantity),
        "in_the_future": as_of > now + AHEAD,
        "stale": now - as_of > OLDEST,
    }
    reason = next((reason for reason, applies in wrong.items() if applies), "")
    return reason or ("impossible" if contradicts(claim, quantity) else "")


def contradicts(claim: SupplyClaim, quantity: Decimal) -> bool:
    price, worth = number_said(claim.price), number_said(claim.worth)
    if not price or not worth or out_of_range(price) or out_of_range(worth):
        return False
    expected = EXACT.multiply(price, quantity)
    return abs(ratio(worth - expected, expected)) > APART_MOST
