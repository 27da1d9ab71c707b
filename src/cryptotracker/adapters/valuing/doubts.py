"""When something was held whose price nobody knew, or only that of an earlier day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final, TypeAlias

from attrs import frozen

from cryptotracker.domain.market.prices import Price
from cryptotracker.domain.portfolio.net_worth import Carried
from cryptotracker.domain.portfolio.trail import Stock

FIRST: Final = datetime.min.replace(tzinfo=UTC)
NEVER: Final = datetime.max.replace(tzinfo=UTC)


@frozen
class Doubt:
    """A stretch of time in which an asset was held at no price, or at one carried forward.

    Attributes:
        since: the moment of the price that is carried forward; None where there is none.
    """

    asset: str
    since: datetime | None
    begin: datetime
    end: datetime


def doubts(
    asset: str, stock: Stock, turns: Iterable[tuple[datetime, Price | None]]
) -> Iterator[Doubt]:
    for since, begin, end in unsure(turns):
        place = max(bisect_right(stock.moments, begin) - 1, 0)
        for index in range(place, len(stock.moments)):
            moment = stock.moments[index]
            if moment >= end:
                break
            over = stock.moments[index + 1] if index + 1 < len(stock.moments) else NEVER
            if stock.quantities[index]:
                yield Doubt(asset, since, max(begin, moment), min(end, over))


def unsure(
    turns: Iterable[tuple[datetime, Price | None]],
) -> Iterator[tuple[datetime | None, datetime, datetime]]:
    """Yield when there was no price, or an old one; before the first there is none."""
    begin, price = FIRST, None
    for moment, following in (*turns, (NEVER, None)):
        if price is None:
            yield None, begin, moment
        elif price.is_carried(begin):
            yield price.since, begin, moment
        begin, price = moment, following


State: TypeAlias = tuple[tuple[str, ...], tuple[Carried, ...]]
"""What has no price, and what is valued by one of before."""

CERTAIN: Final[State] = ((), ())


def states(found: Iterable[Doubt]) -> tuple[list[datetime], list[State]]:
    """Tell which doubts there are from each moment on at which that changes."""
    turns: defaultdict[datetime, list[tuple[str, Doubt | None]]] = defaultdict(list)
    for doubt in found:
        turns[doubt.begin].append((doubt.asset, doubt))
        turns[doubt.end].insert(0, (doubt.asset, None))
    current: dict[str, Doubt] = {}
    moments, told = sorted(turns), []
    for moment in moments:
        for asset, now in turns[moment]:
            if now is None:
                del current[asset]
            else:
                current[asset] = now
        told.append(state([current[asset] for asset in sorted(current)]))
    return moments, told


def state(current: Iterable[Doubt]) -> State:
    unpriced, carried = [], []
    for doubt in current:
        if doubt.since is None:
            unpriced.append(doubt.asset)
        else:
            carried.append(Carried(doubt.asset, doubt.since))
    return tuple(unpriced), tuple(carried)
