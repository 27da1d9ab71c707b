"""Turn each type of event into postings.

To add a type: name it in TYPES, write its handler and name that in HANDLERS.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, TypeAlias

from cryptotracker.domain.market.assets import MONEY
from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.postings import (
    Acquisition,
    Balance,
    Income,
    Move,
    Outflow,
    Posting,
)
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.portfolio.valuation import FeePaid, FeeTotal, Valuer

Handler: TypeAlias = Callable[[Transaction, Valuer], list[Posting]]


def postings(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Return what an event means for accounting, in no particular order."""
    return HANDLERS[event.type](event, valuer)


def trade(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Buy, sell, swap, spend: whatever is not money is acquired at worth or disposed of at it."""
    sent, received = coins(event.sent), coins(event.received)
    if sent is None and received is None:
        return fees(event, valuer.fees(event, None), valuer)
    worth = valuer.worth(event)
    paid = valuer.fees(event, worth) if event.fees or event.fee_value is not None else []
    found = fees(event, paid, valuer)
    due = total(paid)
    if received is not None:
        cost = None if worth is None or due is None else worth + due
        found.append(Acquisition(event, event.account, received.asset, received.quantity, cost))
    if sent is not None:
        proceeds = worth
        if received is None and worth is not None:
            proceeds = None if due is None else worth - due
        found.append(Outflow(event, event.account, sent.asset, sent.quantity, proceeds, event.type))
    return found


def swap(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Trade; but what is swapped for as much of itself has not changed hands."""
    return only_fees(event, valuer) if event.sent == event.received else trade(event, valuer)


def fee(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Pay a fee that stands alone: what is sent counts among the fees."""
    sent = event.sent
    if sent is None or not sent.quantity:
        return only_fees(event, valuer)
    worth = valuer.worth(event)
    valuer.report(FeeTotal(event, worth))
    paid = valuer.fees(event, worth)
    found, due = fees(event, paid, valuer), total(paid)
    if sent.asset not in MONEY:
        proceeds = None if worth is None or due is None else worth - due
        found.append(Outflow(event, event.account, sent.asset, sent.quantity, proceeds, event.type))
    return found


def income(event: Transaction, valuer: Valuer) -> list[Posting]:
    received = event.received
    if received is None or not received.quantity:
        return fees(event, valuer.fees(event, None), valuer)
    worth = valuer.worth(event)
    found: list[Posting] = [Income(event, event.account, received.asset, received.quantity, worth)]
    if received.asset in MONEY:
        return found + fees(event, valuer.fees(event, worth), valuer)
    return found + acquire(event, valuer, worth)


def receive(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Open a lot at worth: a gift, or a balance from before the ledger."""
    if coins(event.received) is None:
        return fees(event, valuer.fees(event, None), valuer)
    return acquire(event, valuer, valuer.worth(event))


def acquire(event: Transaction, valuer: Valuer, worth: Decimal | None) -> list[Posting]:
    paid, received = valuer.fees(event, worth), coins(event.received)
    due = total(paid)
    cost = None if worth is None or due is None else worth + due
    found = fees(event, paid, valuer)
    if received is not None:
        found.append(Acquisition(event, event.account, received.asset, received.quantity, cost))
    return found


def fork(event: Transaction, valuer: Valuer) -> list[Posting]:
    return acquire(event, valuer, ZERO)


def vanish(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Lost or stolen: disposed of for nothing."""
    found, sent = fees(event, valuer.fees(event, None), valuer), coins(event.sent)
    if sent is not None:
        found.append(Outflow(event, event.account, sent.asset, sent.quantity, ZERO, event.type))
    return found


def arrive(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Open a lot of unknown basis: a deposit or an adjustment without its other side."""
    found, received = fees(event, valuer.fees(event, None), valuer), coins(event.received)
    if received is not None:
        found.append(
            Acquisition(event, event.account, received.asset, received.quantity, None, dated=False)
        )
        valuer.report(unmatched(event, received, "arrived from a place that is not in the ledger"))
    return found


def leave(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Let lots go without a gain: a withdrawal or an adjustment without its other side."""
    found, sent = fees(event, valuer.fees(event, None), valuer), coins(event.sent)
    if sent is not None:
        found.append(Outflow(event, event.account, sent.asset, sent.quantity, None, ""))
        valuer.report(unmatched(event, sent, "went to a place that is not in the ledger"))
    return found


def unmatched(event: Transaction, leg: Amount, what: str) -> Issue:
    message = f"{leg.quantity:f} {leg.asset} {what}."
    return Issue(
        code="unmatched_transfer",
        event=event.id,
        asset=leg.asset,
        quantity=leg.quantity,
        message=message,
    )


def adjust(event: Transaction, valuer: Valuer) -> list[Posting]:
    return arrive(event, valuer) if event.received is not None else leave(event, valuer)


def transfer(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Move lots to another account of the owner; what does not arrive was the fee."""
    sent = event.sent
    if sent is None:
        return only_fees(event, valuer)
    arrived = sent if event.received is None else event.received
    paid = valuer.fees(event, None)
    stated = None if event.fees else event.fee_value
    lost = sent.quantity - arrived.quantity
    if lost and Amount(sent.asset, lost) not in event.fees:  # or it is the fee named beside it
        worth = valuer.fee(event, Amount(sent.asset, lost), stated, None)
        paid.append(FeePaid(sent.asset, lost, worth))
    elif not lost and stated is not None:
        paid.append(valuer.stated_fee(event, stated))
    found = fees(event, paid, valuer)
    if coins(arrived) is not None:
        found.append(
            Move(
                event,
                event.account,
                sent.asset,
                arrived.quantity,
                event.to_account,
                sent.asset,
                arrived.quantity,
            )
        )
    return found


def become(event: Transaction, valuer: Valuer) -> list[Posting]:
    """Wrap, rename, split: the same lots under another name or count."""
    found, sent, received = (
        fees(event, valuer.fees(event, None), valuer),
        event.sent,
        event.received,
    )
    if sent is not None and received is not None:
        found.append(
            Move(
                event,
                event.account,
                sent.asset,
                sent.quantity,
                event.to_account or event.account,
                received.asset,
                received.quantity,
            )
        )
    return found


def only_fees(event: Transaction, valuer: Valuer) -> list[Posting]:
    return fees(event, valuer.fees(event, None), valuer)


def balance_only(event: Transaction, valuer: Valuer) -> list[Posting]:
    found: list[Posting] = []
    for leg, sign in ((coins(event.received), 1), (coins(event.sent), -1)):
        if leg is not None:
            found.append(Balance(event, event.account, leg.asset, sign * leg.quantity))
    leg = event.received or event.sent or (event.fees[0] if event.fees else None)
    valuer.report(
        Issue(
            code="not_accounted",
            event=event.id,
            asset=leg.asset if leg else "",
            quantity=leg.quantity if leg else None,
            message=f"A {event.type} changes the balance only: no lot, no gain.",
        )
    )
    return found + fees(event, valuer.fees(event, None), valuer)


def coins(leg: Amount | None) -> Amount | None:
    """Return the leg if it is an asset and not money, and not nothing."""
    if leg is None or leg.asset in MONEY or not leg.quantity:
        return None
    return leg


def total(paid: list[FeePaid]) -> Decimal | None:
    due = ZERO
    for fee in paid:
        if fee.worth is None:
            return None
        due += fee.worth
    return due


def fees(event: Transaction, paid: list[FeePaid], valuer: Valuer) -> list[Posting]:
    """Dispose of the fees that were paid in assets, and tell the worth of all."""
    if not paid:
        return []
    valuer.report(FeeTotal(event, total(paid)))
    return [
        Outflow(event, event.account, fee.asset, fee.quantity, fee.worth, "fee", main=False)
        for fee in paid
        if fee.quantity and fee.asset not in MONEY
    ]


HANDLERS: Final[Mapping[str, Handler]] = {
    "buy": trade,
    "sell": trade,
    "swap": swap,
    "spend": trade,
    "fee": fee,
    "gift_out": trade,
    "donation": trade,
    "income": income,
    "gift_in": receive,
    "opening": receive,
    "fork": fork,
    "lost": vanish,
    "stolen": vanish,
    "deposit": arrive,
    "withdrawal": leave,
    "adjustment": adjust,
    "transfer": transfer,
    "wrap": become,
    "rename": become,
    "split": become,
    "stake": only_fees,
    "unstake": only_fees,
    "loan_in": balance_only,
    "loan_repaid": balance_only,
    "margin_gain": balance_only,
    "margin_loss": balance_only,
    "margin_fee": balance_only,
}
