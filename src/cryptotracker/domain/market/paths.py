"""Price an asset in any currency: as it was said, turned around, or by what lies between."""

from collections.abc import Callable, Iterator
from itertools import pairwise, permutations
from typing import Final, TypeAlias

from attrs import frozen

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.derived import derived
from cryptotracker.domain.market.grades import worst
from cryptotracker.domain.market.quotes import GRADES, Quote

PIVOTS: Final = ("USD", "EUR", "BTC")
"""What nearly everything is priced in, the most common first."""

Known: TypeAlias = Callable[[str, str], Quote | None]
"""Says what an asset costs in a currency, if somebody said so."""


@frozen
class Leg:
    """One step: a quote, taken as it is or turned around."""

    quote: Quote
    turned: bool


def through(asset: str, currency: Currency, known: Known) -> Quote | None:
    """Price an asset by the shortest path there is; of several as short, the best graded one."""
    found: list[list[Leg]] = []
    for route in routes(asset, currency):
        if found and len(route) - 1 > len(found[0]):
            break
        legs = [leg_of(start, end, known) for start, end in pairwise(route)]
        if None not in legs:
            found.append([leg for leg in legs if leg is not None])
    if not found:
        return None
    return put_together(asset, currency, min(found, key=reliance))


def routes(asset: str, currency: str) -> Iterator[tuple[str, ...]]:
    """List ways from an asset to a currency, the shortest first."""
    for many in range(3):
        for between in permutations(PIVOTS, many):
            if asset not in between and currency not in between:
                yield (asset, *between, currency)


def leg_of(start: str, end: str, known: Known) -> Leg | None:
    if (stated := known(start, end)) is not None:
        return Leg(stated, turned=False)
    if (inverse := known(end, start)) is not None:
        return Leg(inverse, turned=True)
    return None


def reliance(legs: list[Leg]) -> int:
    """Order paths; the first of equals stays first."""
    return max(GRADES.index(leg.quote.grade or "D") for leg in legs)


def put_together(asset: str, currency: Currency, legs: list[Leg]) -> Quote | None:
    """Make one price of the legs, rounded once."""
    first, *others = legs
    if not others and not first.turned:
        return first.quote
    price = derived(
        [leg.quote.price for leg in legs if not leg.turned],
        [leg.quote.price for leg in legs if leg.turned],
    )
    if price is None:
        return None  # less than can be written down is not nothing
    spreads = [leg.quote.spread for leg in legs if leg.quote.spread is not None]
    sources = tuple(dict.fromkeys(name for leg in legs for name in leg.quote.sources))
    return Quote(
        asset=asset,
        currency=currency,
        price=price,
        as_of=min(leg.quote.as_of for leg in legs),
        source=", ".join(sources),
        sources=sources,
        simulated=any(leg.quote.simulated for leg in legs),
        grade=worst(*(leg.quote.grade for leg in legs)),
        spread=max(spreads, default=None),
        path=(asset, *(end_of(leg) for leg in legs)),
    )


def end_of(leg: Leg) -> str:
    return leg.quote.asset if leg.turned else leg.quote.currency
