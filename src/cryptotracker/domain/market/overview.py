"""A market at a glance, told from the figures of its assets: each part says what it rests on."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.fear_and_greed import FearAndGreed, fear_and_greed
from cryptotracker.domain.market.figures import CHANGES, Row
from cryptotracker.domain.market.statistics import PLACES, Measured, correlation
from cryptotracker.domain.numbers import ratio, total

STABLE: Final = frozenset({"stablecoin", "wrapped", "fiat"})
"""Kinds whose price follows another one's: they neither move by themselves nor are counted."""

MOVERS: Final = 5
CORRELATED: Final = 10
CORRELATION_DAYS: Final = 90
CORRELATION_FEWEST: Final = 30


@frozen(kw_only=True)
class Capitalisation:
    """What all units are worth of those assets whose supply and price are known, and no others.

    Attributes:
        total: None if none is known.
        known: each asset with its worth and its share of that total, the largest first.
        missing: the ids of the others, with the reason.
    """

    total: Decimal | None
    known: Sequence[tuple[Row, Decimal, Decimal]]
    missing: Mapping[str, str]


@frozen(kw_only=True)
class Movers:
    """Which assets rose and fell most, the furthest first, and of how many nobody knows it."""

    up: Sequence[Row]
    down: Sequence[Row]
    unknown: int


@frozen(kw_only=True)
class Breadth:
    """How many assets rose and fell within a day, and how many are above their means.

    Attributes:
        above: by the days of a mean: how many are above it, and of how many that is known.
    """

    rising: int
    falling: int
    unchanged: int
    unknown: int
    above: Mapping[int, tuple[int, int]]


@frozen(kw_only=True)
class Correlations:
    """How alike assets go, each beside each."""

    assets: Sequence[Row]
    values: Sequence[Sequence[Measured]]


@frozen(kw_only=True)
class Overview:
    """A market at a glance.

    Attributes:
        rows: every asset of it, the best known first.
        volatility: the median of those that are known.
    """

    rows: Sequence[Row]
    capitalisation: Capitalisation
    movers: Mapping[str, Movers]
    volatility: Measured
    breadth: Breadth
    correlations: Correlations
    fear_and_greed: FearAndGreed


def overview(rows: Sequence[Row]) -> Overview:
    moving = [row for row in rows if row.asset.kind not in STABLE]
    return Overview(
        rows=rows,
        capitalisation=capitalised(rows),
        movers={name: movers(moving, name) for name in CHANGES},
        volatility=typical(moving, "volatility_30d"),
        breadth=breadth(moving),
        correlations=correlations(moving[:CORRELATED]),
        fear_and_greed=fear_and_greed(moving),
    )


def capitalised(rows: Sequence[Row]) -> Capitalisation:
    worth = [(row, value) for row in rows if (value := row.value("capitalisation")) is not None]
    missing = {
        str(row.asset.id): row.figures["capitalisation"].missing
        for row in rows
        if row.value("capitalisation") is None
    }
    if not worth:
        return Capitalisation(total=None, known=(), missing=missing)
    whole = total(value for _, value in worth)
    worth.sort(key=lambda pair: -pair[1])
    return Capitalisation(
        total=whole,
        known=[(row, value, ratio(value, whole).quantize(PLACES)) for row, value in worth],
        missing=missing,
    )


def movers(rows: Sequence[Row], figure: str) -> Movers:
    known = [(value, row) for row in rows if (value := row.value(figure)) is not None]
    known.sort(key=lambda pair: -pair[0])
    return Movers(
        up=[row for value, row in known if value > 0][:MOVERS],
        down=[row for value, row in reversed(known) if value < 0][:MOVERS],
        unknown=len(rows) - len(known),
    )


def typical(rows: Sequence[Row], figure: str) -> Measured:
    known = [value for row in rows if (value := row.value(figure)) is not None]
    if not known:
        return Measured(None, 0, rows[0].figures[figure].missing if rows else "no_price")
    return Measured(Decimal(median(known)).quantize(PLACES), len(known))


def breadth(rows: Sequence[Row]) -> Breadth:
    changes = [value for row in rows if (value := row.value("change_24h")) is not None]
    above = {}
    for days in (50, 200):
        known = [value for row in rows if (value := row.value(f"from_sma_{days}")) is not None]
        above[days] = (sum(each > 0 for each in known), len(known))
    return Breadth(
        rising=sum(each > 0 for each in changes),
        falling=sum(each < 0 for each in changes),
        unchanged=sum(each == 0 for each in changes),
        unknown=len(rows) - len(changes),
        above=above,
    )


def correlations(rows: Sequence[Row]) -> Correlations:
    prices = [row.daily.last(CORRELATION_DAYS + 1).prices for row in rows]
    # Each pair once: the other half is the same.
    half = {
        (a, b): correlation(prices[a], prices[b], fewest=CORRELATION_FEWEST)
        for a in range(len(rows))
        for b in range(a, len(rows))
    }
    values = [[half[min(a, b), max(a, b)] for b in range(len(rows))] for a in range(len(rows))]
    return Correlations(assets=rows, values=values)
