"""Follow a ledger event by event: which lots are open, and what each disposal brought.

The engine is a stream. Beyond the sorted events its memory is linear in the open lots, and every
event costs at most a logarithm of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal, getcontext, setcontext
from itertools import count, groupby
from operator import attrgetter
from typing import Final, TypeAlias

from attrs import define, field

from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import EXACT, ZERO, share
from cryptotracker.domain.portfolio.cost_basis import (
    SPECIFIC,
    OpenLots,
    open_lots,
)
from cryptotracker.domain.portfolio.disposals import UNKNOWN, Disposal, Match, sum_up
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.lots import Lot, Taken, unit_cost_of
from cryptotracker.domain.portfolio.postings import (
    Acquisition,
    Balance,
    Income,
    Move,
    Outflow,
    order,
)
from cryptotracker.domain.portfolio.recording import postings
from cryptotracker.domain.portfolio.rules import UNIVERSAL, Rules
from cryptotracker.domain.portfolio.tallies import Tallied, Tally
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valuation import FeeTotal, Valuer

Entry: TypeAlias = Disposal | Income | FeeTotal | Issue


@define
class Accounting:
    """The books of one ledger under one set of rules.

    Feed events to `run` in order of time; what is then open stands in `holdings`.

    Attributes:
        tallies: by asset, what its lots come to after every event; kept where somebody brings it.
    """

    rules: Rules
    prices: PriceBook = field(factory=PriceBook)
    tallies: defaultdict[str, Tally] | None = None
    balances: dict[tuple[str, str], Decimal] = field(factory=dict)
    _books: dict[tuple[str, str], OpenLots] = field(init=False)
    _serials: "count[int]" = field(factory=lambda: count(1))
    _told: list[Issue | FeeTotal] = field(factory=list)
    _overdrawn: set[tuple[str, str]] = field(factory=set)
    _electing: dict[str, list[tuple[str, Decimal]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._books = {}
        if self.rules.method == SPECIFIC:
            self._electing = {event: list(told) for event, told in self.rules.elections.items()}

    def run(self, events: Iterable[Transaction]) -> Iterator[Entry]:
        """Yield disposals, income, fees and issues as the events bring them about."""
        valuer = Valuer(self.rules.currency, self.prices, self._told.append)
        for _, instant in groupby(events, key=attrgetter("time")):
            # Left before yielding: a generator's context would leak into its consumer.
            outer = getcontext()
            setcontext(EXACT)
            try:
                entries = self._enter(list(instant), valuer)
            finally:
                setcontext(outer)
            yield from entries

    def _enter(self, instant: list[Transaction], valuer: Valuer) -> list[Entry]:
        """Enter everything that happened at one instant."""
        if len(instant) > 1:
            instant.sort(key=attrgetter("account", "id"))
        due = [posting for event in instant for posting in postings(event, valuer)]
        if len(due) > 1:
            due.sort(key=order)
        entries: list[Entry] = []
        for posting in due:
            entry = ENTER[type(posting)](self, posting)
            if entry is not None:
                entries.append(entry)
        if self._told:
            entries += self._told
            self._told.clear()
        return entries

    def holdings(self) -> Iterator[tuple[str | None, str, list[Lot]]]:
        """Yield account (None when universal), asset and open lots, in order."""
        universal = self.rules.scope == UNIVERSAL
        for (account, asset), book in sorted(self._books.items()):
            if lots := book.lots():
                yield None if universal else account, asset, lots

    def _book(self, account: str, asset: str) -> OpenLots:
        key = ("" if self.rules.scope == UNIVERSAL else account, asset)
        book = self._books.get(key)
        if book is None:
            book = open_lots(self.rules.method)
            if self.tallies is not None:
                book = Tallied(book, self.tallies[asset])
            self._books[key] = book
        return book

    def _change(self, event: Transaction, account: str, asset: str, quantity: Decimal) -> None:
        key = (account, asset)
        balance = self.balances.get(key, ZERO) + quantity
        self.balances[key] = balance
        if balance < ZERO and key not in self._overdrawn:
            self._overdrawn.add(key)
            message = f"{account} sends {-balance:f} {asset} more than it is known to hold."
            self._report("negative_balance", event, asset, -balance, message)

    def _report(
        self, code: str, event: Transaction, asset: str, quantity: Decimal, message: str
    ) -> None:
        self._told.append(
            Issue(code=code, event=event.id, asset=asset, quantity=quantity, message=message)
        )

    def acquire(self, posting: Acquisition) -> None:
        event, quantity, cost = posting.event, posting.quantity, posting.cost
        self._change(event, posting.account, posting.asset, quantity)
        self._book(posting.account, posting.asset).add(
            Lot(
                quantity,
                cost,
                unit_cost_of(cost, quantity),
                event.time if posting.dated else None,
                posting.account,
                next(self._serials),
                event.id,
            )
        )

    def count(self, posting: Income) -> Income:
        return posting

    def change(self, posting: Balance) -> None:
        self._change(posting.event, posting.account, posting.asset, posting.quantity)

    def move(self, posting: Move) -> None:
        """Carry lots over with their cost and age; rescale them if their count changes."""
        self._change(posting.event, posting.account, posting.asset, -posting.quantity)
        self._change(posting.event, posting.to_account, posting.to_asset, posting.to_quantity)
        source = self._book(posting.account, posting.asset)
        target = self._book(posting.to_account, posting.to_asset)
        if source is target and posting.quantity == posting.to_quantity:
            return
        taken = source.take(posting.quantity)
        lots = taken.lots
        if taken.missing:
            self._missing(posting.event, posting.asset, taken.missing, "moved")
            lots.append(self._unknown(posting, taken.missing))
        if posting.quantity != posting.to_quantity:
            lots = rescale(lots, posting.quantity, posting.to_quantity)
        for lot in lots:
            target.add(lot)

    def _unknown(self, posting: Move, quantity: Decimal) -> Lot:
        return Lot(
            quantity, None, None, None, posting.account, next(self._serials), posting.event.id
        )

    def _missing(self, event: Transaction, asset: str, quantity: Decimal, verb: str) -> None:
        message = f"{quantity:f} {asset} were {verb} that no event of the ledger acquired."
        self._report("missing_basis", event, asset, quantity, message)

    def dispose(self, posting: Outflow) -> Disposal | None:
        event, asset = posting.event, posting.asset
        self._change(event, posting.account, asset, -posting.quantity)
        book = self._book(posting.account, asset)
        elected, left = [], posting.quantity
        if self._electing:
            elected = self._elected(posting, book)
            left -= sum((lot.quantity for lot in elected), ZERO)
        taken = book.take(left) if left else Taken([], ZERO)
        if not posting.kind:
            return None
        if taken.missing:
            self._missing(event, asset, taken.missing, "disposed of")
        return sum_up(posting, self._matches(posting, elected, taken))

    def _elected(self, posting: Outflow, book: OpenLots) -> list[Lot]:
        """Take what the owner chose for this disposal, as far as it is there."""
        if not posting.main:
            return []
        due, lots = posting.quantity, []
        for acquiring, quantity in self._electing.pop(posting.event.id, ()):
            taken = book.choose(acquiring, min(quantity, due))
            lots += taken.lots
            due -= sum((lot.quantity for lot in taken.lots), ZERO)
            if missing := quantity - sum((lot.quantity for lot in taken.lots), ZERO):
                message = f"{missing:f} {posting.asset} elected from {acquiring} are not there."
                self._report("unmet_election", posting.event, posting.asset, missing, message)
        return lots

    def _matches(self, posting: Outflow, elected: list[Lot], taken: Taken) -> list[Match]:
        """Spread the proceeds over the lots; the last slice takes the rest."""
        method, lots = self.rules.method, taken.lots
        by_default = "fifo" if method == SPECIFIC else method
        if len(lots) == 1 and lots[0].cost is not None and not elected and not taken.missing:
            return [self._match(posting, lots[0], by_default, posting.proceeds)]
        chosen = [(lot, SPECIFIC) for lot in elected] + [(lot, by_default) for lot in lots]
        unknown, parts = taken.missing, []
        for lot, rule in chosen:
            if lot.cost is None and lot.acquired is None:
                unknown += lot.quantity
            else:
                parts.append((lot, UNKNOWN if lot.cost is None else rule))
        if unknown:
            parts.append((Lot(unknown, None, None, None, "", 0, ""), UNKNOWN))
        left, due = posting.quantity, posting.proceeds
        matches = []
        for lot, rule in parts:
            proceeds = None if due is None else share(due, lot.quantity, left)
            matches.append(self._match(posting, lot, rule, proceeds))
            left -= lot.quantity
            due = None if due is None or proceeds is None else due - proceeds
        return matches

    def _match(self, posting: Outflow, lot: Lot, rule: str, proceeds: Decimal | None) -> Match:
        cost = lot.cost
        return Match(
            lot.acquired,
            lot.account or None,
            lot.quantity,
            lot.unit_cost,
            cost,
            proceeds,
            None if cost is None or proceeds is None else proceeds - cost,
            self._term(lot.acquired, posting.event.time),
            rule,
            lot.event,
        )

    def _term(self, acquired: datetime | None, disposed: datetime) -> str | None:
        days, zone = self.rules.long_term_days, self.rules.zone
        if days is None or acquired is None:
            return None
        held = day(disposed, zone) - day(acquired, zone)
        return "long" if held.days > days else "short"


def day(moment: datetime, zone: tzinfo) -> date:
    """Return the day on the zone's calendar; the calendar's first and last days end early."""
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def rescale(lots: list[Lot], quantity: Decimal, to_quantity: Decimal) -> list[Lot]:
    """Turn lots of one count into lots of another; the last takes the rest of the division."""
    left, due, crumbs, scaled = quantity, to_quantity, ZERO, []
    for lot in lots:
        part = share(due, lot.quantity, left)
        left -= lot.quantity
        due -= part
        if part:
            scaled.append(lot.rescaled(part))
        else:  # too few units to count; their cost goes with the others
            crumbs += lot.cost or ZERO
    if crumbs and (known := [lot for lot in scaled if lot.cost is not None]):
        known[-1].include(crumbs)
    return scaled


ENTER: Final[Mapping[type, Callable[..., Disposal | Income | None]]] = {
    Acquisition: Accounting.acquire,
    Income: Accounting.count,
    Move: Accounting.move,
    Outflow: Accounting.dispose,
    Balance: Accounting.change,
}
