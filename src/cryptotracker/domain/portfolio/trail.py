"""How a ledger came to where it is: what it held, had cost and was given, after each moment.

The way is long, and once gone does not change, but for the prices of what was held on it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Final

from attrs import define, field, frozen

from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.flows import flow
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.tallies import Tally
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valuation import Valuer
from cryptotracker.domain.records import record


@record
class Standing:
    """Where a ledger stood after a moment; what flowed in and out is counted from its beginning.

    Attributes:
        known_cost: of the open lots whose cost is known.
        costs_unknown: of so many assets some lot's cost is not.
        ins_unknown: so many of the flows have a worth that nobody knows.
    """

    known_cost: Decimal = ZERO
    costs_unknown: int = 0
    paid_in: Decimal = ZERO
    paid_out: Decimal = ZERO
    ins_unknown: int = 0
    outs_unknown: int = 0


NOTHING: Final = Standing()


@frozen
class Stock:
    """How much was held of one asset from each moment on at which that changed."""

    moments: list[datetime] = field(factory=list)
    quantities: list[Decimal] = field(factory=list)

    def at(self, moment: datetime) -> Decimal:
        place = bisect_right(self.moments, moment)
        return self.quantities[place - 1] if place else ZERO


@frozen(kw_only=True)
class Trail:
    """How a ledger came to where it is.

    Attributes:
        standings: one for each moment.
        stocks: by asset.
    """

    currency: str
    moments: Sequence[datetime] = ()
    standings: Sequence[Standing] = ()
    stocks: Mapping[str, Stock] = field(factory=dict)


def trail(events: Iterable[Transaction], rules: Rules, prices: PriceBook) -> Trail:
    """Follow events that are in order of time."""
    on_the_way = _Following(rules, prices)
    for moment, happened in groupby(events, key=attrgetter("time")):
        on_the_way.follow(moment, list(happened))
    return Trail(
        currency=rules.currency,
        moments=on_the_way.moments,
        standings=on_the_way.standings,
        stocks=on_the_way.stocks,
    )


@define
class _Following:
    """A ledger on its way."""

    _rules: Rules
    _prices: PriceBook
    moments: list[datetime] = field(factory=list)
    standings: list[Standing] = field(factory=list)
    stocks: defaultdict[str, Stock] = field(factory=lambda: defaultdict(Stock))
    _tallies: defaultdict[str, Tally] = field(factory=lambda: defaultdict(Tally))
    _costs: dict[str, tuple[Decimal, bool]] = field(factory=dict)
    _accounting: Accounting = field(init=False)
    _valuer: Valuer = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._accounting = Accounting(self._rules, self._prices, self._tallies)
        # What nobody can value is told by the accounting, which is asked the same.
        self._valuer = Valuer(self._rules.currency, self._prices, lambda _: None)

    def follow(self, moment: datetime, happened: list[Transaction]) -> None:
        """Enter everything that happened at one moment."""
        for _ in self._accounting.run(happened):
            pass
        last = self.standings[-1] if self.standings else NOTHING
        cost, unknown = self._stocked(moment, touched(happened), last)
        paid = [last.paid_in, last.paid_out]
        missing = [last.ins_unknown, last.outs_unknown]
        for event in happened:
            found = flow(event, self._valuer)
            if found is None:
                continue
            side = 0 if found.inwards else 1
            if found.worth is None:
                missing[side] += 1
            else:
                paid[side] = EXACT.add(paid[side], found.worth)
        self.moments.append(moment)
        ins, outs = missing
        self.standings.append(Standing(cost, unknown, paid[0], paid[1], ins, outs))

    def _stocked(
        self, moment: datetime, assets: Iterable[str], last: Standing
    ) -> tuple[Decimal, int]:
        """Look again at the assets that were touched; return what all of them now cost."""
        cost, unknown = last.known_cost, last.costs_unknown
        for asset in assets:
            if asset not in self._tallies:
                continue
            tally, stock = self._tallies[asset], self.stocks[asset]
            before, was_unknown = self._costs.get(asset, (ZERO, False))
            now = (tally.known_cost, bool(tally.unknown))
            self._costs[asset] = now
            cost = EXACT.add(cost, EXACT.subtract(now[0], before))
            unknown += now[1] - was_unknown
            if tally.quantity != (stock.quantities[-1] if stock.quantities else ZERO):
                stock.moments.append(moment)
                stock.quantities.append(tally.quantity)
        return cost, unknown


def touched(events: list[Transaction]) -> set[str]:
    legs = (leg for event in events for leg in (event.sent, event.received, *event.fees))
    return {leg.asset for leg in legs if leg is not None}
