"""Add up what a ledger's disposals, income and fees come to within a period."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Final

from attrs import define, field, frozen

from cryptotracker.domain.numbers import EXACT, ZERO, total
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.disposals import KNOWN, UNKNOWN, Disposal
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.lots import Lot
from cryptotracker.domain.portfolio.postings import Income
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valuation import FeeTotal

TERMS: Final = ("short", "long", "exempt")


@define
class Sum:
    """A sum that is None as soon as one of its parts is unknown."""

    amount: Decimal | None = ZERO

    def add(self, part: Decimal | None) -> None:
        self.amount = None if part is None or self.amount is None else EXACT.add(self.amount, part)


@define
class Totals:
    """What the listed disposals, income and fees come to; None where a part is unknown."""

    proceeds: Sum = field(factory=Sum)
    cost_basis: Sum = field(factory=Sum)
    gain: Sum = field(factory=Sum)
    gain_low: Sum = field(factory=Sum)
    gain_high: Sum = field(factory=Sum)
    terms: dict[str, Sum] = field(factory=lambda: {term: Sum() for term in TERMS})
    income: Sum = field(factory=Sum)
    fees: Sum = field(factory=Sum)

    def add(self, disposal: Disposal) -> None:
        self.proceeds.add(disposal.outflow.proceeds)
        self.cost_basis.add(disposal.cost_basis)
        self.gain.add(disposal.gain)
        self.gain_low.add(disposal.gain_low)
        self.gain_high.add(disposal.gain_high)
        for match in disposal.matches:
            if match.term is not None:
                self.terms[match.term].add(match.gain)
            else:  # it belongs to one of them, and nobody knows to which
                self.terms["short"].amount = self.terms["long"].amount = None

    def figures(self) -> "Figures":
        """Return the sums as they stand."""
        return Figures(
            proceeds=self.proceeds.amount,
            cost_basis=self.cost_basis.amount,
            gain=self.gain.amount,
            gain_low=self.gain_low.amount,
            gain_high=self.gain_high.amount,
            short_term_gain=self.terms["short"].amount,
            long_term_gain=self.terms["long"].amount,
            exempt_gain=self.terms["exempt"].amount,
            income=self.income.amount,
            fees=self.fees.amount,
        )


@frozen(kw_only=True)
class Figures:
    """The totals of a report; None where a part is unknown."""

    proceeds: Decimal | None
    cost_basis: Decimal | None
    gain: Decimal | None
    gain_low: Decimal | None
    gain_high: Decimal | None
    short_term_gain: Decimal | None
    long_term_gain: Decimal | None
    exempt_gain: Decimal | None
    income: Decimal | None
    fees: Decimal | None


@frozen(kw_only=True)
class Period:
    """From the first instant that counts to the first that does not; None is open."""

    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of_year(cls, year: int, zone: tzinfo) -> "Period":
        """Return the calendar year as the zone counts it."""
        return cls(
            start=datetime(year, 1, 1, tzinfo=zone), end=datetime(year + 1, 1, 1, tzinfo=zone)
        )

    def holds(self, moment: datetime) -> bool:
        return self.start is None or moment >= self.start


@frozen(kw_only=True)
class Holding:
    """The open lots of one asset, in one account or (None) in all together."""

    account: str | None
    asset: str
    lots: list[Lot]

    @property
    def quantity(self) -> Decimal:
        return total(lot.quantity for lot in self.lots)

    @property
    def cost_basis(self) -> Decimal | None:
        costs = Sum()
        for lot in self.lots:
            costs.add(lot.cost)
        return costs.amount

    @property
    def basis(self) -> str:
        return UNKNOWN if self.cost_basis is None else KNOWN


@define
class Report:
    """The figures of one ledger under one set of rules, listed for one period.

    Read `disposals` to its end first: everything else is complete only then.
    """

    accounting: Accounting
    period: Period = field(factory=Period)
    issues: list[Issue] = field(factory=list)
    income: list[Income] = field(factory=list)
    totals: Totals = field(factory=Totals)

    def disposals(self, events: Iterable[Transaction]) -> Iterator[Disposal]:
        """Compute everything up to the period's end, and yield the disposals within it."""
        for entry in self.accounting.run(self._until_end(events)):
            if isinstance(entry, Issue):
                self.issues.append(entry)
            elif isinstance(entry, Disposal):
                if self.period.holds(entry.outflow.event.time):
                    self.totals.add(entry)
                    yield entry
            elif self.period.holds(entry.event.time):
                self._count(entry)

    def _count(self, entry: Income | FeeTotal) -> None:
        if isinstance(entry, Income):
            self.income.append(entry)
            self.totals.income.add(entry.value)
        else:
            self.totals.fees.add(entry.worth)

    def _until_end(self, events: Iterable[Transaction]) -> Iterator[Transaction]:
        end = self.period.end
        for event in events:
            if end is not None and event.time >= end:
                return
            yield event

    def holdings(self) -> Iterator[Holding]:
        for account, asset, lots in self.accounting.holdings():
            yield Holding(account=account, asset=asset, lots=lots)
