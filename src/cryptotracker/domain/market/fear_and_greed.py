"""An index of fear and greed, from 0 to 100, of our own definition.

docs/explanation/market-analysis.md says why it is put together so, with an example. Four things are
looked at, each from 0, all fear, to 100, all greed; if one is not known, neither is the index.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.figures import Row
from cryptotracker.domain.market.statistics import (
    NO_PRICE,
    TOO_FEW_DAYS,
    Measured,
    logarithm,
    volatility,
)
from cryptotracker.domain.numbers import ZERO, ratio, total

LEADER: Final = "bitcoin"
HUNDRED, HALF, ONE = Decimal(100), Decimal(50), Decimal(1)
A_YEAR: Final = 365
FEWEST_RETURNS: Final = 180
FEWEST_ASSETS: Final = 10
WEIGHTS: Final[Mapping[str, Decimal]] = {
    "momentum": Decimal("0.30"),
    "volatility": Decimal("0.25"),
    "breadth": Decimal("0.25"),
    "drawdown": Decimal("0.20"),
}
LABELS: Final = (
    (25, "extreme fear"),
    (45, "fear"),
    (56, "neutral"),
    (76, "greed"),
    (101, "extreme greed"),
)
"""What an index below a number is called."""


@frozen(kw_only=True)
class Component:
    """One thing that is looked at.

    Attributes:
        observed: what was seen, before it was made a score.
        score: from 0 to 100; None if it is not known.
    """

    name: str
    weight: Decimal
    observed: Measured
    score: Decimal | None


@frozen(kw_only=True)
class FearAndGreed:
    """The index as a whole number; None, with the names of what is not known, if it has none."""

    value: int | None
    label: str | None
    components: Sequence[Component]
    missing: Sequence[str]


def fear_and_greed(rows: Sequence[Row]) -> FearAndGreed:
    leader = next((row for row in rows if row.asset.id == LEADER), None)
    seen = {
        "momentum": momentum(leader),
        "volatility": calm(leader),
        "breadth": breadth(rows),
        "drawdown": leader.figures["from_high"] if leader else Measured(None, 0, NO_PRICE),
    }
    return put_together(seen)


def put_together(seen: Mapping[str, Measured]) -> FearAndGreed:
    """Weigh what was seen, each by its own scale."""
    components = [
        Component(
            name=name,
            weight=weight,
            observed=seen[name],
            score=None if (value := seen[name].value) is None else score(name, value),
        )
        for name, weight in WEIGHTS.items()
    ]
    scores = [each.score * each.weight for each in components if each.score is not None]
    missing = [each.name for each in components if each.score is None]
    if missing:
        return FearAndGreed(value=None, label=None, components=components, missing=missing)
    index = int(total(scores).quantize(ONE, ROUND_HALF_EVEN))
    label = next(name for below, name in LABELS if index < below)
    return FearAndGreed(value=index, label=label, components=components, missing=())


def score(name: str, observed: Decimal) -> Decimal:
    """Put what was seen on a scale from 0 to 100, to one place.

    >>> score("momentum", Decimal("0.15")), score("volatility", Decimal("0.5"))
    (Decimal('75.0'), Decimal('75.0'))
    >>> score("breadth", Decimal("0.62")), score("drawdown", Decimal("-0.20"))
    (Decimal('62.0'), Decimal('60.0'))
    """
    match name:
        case "momentum":  # 30 % above the mean is all greed
            found = HALF + HALF * ratio(observed, Decimal("0.30"))
        case "volatility":  # twice as restless as usual is all fear
            found = HALF + HALF * observed
        case "drawdown":  # half of the highest price gone is all fear
            found = HUNDRED + HUNDRED * ratio(observed, Decimal("0.50"))
        case _:
            found = HUNDRED * observed
    return min(max(found, ZERO), HUNDRED).quantize(Decimal("0.1"))


def momentum(leader: Row | None) -> Measured:
    """See how far the leader is from its mean of 200 days."""
    return leader.figures["from_sma_200"] if leader else Measured(None, 0, NO_PRICE)


def calm(leader: Row | None) -> Measured:
    """Count how many times calmer the last 30 days were than the last 365, in doublings."""
    if leader is None:
        return Measured(None, 0, NO_PRICE)
    month = leader.figures["volatility_30d"]
    year = volatility(leader.daily.last(A_YEAR + 1).prices, fewest=FEWEST_RETURNS)
    if not month.value or not year.value:
        return Measured(None, min(month.samples, year.samples), TOO_FEW_DAYS)
    doublings = ratio(logarithm(ratio(year.value, month.value)), logarithm(Decimal(2)))
    return Measured(doublings.quantize(Decimal("1e-8")), year.samples)


def breadth(rows: Sequence[Row]) -> Measured:
    """Count the share of assets whose price is above its mean of 50 days."""
    known = [value for row in rows if (value := row.value("from_sma_50")) is not None]
    if len(known) < FEWEST_ASSETS:
        return Measured(None, len(known), TOO_FEW_DAYS)
    above = Decimal(sum(each > 0 for each in known))
    return Measured(ratio(above, Decimal(len(known))).quantize(Decimal("1e-8")), len(known))
