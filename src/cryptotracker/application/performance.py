"""Compute how ledgers did from one moment to another, and each asset in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from cryptotracker.application.calculators import Files, Material
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.numbers import EXACT, ZERO, total
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.moves import moved
from cryptotracker.domain.portfolio.net_worth import paid
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.spans import ONE_DAY, TICK, midnight
from cryptotracker.domain.portfolio.trail import NOTHING, Trail, trail
from cryptotracker.domain.portfolio.valuation import Valuer
from cryptotracker.domain.returns.contributions import contribution
from cryptotracker.domain.returns.daily import Mark
from cryptotracker.domain.returns.performance import Performance, performance
from cryptotracker.domain.returns.rates import ONE, WORKING, rate
from cryptotracker.domain.zones import zone_of
from cryptotracker.ports.valuing import Valuing


@frozen(kw_only=True)
class Stretch:
    """From the first instant that counts to the last."""

    since: datetime
    until: datetime

    def __attrs_post_init__(self) -> None:
        if self.until <= self.since:
            reason = f"it is not after {self.since.isoformat()}, where the stretch begins"
            raise InvalidValueError(column="to", value=self.until.isoformat(), reason=reason)

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment <= self.until


@frozen(kw_only=True)
class Benchmark:
    """What an asset did meanwhile.

    Attributes:
        twr: what one unit of money in it gained; None without a price at either end.
        relative: what the portfolio gained beyond that: (1 + twr) / (1 + benchmark) - 1.
    """

    asset: str
    twr: Decimal | None
    relative: Decimal | None


@frozen(kw_only=True)
class Performed:
    """How ledgers did, and what had to be said about it."""

    currency: str
    stretch: Stretch
    whole: Performance
    by_asset: Mapping[str, Decimal | None]
    benchmark: Benchmark | None = None
    issues: Sequence[Issue] = field(factory=list)


@frozen(kw_only=True)
class CalculatePerformance:
    """Read ledgers and prices; say what was gained, how steadily, and by which asset."""

    read: Callable[[Files], Material]
    valuing: Callable[[], Valuing]

    def __call__(
        self, files: Files, rules: Rules, stretch: Stretch, benchmark: str | None = None
    ) -> Performed:
        material = self.read(files)
        followed = trail(material.history.events, rules, material.prices)
        marks, unpriced = self._marks(followed, material.prices, stretch)
        whole = performance(marks)
        return Performed(
            currency=rules.currency,
            stretch=stretch,
            whole=whole,
            by_asset=by_asset(material, followed, marks, stretch),
            benchmark=compared(benchmark, material.prices, followed.currency, stretch, whole.twr)
            if benchmark
            else None,
            issues=[*material.history.issues, *unpriced],
        )

    def _marks(
        self, followed: Trail, prices: PriceBook, stretch: Stretch
    ) -> tuple[list[Mark], list[Issue]]:
        """Mark where it stood at first, before each flow, at each day's end, and at last."""
        flows = dict(flowing(followed, stretch))
        moments = sorted({*flows, *days_ends(stretch), stretch.until + TICK} - {stretch.since})
        course = self.valuing().follow(followed, prices)
        readings = course.readings([each - TICK for each in moments])
        first, lacking = worths(followed, prices, stretch.since - TICK, stretch.since)
        marks = [mark(stretch.since, None if lacking else total(first.values()), flows)]
        unpriced = dict.fromkeys(lacking, stretch.since)
        for moment, found in zip(moments, readings, strict=True):
            marks.append(mark(moment, found.value, flows))
            for asset in found.unpriced:
                unpriced.setdefault(asset, moment - TICK)
        return marks, [without(asset, followed.currency, at) for asset, at in unpriced.items()]


def mark(moment: datetime, value: Decimal | None, flows: Mapping[datetime, Decimal | None]) -> Mark:
    day = (moment - TICK).date()
    return Mark(time=moment, day=day, value=value, flow=flows.get(moment, ZERO))


def flowing(followed: Trail, stretch: Stretch) -> Iterator[tuple[datetime, Decimal | None]]:
    """Give the moments at which something flowed, with what came in less what went out."""
    before = NOTHING
    for moment, now in zip(followed.moments, followed.standings, strict=True):
        if stretch.holds(moment):
            ins, outs = paid(before, now)
            if ins is None or outs is None:
                yield moment, None
            elif ins or outs:
                yield moment, EXACT.subtract(ins, outs)
        before = now


def days_ends(stretch: Stretch) -> Iterator[datetime]:
    """Give the midnights in a stretch."""
    utc = zone_of("UTC")
    at = midnight(stretch.since.date() + ONE_DAY, utc)
    while at <= stretch.until:
        yield at
        at += ONE_DAY


def worths(
    followed: Trail, prices: PriceBook, held: datetime, priced: datetime
) -> tuple[dict[str, Decimal], list[str]]:
    """Value what was held at one moment by the prices of another; and list what has none."""
    found, lacking = {}, []
    for asset, stock in sorted(followed.stocks.items()):
        if not (quantity := stock.at(held)):
            continue
        price = prices.at(asset, followed.currency, priced)
        if price is None:
            lacking.append(asset)
        else:
            found[asset] = EXACT.multiply(quantity, price.price)
    return found, lacking


def by_asset(
    material: Material, followed: Trail, marks: Sequence[Mark], stretch: Stretch
) -> Mapping[str, Decimal | None]:
    """Say what each asset that was held or moved had in the gain."""
    prices = material.prices
    start, no_start = worths(followed, prices, stretch.since - TICK, stretch.since)
    end, no_end = worths(followed, prices, stretch.until, stretch.until)
    within = [each for each in material.history.events if stretch.holds(each.time)]
    into = moved(within, Valuer(followed.currency, prices, lambda _: None))
    flows = [each.flow for each in marks]
    ins = None if None in flows else total(each for each in flows if each and each > ZERO)
    first = marks[0].value
    at_work = None if ins is None or first is None else EXACT.add(first, ins)
    return {
        asset: contribution(
            None if asset in no_start else start.get(asset, ZERO),
            None if asset in no_end else end.get(asset, ZERO),
            into.get(asset, ZERO),
            at_work,
        )
        for asset in sorted({*start, *no_start, *end, *no_end, *into})
    }


def compared(
    asset: str, prices: PriceBook, currency: str, stretch: Stretch, twr: Decimal | None
) -> Benchmark:
    first = prices.at(asset, currency, stretch.since)
    last = prices.at(asset, currency, stretch.until)
    if first is None or last is None or not first.price:
        return Benchmark(asset=asset, twr=None, relative=None)
    grown = WORKING.divide(last.price, first.price)
    beyond = None
    if twr is not None and grown:
        beyond = rate(WORKING.divide(WORKING.add(ONE, twr), grown) - ONE)
    return Benchmark(asset=asset, twr=rate(grown - ONE), relative=beyond)


def without(asset: str, currency: str, moment: datetime) -> Issue:
    message = f"No price of {asset} in {currency} within 7 days before {moment:%Y-%m-%d %H:%M} UTC."
    return Issue(code="unpriced", asset=asset, message=message)
