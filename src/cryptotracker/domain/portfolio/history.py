"""Make one history of several ledgers: each event once, named, paired and in order of time."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final

from attrs import define, frozen

from cryptotracker.domain.market.assets import MONEY
from cryptotracker.domain.numbers import EXACT
from cryptotracker.domain.portfolio.identity import derived_id, digest
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed

_SIDES: Final = ("withdrawal", "deposit")


@frozen
class History:
    """Events in order of time, and what had to be said about putting them together."""

    events: list[Transaction]
    issues: list[Issue]


def history(ledgers: Sequence[Iterable[Transaction]]) -> History:
    """Merge ledgers: equal rows count as often as in the ledger that holds most of them."""
    events, issues = merged(ledgers) if len(ledgers) > 1 else (list(*ledgers), [])
    events = paired(identified(events))
    events.sort(key=attrgetter("time"))
    return History(events, issues)


def merged(ledgers: Sequence[Iterable[Transaction]]) -> tuple[list[Transaction], list[Issue]]:
    counted: Counter[bytes] = Counter()
    events, issues = [], []
    for ledger in ledgers:
        seen: Counter[bytes] = Counter()
        for event in ledger:
            key = digest(event)
            seen[key] += 1
            if seen[key] > counted[key]:
                counted[key] = seen[key]
                events.append(event)
            else:
                issues.append(duplicate(event, derived_id(key, seen[key])))
    return events, issues


def duplicate(event: Transaction, id_: str) -> Issue:
    leg = event.received or event.sent
    place = f" ({event.row.file}, line {event.row.line})" if event.row else ""
    return Issue(
        code="duplicate",
        event=event.id or id_,
        asset=leg.asset if leg else "",
        quantity=leg.quantity if leg else None,
        message=f"An equal row stands in another ledger{place}; it is counted once.",
    )


def identified(events: list[Transaction]) -> list[Transaction]:
    """Give every event without an id one that its content and its rank among equals decide."""
    occurrences: Counter[bytes] = Counter()
    named = []
    for event in events:
        if event.id:
            named.append(event)
            continue
        key = digest(event)
        occurrences[key] += 1
        named.append(changed(event, id=derived_id(key, occurrences[key])))
    return named


def paired(events: list[Transaction]) -> list[Transaction]:
    """Turn withdrawals and deposits of one txid and asset into transfers between own accounts."""
    sides: defaultdict[tuple[str, str], tuple[list[Transaction], list[Transaction]]]
    sides = defaultdict(lambda: ([], []))
    rest = []
    for event in events:
        leg = event.sent or event.received
        if event.txid and event.type in _SIDES and leg and leg.asset not in MONEY:
            sides[event.txid, leg.asset][_SIDES.index(event.type)].append(event)
        else:
            rest.append(event)
    for out, back in sides.values():
        rest += pair(out, back)
    return rest


@define
class _Flow:
    """A withdrawal or deposit, and how much of it has no other side yet."""

    event: Transaction
    left: Decimal
    fees: tuple[Amount, ...]
    fee_value: Decimal | None

    @classmethod
    def of(cls, events: list[Transaction]) -> "deque[_Flow]":
        ordered = sorted(events, key=attrgetter("time", "account", "id"))
        legs = ((event, event.sent or event.received) for event in ordered)
        return deque(
            cls(event, leg.quantity, event.fees, event.fee_value) for event, leg in legs if leg
        )

    def use(self, quantity: Decimal) -> None:
        self.left = EXACT.subtract(self.left, quantity)

    def rest(self) -> Transaction:
        """Return what has no other side, as an event of its own."""
        sent, received = (
            leg and Amount(leg.asset, self.left) for leg in (self.event.sent, self.event.received)
        )
        return changed(
            self.event, fees=self.fees, fee_value=self.fee_value, sent=sent, received=received
        )


def pair(out: list[Transaction], back: list[Transaction]) -> list[Transaction]:
    """Let withdrawals fill deposits in order of time; what stays in no deposit was the fee.

    A deposit may be stamped before its withdrawal, since clocks differ.
    """
    if not out or not back:
        return out + back
    sources, targets, found = _Flow.of(out), _Flow.of(back), []
    while targets:
        target = targets[0]
        if not target.left or not sources:
            targets.popleft()
            found += [target.rest()] if target.left else []
            continue
        source = sources[0]
        part = min(source.left, target.left)
        last = len(sources) == len(targets) == 1
        sent = source.left if last else part
        found.append(_transfer(source, target, sent, part))
        source.use(sent)
        target.use(part)
        if not source.left:
            sources.popleft()
    return found + [source.rest() for source in sources]


def _transfer(source: _Flow, target: _Flow, sent: Decimal, received: Decimal) -> Transaction:
    """Join two sides; the fees of each are paid once."""
    asset = source.event.sent.asset if source.event.sent else ""
    stated = None
    if source.fees or sent == source.left:  # it is the worth of those, or of what the last lost
        stated, source.fee_value = source.fee_value, None
    fees, source.fees, target.fees = source.fees + target.fees, (), ()
    return changed(
        source.event,
        type="transfer",
        time=min(source.event.time, target.event.time),
        to_account=target.event.account,
        sent=Amount(asset, sent),
        received=Amount(asset, received),
        fees=fees,
        fee_value=stated,
    )
